package dev.aidp.testkit.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.testkit.port.ToyWorkflow.Lines;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every engine does at its edges, with what is wrong, too large or too slow. */
public interface EdgeContract {

  /** Returns an engine that is closed after the test. */
  Engine opened(List<WorkflowDefinition<?>> definitions, List<?> activities) throws Exception;

  /** A value that can be written and not be read: nothing says how one is made. */
  final class Plain {

    @JsonProperty final String text;

    /** Makes one. */
    public Plain(String text) {
      this.text = text;
    }
  }

  /** A value that can be made, and refuses to be read if it is bad. */
  final class Parcel {

    @JsonProperty final String text;

    /** Makes one, bad or not. */
    public Parcel(String text) {
      this.text = text;
    }

    /** Makes one of what comes from outside. */
    @JsonCreator
    static Parcel read(@JsonProperty("text") String text) {
      if (text.equals("bad")) {
        throw new UsageException("A parcel is not bad.", null, null);
      }
      return new Parcel(text);
    }
  }

  /** Activities that are given such values. */
  @ActivityInterface
  interface Desk {

    /** Returns the text. */
    @ActivityMethod(name = "EdgeRead")
    String read(Plain plain);

    /** Returns the text. */
    @ActivityMethod(name = "EdgeOpen")
    String open(Parcel parcel);
  }

  /** A desk that works. */
  final class WorkingDesk implements Desk {

    @Override
    public String read(Plain plain) {
      return plain.text;
    }

    @Override
    public String open(Parcel parcel) {
      return parcel.text;
    }
  }

  /** A run that is given such values. */
  @WorkflowInterface
  interface PostOffice {

    /** Returns what it was given, with what it is given until that is {@code last}. */
    @WorkflowMethod(name = "EdgePostOffice")
    Lines run(Parcel first);

    /** Gives it another one. */
    @SignalMethod(name = "give")
    void give(Parcel parcel);
  }

  /** Such a run. */
  record OpenPostOffice(WorkflowContext context, List<String> given) implements PostOffice {

    @Override
    public Lines run(Parcel first) {
      given.add(0, first.text);
      context.await(() -> given.contains("last"));
      return new Lines(List.copyOf(given));
    }

    @Override
    public void give(Parcel parcel) {
      given.add(parcel.text);
    }
  }

  private static WorkflowDefinition<PostOffice> postOffice() {
    return new WorkflowDefinition<>(
        PostOffice.class, context -> new OpenPostOffice(context, new ArrayList<>()));
  }

  /** Waits for the end of a run. */
  static Outcome<Lines> outcome(Engine engine, String id) throws Exception {
    return engine.result(id, Lines.class).get(180, TimeUnit.SECONDS);
  }

  private Outcome<Lines> outcome(Toy.Program program) throws Exception {
    String id = "edge-" + UUID.randomUUID();
    Engine engine = opened(List.of(Toy.run(program)), List.of(new WorkingDesk()));
    engine.start(id, ToyWorkflow.class, toy -> toy.run("input"));
    return outcome(engine, id);
  }

  private static Desk desk(Toy toy) {
    return toy.context().steps(Desk.class, Step.command());
  }

  /** A step's argument. */
  @Test
  default void a_step_that_cannot_read_what_it_is_given_has_failed_for_good() throws Exception {
    Outcome<Lines> end =
        outcome(
            toy ->
                toy.write(
                    toy.context().<String>start(() -> desk(toy).read(new Plain("x"))).outcome()));

    assertThat(end.orThrow().lines())
        .singleElement()
        .asString()
        .contains("PERMANENT", "message=Not the JSON of " + Plain.class.getName());
  }

  /** A step's argument. */
  @Test
  default void a_step_that_is_given_what_refuses_itself_has_failed_with_its_words()
      throws Exception {
    Outcome<Lines> end =
        outcome(
            toy -> {
              toy.write(desk(toy).open(new Parcel("good")));
              Desk other = toy.context().steps(Desk.class, Step.command().named("other"));
              toy.write(toy.context().<String>start(() -> other.open(new Parcel("bad"))).outcome());
            });

    assertThat(end.orThrow().lines())
        .containsExactly("good", new Outcome.Failed<>(refusal()).toString());
  }

  private static Failure refusal() {
    return Failure.of(FailureKind.PERMANENT, "A parcel is not bad.");
  }

  /** A run's argument. */
  @Test
  default void a_run_that_is_given_what_refuses_itself_has_failed_with_its_words()
      throws Exception {
    String id = "edge-" + UUID.randomUUID();
    Engine engine = opened(List.of(postOffice()), List.of());

    engine.start(id, PostOffice.class, office -> office.run(new Parcel("bad")));

    assertThat(outcome(engine, id)).isEqualTo(new Outcome.Failed<>(refusal()));
  }

