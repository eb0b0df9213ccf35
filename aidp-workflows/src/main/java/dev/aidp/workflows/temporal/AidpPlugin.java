package dev.aidp.workflows.temporal;

import com.google.common.collect.ImmutableList;
import dev.aidp.workflow.WorkflowDefinition;
import io.temporal.common.SimplePlugin;
import io.temporal.worker.Worker;
import java.util.List;

/**
 * All that a Temporal client and its workers need for Aidp: the JSON form, the steps' keys,
 * workflows, activities. Set it once by {@code WorkflowClientOptions.setPlugins}; every worker made
 * from that client then runs what it holds.
 */
public final class AidpPlugin extends SimplePlugin {

  /** Makes one that brings {@code definitions} and the implementations {@code activities}. */
  public AidpPlugin(List<WorkflowDefinition<?>> definitions, List<?> activities) {
    this(definitions, activities, Queues.DEFAULT, StepWatch.NONE);
  }

  /** Makes one with other names of queues, and somebody who watches the steps. */
  public AidpPlugin(
      List<WorkflowDefinition<?>> definitions, List<?> activities, Queues queues, StepWatch watch) {
    super(
        SimplePlugin.newBuilder("dev.aidp")
            .customizeDataConverter(WireConverter::over)
            .addWorkerInterceptors(new StepInterceptor(watch))
            .initializeWorker(
                (queue, worker) ->
                    register(
                        worker,
                        queues,
                        ImmutableList.copyOf(definitions),
                        ImmutableList.copyOf(activities))));
  }

  private static void register(
      Worker worker, Queues queues, List<WorkflowDefinition<?>> definitions, List<?> activities) {
    definitions.forEach(definition -> TemporalWorkflows.register(worker, queues, definition));
    if (!activities.isEmpty()) {
      worker.registerActivitiesImplementations(activities.toArray());
    }
  }
}
