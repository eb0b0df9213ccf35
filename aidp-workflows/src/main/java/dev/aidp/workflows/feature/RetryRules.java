package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.FailureKind;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.feature.RetryReach;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What runs again in the next generation of a feature, and what is kept. Pure. */
public final class RetryRules {

  private RetryRules() {}

  /**
   * Returns what a retry would do.
   *
   * @param last how the feature has ended
   * @param units those that were named
   */
  public static RetryReach reach(FeatureState last, List<String> units) {
    PlanGraph plan = last.graph();
    Set<String> again =
        plan == null
            ? Set.of()
            : again(new FeatureWork.Restart(last, units, null, null), UnitGraph.of(plan));
    ImmutableList.Builder<String> kept = ImmutableList.builder();
    ImmutableList.Builder<String> left = ImmutableList.builder();
    ImmutableList.Builder<String> anew = ImmutableList.builder();
    for (UnitReport unit : last.units()) {
      ImmutableList.Builder<String> where =
          again.contains(unit.id()) ? anew : unit.state().finished() ? kept : left;
      where.add(unit.id());
    }
    return new RetryReach(anew.build(), kept.build(), left.build());
  }

  /**
   * Returns what runs again: what was asked for or, where nothing was named, what the end of the
   * run had cut short; and what was skipped because of any of these. A finished unit only does
   * where it goes back, or needs one that does.
   */
  static Set<String> again(FeatureWork.Restart from, UnitGraph graph) {
    Set<String> again = new LinkedHashSet<>();
    FeatureWork.Back back = from.back();
    if (back != null) {
      again.add(back.unit());
      graph.ids().stream().filter(each -> graph.needs(each, back.unit())).forEach(again::add);
    }
    again.addAll(from.undone());
    from.last().units().stream()
        .filter(each -> !each.state().finished())
        .filter(each -> !each.state().settled() || asked(from, each))
        .forEach(each -> again.add(each.id()));
    from.last().units().stream()
        .filter(each -> each.state() == UnitState.SKIPPED)
        .filter(each -> again.stream().anyMatch(one -> graph.needs(each.id(), one)))
        .map(UnitReport::id)
        .toList()
        .forEach(again::add);
    return again;
  }

  private static boolean asked(FeatureWork.Restart from, UnitReport unit) {
    boolean cutShort = unit.error() != null && unit.error().kind() == FailureKind.CANCELLED;
    return from.again().isEmpty() ? cutShort : from.again().contains(unit.id());
  }
}
