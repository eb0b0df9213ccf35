package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.feature.FeatureCheckpoint;
import dev.aidp.feature.FeatureState;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.UnitReport;
import dev.aidp.workflows.plan.UnitGraph;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * The checkpoints of a whole feature, one for each unit that is done, in the order they were done.
 * Whatever the first so many units are, they stand on nothing but each other. Pure.
 */
public final class FeatureCheckpoints {

  private final FeatureState state;
  private final ImmutableMap<String, UnitReport> finished;

  /** Makes those of a feature that stands like this. */
  public FeatureCheckpoints(FeatureState state) {
    this.state = state;
    this.finished =
        state.units().stream()
            .filter(unit -> unit.state().finished() && unit.head().commit() != null)
            .collect(ImmutableMap.toImmutableMap(UnitReport::id, unit -> unit));
  }

  /** Returns all of them. */
  public ImmutableList<FeatureCheckpoint> all() {
    ImmutableList.Builder<FeatureCheckpoint> all = ImmutableList.builder();
    int number = 0;
    for (UnitReport unit : state.graph() == null ? List.<UnitReport>of() : inOrder()) {
      all.add(
          new FeatureCheckpoint(
              ++number,
              state.units().size(),
              unit.id(),
              Objects.requireNonNull(unit.head().commit()),
              unit.times().finishedAt()));
    }
    return all.build();
  }

  /** Returns the finished units that were not yet done at {@code number}. */
  public ImmutableList<String> after(int number) {
    return all().stream()
        .skip(number)
        .map(FeatureCheckpoint::unit)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * What was done at the same time comes as its needs demand, and then in the plan's order; what
   * another run has done has no time, and comes first.
   */
  private List<UnitReport> inOrder() {
    UnitGraph graph = UnitGraph.of(Objects.requireNonNull(state.graph()));
    Comparator<UnitReport> byTime =
        Comparator.comparing(
            unit -> Objects.requireNonNullElse(unit.times().finishedAt(), Instant.MIN));
    PriorityQueue<UnitReport> next =
        new PriorityQueue<>(byTime.thenComparing(unit -> graph.place(unit.id())));
    Map<String, Integer> open = new HashMap<>();
    Map<String, ImmutableList.Builder<String>> needing = new HashMap<>();
    for (String unit : finished.keySet()) {
      List<String> needs = needs(graph.node(unit));
      open.put(unit, needs.size());
      needs.forEach(
          need -> needing.computeIfAbsent(need, each -> ImmutableList.builder()).add(unit));
    }
    finished.values().stream()
        .filter(unit -> open.getOrDefault(unit.id(), 0) == 0)
        .forEach(next::add);
    ImmutableList.Builder<UnitReport> order = ImmutableList.builder();
    while (!next.isEmpty()) {
      UnitReport done = next.remove();
      order.add(done);
      for (String unit : needing.getOrDefault(done.id(), ImmutableList.<String>builder()).build()) {
        if (open.merge(unit, -1, Integer::sum) == 0) {
          next.add(Objects.requireNonNull(finished.get(unit)));
        }
      }
    }
    return order.build();
  }

  private List<String> needs(PlanNode node) {
    return node.dependsOn().stream().filter(finished::containsKey).toList();
  }
}
