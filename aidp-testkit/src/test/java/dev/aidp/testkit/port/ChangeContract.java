package dev.aidp.testkit.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.testkit.port.ToyWorkflow.Lines;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Compensation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every engine does with chance, with changes of a program under way, and with other runs. */
public abstract class ChangeContract extends StepContract {

  /** Builds, waits for "go", publishes, waits for "end". */
  private static void before(Toy toy) {
    toy.write(toy.command("build").echo("built"));
    toy.awaitHearing("go");
    toy.write(toy.command("publish").echo("published"));
    toy.awaitHearing("end");
  }

  /** Tells people after it has built: a change. */
  private static void changed(Toy toy, boolean tells) {
    toy.write(toy.command("build").echo("built"));
    if (tells) {
      toy.command("tell").note("told");
    }
    toy.awaitHearing("go");
    toy.write(toy.command("publish").echo("published"));
    toy.awaitHearing("end");
  }

  private static void versioned(Toy toy) {
    toy.write(toy.command("build").echo("built"));
    if (toy.context().version("tell", 1) >= 1) {
      toy.command("tell").note("told");
    }
    toy.awaitHearing("go");
    toy.write(toy.command("publish").echo("published"));
    toy.write(toy.context().version("tell", 1));
    toy.awaitHearing("end");
  }

  @Test
  void a_run_keeps_its_version_of_a_change_and_a_new_one_has_the_latest() throws Exception {
    Engine before = started(ChangeContract::before);
    awaitLines(before, List.of("built"));
    Engine after = goOn(ChangeContract::versioned);
    say(after, id, "go");
    awaitStep(after, "publish");
    Engine again = goOn(ChangeContract::versioned);
    say(again, id, "end");

    assertThat(lines(again)).containsExactly("built", "published", "0");
    assertThat(steps.performed()).containsExactly("echo built", "echo published");
    String fresh = id + "-fresh";
    again.start(fresh, ToyWorkflow.class, toy -> toy.run("input"));
    say(again, fresh, "go");
    say(again, fresh, "end");
    assertThat(again.result(fresh, Lines.class).get(PATIENCE_SECONDS, TimeUnit.SECONDS).orThrow())
        .isEqualTo(new Lines(List.of("built", "published", "1")));
    assertThat(steps.performed()).contains("note told");
  }

  @Test
  void a_branch_is_dropped_when_no_run_of_before_is_left() throws Exception {
    Engine versioned = started(ChangeContract::versioned);
    awaitStep(versioned, "tell");
    say(versioned, id, "go");
    awaitStep(versioned, "publish");
    Engine dropped = goOn(toy -> changed(toy, true));
    say(dropped, id, "end");

    assertThat(lines(dropped)).containsExactly("built", "published");
    assertThat(steps.performed()).containsExactly("echo built", "note told", "echo published");
  }

  @Test
  void a_version_that_the_program_has_no_branch_for_is_said_so() throws Exception {
    Engine before = started(ChangeContract::before);
    awaitLines(before, List.of("built"));
    Engine later =
        goOn(
            toy -> {
              toy.write(toy.command("build").echo("built"));
              toy.write(toy.context().version("tell", 1, 2));
              changed(toy, true);
            });
    say(later, id, "go");

    assertThatThrownBy(() -> outcome(later))
        .hasRootCauseInstanceOf(UnusableException.class)
        .rootCause()
        .hasMessageContaining("version 0 of the change 'tell'");
    Engine mended = goOn(ChangeContract::versioned);
    say(mended, id, "end");
    assertThat(lines(mended)).containsExactly("built", "published", "0");
  }

  @Test
  void a_change_without_a_version_is_said_with_the_step_and_the_old_program_goes_on()
      throws Exception {
    Engine before = started(ChangeContract::before);
    say(before, id, "go");
    awaitStep(before, "publish");
    Engine changed = goOn(toy -> changed(toy, true));
    say(changed, id, "end");

    assertThatThrownBy(() -> outcome(changed))
        .hasRootCauseInstanceOf(UnusableException.class)
        .rootCause()
        .hasMessageContaining("has changed")
        .hasMessageContaining("'publish'");
    assertThat(lines(goOn(ChangeContract::before))).containsExactly("built", "published");
    assertThat(steps.performed()).containsExactly("echo built", "echo published");
  }

  /** A step that is put before what was begun would otherwise be performed, and be one too many. */
  private void assertNothingIsPutBefore(Toy.Program begun, String said) throws Exception {
    Engine before = started(begun, child -> child.awaitHearing("end"));
    awaitLines(before, List.of("built"));
    Engine changed =
        goOn(
            toy -> {
              toy.write(toy.command("build").echo("built"));
              toy.command("tell").note("told");
              toy.awaitHearing("end");
            });
    say(changed, id, "end"); // a server shows a run to its worker once something happens

    assertThatThrownBy(() -> outcome(changed))
        .hasRootCauseInstanceOf(UnusableException.class)
        .rootCause()
        .hasMessageContaining("has changed")
        .hasMessageContaining(said);
    assertThat(steps.performed()).containsExactly("echo built");
  }

