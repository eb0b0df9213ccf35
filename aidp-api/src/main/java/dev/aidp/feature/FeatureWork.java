package dev.aidp.feature;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Names;
import dev.aidp.run.RunSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a feature works on, and what it carries from generation to generation.
 *
 * @param run the run's id
 * @param generation 1, or the next after each retry
 * @param text the feature's text, by reference
 * @param plan the plan, by reference; null: the planner is asked
 * @param settings the run's
 * @param base the commit it starts from
 * @param branch the result branch
 * @param from what an earlier generation had reached, or null
 */
public record FeatureWork(
    String run,
    int generation,
    String text,
    @Nullable String plan,
    RunSettings settings,
    String base,
    String branch,
    @Nullable Restart from) {

  /** Refuses names that are none. */
  public FeatureWork {
    Names.run(run);
    Names.object(base);
    Names.branch(branch);
  }

  /**
   * Returns what the generation {@code next} works on: to go on from {@code last} and start {@code
   * again} anew.
   */
  public FeatureWork again(int next, FeatureState last, List<String> units) {
    return new FeatureWork(run, next, text, plan, settings, base, branch, new Restart(last, units));
  }

  /**
   * What a later generation starts from.
   *
   * @param last what the earlier one had reached
   * @param again the units to start again; those that depend on them and were skipped follow
   */
  public record Restart(FeatureState last, List<String> again) {

    /** Refuses names that are none; copies the units. */
    public Restart {
      last.units().forEach(unit -> Names.unit(unit.id()));
      if (last.graph() != null) {
        last.graph().nodes().forEach(node -> Names.unit(node.id()));
      }
      again = ImmutableList.copyOf(again);
    }
  }
}
