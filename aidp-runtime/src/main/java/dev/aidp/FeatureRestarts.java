package dev.aidp;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.feature.FeatureCheckpoints;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What later generations of a feature work on, and runs that start from it. Pure.
 *
 * @param work what it works on
 * @param last how far it is
 */
record FeatureRestarts(FeatureWork work, FeatureState last) {

  /**
   * Returns the generation {@code next}, in which one unit goes back.
   *
   * @param tip what the result branch points to now, or null
   */
  FeatureWork back(int next, @Nullable String tip, Checkpoints.Chosen to) {
    return work.back(next, from(tip), unfinished(), to(to));
  }

  /** Returns the generation {@code next}, in which only the first {@code number} units are done. */
  FeatureWork undone(int next, @Nullable String tip, int number) {
    return work.undoing(next, from(tip), unfinished(), new FeatureCheckpoints(last).after(number));
  }

  private FeatureState from(@Nullable String tip) {
    return last.withCommit(tip == null ? replaced() : tip);
  }

  /** Returns what an earlier generation has left its result branch pointing to, or null. */
  private @Nullable String replaced() {
    return work.from() == null ? null : work.from().last().commit();
  }

  private static FeatureWork.Back to(Checkpoints.Chosen to) {
    return new FeatureWork.Back(to.shown().unit(), to.state());
  }

  private List<String> unfinished() {
    return last.units().stream()
        .filter(unit -> !unit.state().finished())
        .map(UnitReport::id)
        .toList();
  }

  /** Returns the finished units that need nothing of the one that goes back. */
  ImmutableSet<String> kept(Checkpoints.Chosen from) {
    UnitGraph graph = UnitGraph.of(graph());
    String back = from.shown().unit();
    return last.units().stream()
        .filter(unit -> unit.state().finished())
        .map(UnitReport::id)
        .filter(unit -> !unit.equals(back) && !graph.needs(unit, back))
        .collect(ImmutableSet.toImmutableSet());
  }

  /**
   * Returns the first {@code number} units that were done, but for those that {@code plan} has not,
   * or not the same, and those that need one of these.
   */
  ImmutableSet<String> kept(int number, PlanGraph plan, Predicate<String> same) {
    Set<String> done = new LinkedHashSet<>();
    new FeatureCheckpoints(last)
        .all().stream().limit(number).forEach(each -> done.add(each.unit()));
    UnitGraph graph = UnitGraph.of(plan);
    Set<String> kept = new LinkedHashSet<>();
    for (String unit : graph.inOrder()) {
      if (done.contains(unit)
          && same.test(unit)
          && kept.containsAll(graph.node(unit).dependsOn())) {
        kept.add(unit);
      }
    }
    return ImmutableSet.copyOf(kept);
  }

  /** Returns what {@code next} works on, for which these are done, and where one unit goes on. */
  FeatureWork fork(FeatureWork next, Checkpoints.Chosen from) {
    return next.back(1, start(next, graph(), kept(from)), List.of(), to(from));
  }

  /** Returns what {@code next} works on by {@code plan}, for which {@code kept} are done. */
  FeatureWork fork(FeatureWork next, PlanGraph plan, Set<String> kept) {
    return next.again(1, start(next, plan, kept), List.of());
  }

  private FeatureState start(FeatureWork next, PlanGraph plan, Set<String> kept) {
    ImmutableMap<String, UnitReport> before =
        last.units().stream().collect(ImmutableMap.toImmutableMap(UnitReport::id, unit -> unit));
    ImmutableList<UnitReport> units =
        plan.nodes().stream()
            .map(node -> node.id())
            .map(
                unit ->
                    kept.contains(unit)
                        ? Objects.requireNonNull(before.get(unit))
                        : UnitReport.unstarted(
                            unit, UnitState.PENDING, "aidp-units/" + next.run() + "/" + unit))
            .collect(ImmutableList.toImmutableList());
    return last.withGraph(plan)
        .withUnits(units)
        .withOutputs(
            last.outputs().stream().filter(output -> kept.contains(output.unit())).toList())
        .withMerge(null)
        .withCommit(null);
  }

  /** Returns the commits of {@code units}. */
  ImmutableList<String> commits(Set<String> units) {
    return last.units().stream()
        .filter(unit -> units.contains(unit.id()))
        .map(unit -> unit.head().commit())
        .filter(Objects::nonNull)
        .collect(ImmutableList.toImmutableList());
  }

  private PlanGraph graph() {
    return Objects.requireNonNull(last.graph());
  }
}
