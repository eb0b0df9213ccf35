package dev.aidp.runtime.temporal;

import com.google.common.base.Throwables;
import dev.aidp.failure.NotFoundException;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.temporal.PoolOptions;
import dev.aidp.workflows.temporal.Queues;
import dev.aidp.workflows.temporal.TemporalWorkflows;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One question to a run, answered by replaying its history here: nobody needs to own it.
 *
 * <p>The answer is taken while the replay's threads still stand where the history ends. Afterwards
 * they are unwound, and their {@code finally} blocks would have changed the state that is asked
 * for.
 */
final class ReplayedQuery<W, S> {

  private final Class<W> type;
  private final Function<W, S> query;
  private @Nullable W workflow;
  private @Nullable S answer;
  private boolean answered;
  private @Nullable RuntimeException failure;

  ReplayedQuery(Class<W> type, Function<W, S> query) {
    this.type = type;
    this.query = query;
  }

  S ask(
      String runId,
      WorkflowExecutionHistory history,
      WorkflowClient client,
      Queues queues,
      List<WorkflowDefinition<?>> all) {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder().setWorkerInterceptors(new Answering()).build());
    try {
      Worker worker = factory.newWorker("aidp-replay", PoolOptions.orchestrator());
      all.forEach(
          definition -> TemporalWorkflows.register(worker, queues, false, watched(definition)));
      worker.replayWorkflowExecution(history);
    } catch (Exception e) {
      throw StuckRun.changed(
          runId, history, messages(e), client.getOptions().getDataConverter(), e);
    } finally {
      factory.shutdownNow();
    }
    return answered();
  }

  private static String messages(Throwable e) {
    return Throwables.getCausalChain(e).stream()
        .map(Throwable::getMessage)
        .collect(Collectors.joining(" "));
  }

  @SuppressWarnings("NullAway") // null is an answer where the query may give it
  private S answered() {
    if (failure != null) {
      throw failure;
    }
    if (workflow == null || !answered) {
      throw new NotFoundException("The run has not begun yet.");
    }
    return answer;
  }

  private <V> WorkflowDefinition<V> watched(WorkflowDefinition<V> definition) {
    return new WorkflowDefinition<>(
        definition.type(),
        context -> {
          V made = definition.factory().apply(context);
          if (type.isInstance(made)) {
            workflow = type.cast(made);
          }
          return made;
        });
  }

  private void answer() {
    W asked = workflow;
    if (asked == null) {
      return;
    }
    try {
      answer = query.apply(asked);
      answered = true;
      failure = null;
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Asks after each event, and once more when the run ends. */
  private final class Answering extends WorkerInterceptorBase {

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
      return new WorkflowInboundCallsInterceptorBase(next) {

        @Override
        public WorkflowOutput execute(WorkflowInput input) {
          Async.procedure(() -> Workflow.await(this::asked));
          WorkflowOutput output;
          try {
            output = super.execute(input);
          } catch (RuntimeException e) {
            answer();
            throw e;
          }
          answer();
          return output;
        }

        private boolean asked() {
          answer();
          return false;
        }
      };
    }
  }
}