  /** A message. */
  @Test
  default void a_message_that_refuses_itself_is_not_heard() throws Exception {
    String id = "edge-" + UUID.randomUUID();
    Engine engine = opened(List.of(postOffice()), List.of());
    engine.start(id, PostOffice.class, office -> office.run(new Parcel("first")));

    for (String text : List.of("second", "bad", "last")) {
      engine.signal(id, PostOffice.class, office -> office.give(new Parcel(text)));
    }

    assertThat(outcome(engine, id).orThrow().lines()).containsExactly("first", "second", "last");
  }

  /** Activities that take and give much. */
  @ActivityInterface
  interface Warehouse {

    /** Returns a text of so many characters. */
    @ActivityMethod(name = "EdgeMuch")
    String much(int size);

    /** Takes a text. */
    @ActivityMethod(name = "EdgeTake")
    int take(String text);
  }

  /** Performs them. */
  final class OpenWarehouse implements Warehouse {

    @Override
    public String much(int size) {
      return "x".repeat(size);
    }

    @Override
    public int take(String text) {
      return text.length();
    }
  }

  private Outcome<Lines> warehouse(Toy.Program program) throws Exception {
    String id = "edge-" + UUID.randomUUID();
    Engine engine = opened(List.of(Toy.run(program)), List.of(new OpenWarehouse()));
    engine.start(id, ToyWorkflow.class, toy -> toy.run("input"));
    return outcome(engine, id);
  }

  private static Warehouse steps(Toy toy, String name) {
    return toy.context().steps(Warehouse.class, Step.command().named(name));
  }

  /** Sizes. */
  @Test
  default void what_is_too_large_to_be_sent_is_a_permanent_failure_that_names_the_way_out()
      throws Exception {
    int much = 2 << 20;
    Outcome<Lines> end =
        warehouse(
            toy -> {
              toy.write(steps(toy, "half").much(much / 4).length());
              toy.write(
                  toy.context().<String>start(() -> steps(toy, "given").much(much)).outcome());
              toy.write(
                  toy.context()
                      .<Integer>start(() -> steps(toy, "taken").take("x".repeat(much)))
                      .outcome());
            });

    List<String> lines = end.orThrow().lines();
    assertThat(lines.get(0)).isEqualTo(String.valueOf(much / 4));
    assertThat(lines.subList(1, 3))
        .allSatisfy(
            line -> assertThat(line).contains("PERMANENT", "2097154", "1048576", "artifact store"));
  }

  /** Sizes. */
  @Test
  default void nobody_is_told_what_is_too_large() throws Exception {
    String text = "x".repeat(2 << 20);
    List<Throwable> refused = new CopyOnWriteArrayList<>();
    String id = "edge-" + UUID.randomUUID();
    Engine engine =
        opened(
            List.of(
                Toy.run(
                    toy -> {
                      refused.clear();
                      Child<ToyChild> child = toy.context().child(ToyChild.class, "one");
                      refused.add(catchThrowable(() -> child.start(run -> run.run(text))));
                      refused.add(
                          catchThrowable(
                              () -> toy.context().signal(id, ToyChild.class, c -> c.say(text))));
                      toy.awaitHearing("go");
                    })),
            List.of());

    Throwable begun =
        catchThrowable(() -> engine.start(id, ToyWorkflow.class, toy -> toy.run(text)));
    engine.start(id, ToyWorkflow.class, toy -> toy.run("input"));
    Throwable told = catchThrowable(() -> engine.signal(id, ToyWorkflow.class, t -> t.say(text)));
    engine.signal(id, ToyWorkflow.class, toy -> toy.say("go"));
    Outcome<Lines> end = outcome(engine, id);

    assertThat(end.ok()).as("%s", end).isTrue();
    refused.addAll(List.of(begun, told));
    assertThat(refused)
        .hasSize(4)
        .allSatisfy(
            each ->
                assertThat(each)
                    .isInstanceOf(StepFailedException.class)
                    .hasMessageContaining("1048576"));
  }

  /** Sizes. */
  @Test
  default void a_run_that_begins_anew_with_what_is_too_large_has_failed() throws Exception {
    String text = "x".repeat(2 << 20);

    Outcome<Lines> end =
        warehouse(toy -> toy.context().continueAsNew(ToyWorkflow.class, again -> again.run(text)));

    assertThat(end)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().message()).contains("1048576"));
  }

  /** Sizes. */
  @Test
  default void a_run_whose_result_is_too_large_has_failed() throws Exception {
    Outcome<Lines> end = warehouse(toy -> toy.write("x".repeat(2 << 20)));

    assertThat(end)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.failure().message()).contains("1048576"));
  }
}
