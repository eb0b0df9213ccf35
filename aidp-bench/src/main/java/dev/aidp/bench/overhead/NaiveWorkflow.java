package dev.aidp.bench.overhead;

import dev.aidp.bench.overhead.IterationSteps.Order;
import dev.aidp.bench.overhead.IterationsWorkflow.Work;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** The loop as whoever maps it one to one writes it: four remote activities in a row. */
@WorkflowInterface
public interface NaiveWorkflow {

  /** Returns how many iterations were done. */
  @WorkflowMethod(name = "NaiveIterations")
  int run(Work work);

  /** The workflow. */
  final class Impl implements NaiveWorkflow {

    private final NaiveSteps steps =
        Workflow.newActivityStub(
            NaiveSteps.class,
            ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(10)).build());

    @Override
    public int run(Work work) {
      int done = 0;
      while (done < work.iterations()) {
        steps.agent(new Order(done, work.agentMillis(), IterationsWorkflowImpl.TEXT));
        boolean tested = steps.tests(done);
        boolean linted = steps.lint(done);
        steps.decide(done, tested && linted);
        done++;
      }
      return done;
    }
  }
}
