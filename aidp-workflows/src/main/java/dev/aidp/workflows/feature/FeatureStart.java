package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.artifact.Artifact;
import dev.aidp.feature.FeatureWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a generation of a feature begins with: nothing, or what the one before had reached. */
record FeatureStart(FeatureWork request) {

  /** Returns the plan of the generation before, or null. */
  @Nullable PlanGraph graph() {
    FeatureWork.Restart from = request.from();
    PlanGraph last = from == null ? null : from.last().graph();
    return from == null || last == null || from.midway() != null
        ? last
        : last.withNodes(last.nodes().stream().map(last::asPlanned).toList())
            .begunAs(last, again(from, last));
  }

  /** Who stood on the work of one that goes again goes again, too. */
  private static Set<String> again(FeatureWork.Restart from, PlanGraph last) {
    return RetryRules.again(from, UnitGraph.of(last));
  }

  /** Returns what an earlier run of this generation has left, or null: it is the first. */
  FeatureWork.@Nullable Midway midway() {
    FeatureWork.Restart from = request.from();
    return from == null ? null : from.midway();
  }

  /** Returns whether a unit is to be done anew, whatever earlier runs have finished. */
  boolean anew(String unit) {
    FeatureWork.Restart from = request.from();
    return from != null
        && (from.undone().contains(unit) || from.back() != null && from.back().unit().equals(unit));
  }

  /** Returns what became of what it was told before. */
  List<InstructionReceipt> receipts() {
    FeatureWork.Restart from = request.from();
    return from == null ? List.of() : from.last().standing().receipts();
  }

  /** Returns {@code progress} with the plan, and each unit as it stands at the start. */
  FeatureProgress begin(FeatureProgress progress, UnitGraph graph) {
    PlanGraph plan = graph.plan();
    FeatureWork.Restart from = request.from();
    if (from != null && from.midway() != null) {
      return progress.midway(graph, from.last());
    }
    if (from == null || from.last().graph() == null) {
      ImmutableList<UnitReport> fresh =
          plan.nodes().stream().map(this::fresh).collect(ImmutableList.toImmutableList());
      return progress.planned(graph, fresh, ImmutableList.of(), ImmutableList.of());
    }
    Set<String> again = again(from, from.last().graph());
    ImmutableMap<String, UnitReport> before =
        from.last().units().stream()
            .collect(ImmutableMap.toImmutableMap(UnitReport::id, each -> each));
    ImmutableList<UnitReport> units =
        plan.nodes().stream()
            .map(
                node ->
                    again.contains(node.id())
                        ? again(node, before)
                        : kept(before.getOrDefault(node.id(), fresh(node))))
            .collect(ImmutableList.toImmutableList());
    ImmutableList<Artifact> left =
        from.last().outputs().stream()
            .filter(output -> !again.contains(output.unit()))
            .collect(ImmutableList.toImmutableList());
    return progress.planned(graph, units, left, from.last().conflicts().resolutions());
  }

  /** Returns the branch of a unit. */
  String branch(String unit) {
    return "aidp-units/" + request.run() + "/" + unit;
  }

  private UnitReport fresh(PlanNode node) {
    return fresh(node.id());
  }

  /** Returns the report of a unit that has not been started. */
  UnitReport fresh(String unit) {
    return UnitReport.unstarted(unit, UnitState.PENDING, branch(unit));
  }

  /** It has not been started in this generation, but may have been before. */
  private UnitReport again(PlanNode node, ImmutableMap<String, UnitReport> before) {
    UnitReport last = before.getOrDefault(node.id(), fresh(node));
    return fresh(node).startedBefore(last.tries().attempts(), last.usage());
  }

  private static UnitReport kept(UnitReport report) {
    return report.state().finished() ? report.withState(UnitState.COMPLETED) : report;
  }
}
