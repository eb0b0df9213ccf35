package dev.aidp.testkit.port;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.runtime.engine.Engine;
import dev.aidp.testkit.port.ToyWorkflow.Lines;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflow.WorkflowDefinition;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every engine does with names, and with starts that are none. */
public interface NamingContract {

  /** Returns an engine that is closed after the test. */
  Engine opened(List<WorkflowDefinition<?>> definitions, List<?> activities) throws Exception;

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
}
