package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.feature.EarlierResult;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.UnitAction;
import dev.aidp.run.UnitReport;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which units are taken from earlier runs, and which are left for later ones. Pure.
 *
 * @param graph the plan
 * @param progress how far the feature is
 */
record ReuseChoice(UnitGraph graph, FeatureProgress progress) {

  /**
   * Returns the units that an earlier run may have done; a wait is for what is there now, and what
   * a unit is divided into is not known before.
   */
  ImmutableList<String> open(FeatureStart start) {
    Schedule schedule = new Schedule(graph, progress.units());
    return schedule.waiting().stream()
        .filter(unit -> !start.anew(unit) && repeatable(unit))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns those of {@code known}, each after what it needs, that are as if they were done here:
   * all that they stand on is.
   */
  ImmutableList<EarlierResult> chosen(List<String> open, List<EarlierResult> known) {
    Set<String> asked = ImmutableSet.copyOf(open);
    Map<String, String> done = new HashMap<>();
    progress.units().finished().forEach(unit -> done.put(unit.id(), unit.head().commit()));
    ImmutableList.Builder<EarlierResult> chosen = ImmutableList.builder();
    for (EarlierResult each : known) {
      if (asked.contains(each.unit()) && stands(each, done)) {
        done.put(each.unit(), each.commit());
        chosen.add(each);
      }
    }
    return chosen.build();
  }

  private boolean stands(EarlierResult result, Map<String, String> done) {
    List<String> needs = result.needs().stream().map(UnitHead::unit).toList();
    return needs.equals(graph.node(result.unit()).dependsOn())
        && result.needs().stream().allMatch(need -> need.commit().equals(done.get(need.unit())));
  }

  /**
   * Returns the units that were done since {@code before}, by nothing but what their keys say: none
   * that a person has told something, none whose guards were changed on the way, and none that went
   * back to its agent from the merge.
   */
  ImmutableList<String> kept(
      Set<String> before, List<GuardUpdate> guards, List<InstructionReceipt> receipts) {
    Set<String> told =
        receipts.stream()
            .filter(each -> each.end() == InstructionReceipt.End.CONSUMED)
            .flatMap(each -> Stream.ofNullable(each.unit()))
            .collect(ImmutableSet.toImmutableSet());
    return progress.units().finished().stream()
        .map(UnitReport::id)
        .filter(unit -> !before.contains(unit) && !told.contains(unit) && repeatable(unit))
        .filter(unit -> !progress.rework().ever().contains(unit))
        .filter(unit -> guards.stream().noneMatch(each -> of(each, unit)))
        .collect(ImmutableList.toImmutableList());
  }

  private boolean repeatable(String unit) {
    UnitAction action = graph.node(unit).rules().action();
    boolean alone = !graph.plan().onto().containsKey(unit) && !graph.node(unit).divides();
    return alone && (action == null || action.poll() == null);
  }

  private static boolean of(GuardUpdate update, String unit) {
    return update.unit() == null || update.unit().equals(unit);
  }
}
