package dev.aidp.workflows.workloop;

import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.HandOver;
import dev.aidp.artifact.HandOverActivities;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.UnitAction;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workloop.UnitWork;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a unit gets of others, looked at before its first attempt. */
record Inputs(WorkflowContext context, UnitWork unit, UnitRequests requests) {

  /** Returns why the unit cannot start at {@code start}, or null if it can. */
  @Nullable Failure unfit(String start) {
    PlanNode node = unit.node();
    if (node.inputs().isEmpty() && node.outputs().isEmpty() || looksAgain()) {
      return null;
    }
    List<String> wrong = missing();
    if (wrong.isEmpty()) {
      wrong =
          context
              .steps(
                  HandOverActivities.class, Step.command().on(node.weight()).once().named("inputs"))
              .inputs(
                  new HandOver(
                      requests.work(unit.starts() + 1),
                      unit.plan(),
                      start,
                      unit.given().inputs(),
                      List.of()));
    }
    return wrong.isEmpty() ? null : Failure.of(FailureKind.PERMANENT, String.join("\n", wrong));
  }

  /** What it needs is joined, and was looked at, before the first look of one that waits. */
  private boolean looksAgain() {
    UnitAction action = unit.node().rules().action();
    return action != null && action.poll() != null && unit.given().needs().isEmpty();
  }

  /** One that starts with what there is makes do without what there is not. */
  private List<String> missing() {
    Set<String> given =
        unit.given().inputs().stream().map(Inputs::name).collect(Collectors.toSet());
    return unit.node().rules().runsAnyway()
        ? List.of()
        : unit.node().inputs().stream()
            .filter(input -> !given.contains(input))
            .map(Inputs::without)
            .toList();
  }

  private static String without(String input) {
    String producer = input.substring(0, input.indexOf('/'));
    return "The input %s is missing, %s has left none: redo %s."
        .formatted(input, producer, producer);
  }

  private static String name(Artifact input) {
    return input.unit() + "/" + input.name();
  }
}