  @Test
  void a_step_put_before_a_timer_that_was_begun_is_said_so_and_not_performed() throws Exception {
    assertNothingIsPutBefore(
        toy -> {
          toy.write(toy.command("build").echo("built"));
          toy.context().sleep(Duration.ofHours(8));
        },
        "timer");
  }

  @Test
  void a_step_put_before_a_child_that_was_begun_is_said_so_and_not_performed() throws Exception {
    assertNothingIsPutBefore(
        toy -> {
          toy.write(toy.command("build").echo("built"));
          toy.write(toy.context().child(ToyChild.class, "one").run(c -> c.run("x")).toString());
        },
        "one");
  }

  @Test
  void what_was_done_before_a_failure_is_taken_back_in_reverse_order() throws Exception {
    Engine engine =
        started(
            toy -> {
              toy.write(toy.context().compensated(undo -> booked(toy, undo, "fine")));
              assertThatThrownBy(
                      () ->
                          toy.context()
                              .scope(
                                  "second",
                                  () ->
                                      toy.context()
                                          .compensated(undo -> booked(toy, undo, "permanent"))))
                  .isInstanceOf(StepFailedException.class)
                  .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
            });

    assertThat(lines(engine)).containsExactly("booked");
    assertThat(steps.performed())
        .containsExactly(
            "note flight",
            "note hotel",
            "note flight",
            "note hotel",
            "fail permanent",
            "fail permanent",
            "note no hotel",
            "note no flight");
    assertThat(engine.history(id)).anyMatch(e -> e.key().equals("second/undo-1/cancel"));
  }

  private static String booked(Toy toy, Compensation undo, String end) {
    undo.add(() -> toy.command("cancel").note("no flight"));
    toy.command("flight").note("flight");
    undo.add(() -> toy.command("cancel").note("no hotel"));
    toy.command("hotel").note("hotel");
    undo.add(() -> toy.command("cancel").fail("permanent"));
    return end.equals("fine") ? "booked" : toy.command("car").fail(end);
  }

  @Test
  void a_run_tells_any_other_run_something_once() throws Exception {
    String listener = id + "-listener";
    Engine engine =
        started(
            toy -> {
              if (toy.context().runId().equals(listener)) {
                toy.awaitHearing("last");
                toy.heard().forEach(toy::write);
                return;
              }
              toy.awaitHearing("go");
              toy.context().signal(listener, ToyWorkflow.class, other -> other.say("first"));
              toy.context().signal(id + "-nobody", ToyWorkflow.class, other -> other.say("you?"));
              toy.commands().note("in between");
              toy.context().signal(listener, ToyWorkflow.class, other -> other.say("last"));
            });
    engine.start(listener, ToyWorkflow.class, toy -> toy.run("input"));
    say(engine, id, "go");

    assertThat(lines(engine)).isEmpty();
    assertThat(
            engine.result(listener, Lines.class).get(PATIENCE_SECONDS, TimeUnit.SECONDS).orThrow())
        .isEqualTo(new Lines(List.of("first", "last")));
  }

  @Test
  void a_run_begins_anew_with_another_argument_and_loses_no_message() throws Exception {
    List<String> said = List.of("a", "b", "c", "d", "e", "f", "g", "end");
    Engine engine =
        started(
            toy -> {
              String before = toy.input().equals("input") ? "" : toy.input();
              Child<ToyChild> child = toy.context().child(ToyChild.class, "one");
              toy.write(child.start(c -> c.run("x")).get().lines());
              toy.command("same-key").note("again");
              toy.context().await(() -> toy.heard().size() > 1 || toy.heard().contains("end"));
              String heard = before + String.join("", toy.heard());
              if (heard.endsWith("end")) {
                toy.write(heard);
              } else {
                toy.context().continueAsNew(ToyWorkflow.class, next -> next.run(heard));
              }
            },
            child -> child.write("child"));
    said.forEach(text -> say(engine, id, text));

    assertThat(lines(engine)).containsExactly("[child]", "abcdefgend");
    assertThat(engine.condition(id)).isEqualTo(Engine.Condition.ENDED);
    assertThat(engine.history(id).stream().filter(e -> e.kind() == HistoryEntry.Kind.STARTED))
        .hasSize(2);
  }

  @Test
  void only_the_workflow_method_of_the_run_begins_it_anew() throws Exception {
    Engine engine =
        started(
            toy -> {
              assertThatThrownBy(
                      () -> toy.context().continueAsNew(ToyWorkflow.class, t -> t.say("no")))
                  .isInstanceOf(IllegalStateException.class);
              assertThatThrownBy(
                      () -> toy.context().continueAsNew(ToyChild.class, c -> c.run("no")))
                  .isInstanceOf(IllegalStateException.class);
              toy.write("stayed");
            });

    assertThat(lines(engine)).containsExactly("stayed");
  }
}
