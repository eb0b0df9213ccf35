package dev.aidp.testkit.port;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

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
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every engine does with names, and with starts that are none. */
public interface NamingContract {

  /** Returns an engine that is closed after the test. */
  Engine opened(List<WorkflowDefinition<?>> definitions, List<?> activities) throws Exception;

  private Outcome<Lines> ofToy(Toy.Program program) throws Exception {
    String id = "edge-" + UUID.randomUUID();
    Engine engine = opened(List.of(Toy.run(program)), List.of(new RecordedSteps()));
    engine.start(id, ToyWorkflow.class, toy -> toy.run("input"));
    return EdgeContract.outcome(engine, id);
  }

  /** Activities of an application that leaves the names on the wire to Temporal's rules. */
  @ActivityInterface(namePrefix = "Edge_")
  interface Unnamed {

    /** Has no annotation at all. */
    String greet(String whom);

    /** Has one without a name. */
    @ActivityMethod
    String part(String from);

    /** Has a name. */
    @ActivityMethod(name = "EdgeNamed")
    String named(String what);
  }

  /** Performs them. */
  final class Greeter implements Unnamed {

    @Override
    public String greet(String whom) {
      return "Hello " + whom;
    }

    @Override
    public String part(String from) {
      return "Goodbye " + from;
    }

    @Override
    public String named(String what) {
      return what;
    }
  }

  /** A workflow's names too. */
  @WorkflowInterface
  interface UnnamedRun {

    /** Has no name. */
    @WorkflowMethod
    Lines run(String input);
  }

  /** As Temporal takes them. */
  @Test
  default void what_has_no_name_on_the_wire_has_the_one_that_temporal_gives_it() throws Exception {
    String id = "edge-" + UUID.randomUUID();
    Engine engine =
        opened(
            List.of(
                new WorkflowDefinition<UnnamedRun>(
                    UnnamedRun.class, context -> input -> greetings(context, input))),
            List.of(new Greeter()));

    engine.start(id, UnnamedRun.class, run -> run.run("you"));

    assertThat(EdgeContract.outcome(engine, id).orThrow().lines())
        .containsExactly("Hello you", "Goodbye you", "you");
  }

  private static Lines greetings(WorkflowContext context, String input) {
    Unnamed steps = context.steps(Unnamed.class, Step.command());
    return new Lines(List.of(steps.greet(input), steps.part(input), steps.named(input)));
  }

  /** Names. */
  @Test
  default void a_key_that_is_none_is_refused() throws Exception {
    List<ThrowingCallable> none = new ArrayList<>();
    Outcome<Lines> end =
        ofToy(
            toy -> {
              none.clear();
              none.add(() -> toy.command("a b").echo("x"));
              none.add(() -> toy.context().scope("a/b", () -> "x"));
              none.add(() -> toy.context().async("", () -> "x"));
              none.add(() -> toy.context().child(ToyChild.class, "a/b"));
              none.add(() -> toy.context().version("a b", 1));
              none.forEach(
                  each ->
                      toy.write(
                          catchThrowable(each) instanceof IllegalArgumentException ? "no" : "yes"));
            });

    assertThat(end.orThrow().lines()).containsExactly("no", "no", "no", "no", "no");
  }

  /** Scopes. */
  @Test
  default void a_step_that_is_started_in_a_scope_has_a_key_in_it() throws Exception {
    String id = "edge-" + UUID.randomUUID();
    Engine engine =
        opened(
            List.of(
                Toy.run(
                    toy ->
                        toy.write(
                            toy.context()
                                .<String>start(
                                    () -> toy.context().scope("in", () -> toy.commands().key()))
                                .get()))),
            List.of(new RecordedSteps()));

    engine.start(id, ToyWorkflow.class, toy -> toy.run("input"));

    assertThat(EdgeContract.outcome(engine, id).orThrow().lines()).containsExactly(id + ":in/key");
  }

  /** Starts. */
  @Test
  default void a_child_is_started_by_its_workflow_method_only() throws Exception {
    Outcome<Lines> end =
        ofToy(
            toy -> {
              Child<ToyChild> child = toy.context().child(ToyChild.class, "one");
              Throwable thrown = catchThrowable(() -> child.start(NamingContract::said));
              toy.write(thrown instanceof IllegalStateException);
            });

    assertThat(end.orThrow().lines()).containsExactly("true");
  }

  private static Lines said(ToyChild child) {
    child.say("x");
    return new Lines(List.of());
  }

  /** Starts. */
  @Test
  default void a_run_is_started_by_its_workflow_method_and_an_id_only() throws Exception {
    Engine engine = opened(List.of(Toy.run(toy -> {})), List.of());

    assertThatThrownBy(() -> engine.start("a", ToyWorkflow.class, toy -> toy.say("x")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> engine.start("a b", ToyWorkflow.class, toy -> toy.run("x")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(engine.condition("a")).isEqualTo(Engine.Condition.ABSENT);
  }

  /** Starts. */
  @Test
  default void an_id_of_another_type_is_refused_whether_that_has_ended_or_not() throws Exception {
    String id = "edge-" + UUID.randomUUID();
    Engine engine =
        opened(List.of(Toy.run(toy -> toy.awaitHearing("go")), Toy.child(c -> {})), List.of());
    engine.start(id, ToyWorkflow.class, toy -> toy.run("x"));

    assertThatThrownBy(() -> engine.start(id, ToyChild.class, child -> child.run("x")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("AidpToy");

    engine.signal(id, ToyWorkflow.class, toy -> toy.say("go"));
    assertThat(EdgeContract.outcome(engine, id).ok()).isTrue();
    assertThatThrownBy(() -> engine.start(id, ToyChild.class, child -> child.run("x")))
        .isInstanceOf(UsageException.class);
  }
}
