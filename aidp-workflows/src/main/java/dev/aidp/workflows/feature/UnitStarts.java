package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.schedule.Dispatcher;
import java.util.List;

/** Which units of a run start now. What takes time to find is a step, so that it is found once. */
final class UnitStarts {

  private final WorkflowContext context;
  private final UnitGraph graph;
  private final Dispatcher dispatcher;
  private final String step;
  private boolean ahead;

  /**
   * Makes one.
   *
   * @param edits how often the plan was changed before
   */
  UnitStarts(WorkflowContext context, UnitGraph graph, int edits) {
    this.context = context;
    this.step = edits == 0 ? "schedule" : "schedule-" + edits;
    this.graph = graph;
    this.dispatcher = new Dispatcher(graph);
    this.ahead = !dispatcher.planned();
  }

  /** Returns the units that start, the most urgent first, so that at most {@code parallel} run. */
  ImmutableList<String> now(FeatureUnits units, int parallel) {
    Schedule schedule = new Schedule(graph, units);
    if (!ahead) {
      ahead = true;
      var now = context.now();
      String[] order =
          context.step(
              step,
              String[].class,
              () -> dispatcher.ahead(schedule, parallel, now).toArray(String[]::new));
      dispatcher.follow(List.of(order));
    }
    return dispatcher.starts(schedule, parallel, context.now());
  }
}
