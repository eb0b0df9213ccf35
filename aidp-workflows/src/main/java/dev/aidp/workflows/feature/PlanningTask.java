package dev.aidp.workflows.feature;

import dev.aidp.feature.FeatureWork;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Work;
import dev.aidp.workloop.UnitWork;
import org.jspecify.annotations.Nullable;

/**
 * What a planner is to plan.
 *
 * @param work its first attempt
 * @param base the commit that it looks at
 * @param text what the feature is about, by reference; for a unit, the plan that it is in
 * @param unit the unit that is to be divided, or null: the whole feature
 * @param settings the run's
 */
record PlanningTask(
    Work work, String base, String text, @Nullable String unit, RunSettings settings) {

  /** Returns that of a whole feature. */
  static PlanningTask of(FeatureWork feature) {
    return new PlanningTask(
        new Work(feature.run(), feature.generation(), Work.PLANNER, 1),
        feature.base(),
        feature.text(),
        null,
        feature.settings());
  }

  /** Returns that of a unit that begins at {@code base}. */
  static PlanningTask of(UnitWork unit, String base) {
    String id = unit.node().id();
    return new PlanningTask(
        new Work(unit.run(), unit.generation(), id, unit.starts() + 1),
        base,
        unit.plan(),
        id,
        unit.settings());
  }
}
