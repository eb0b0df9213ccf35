package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Check;
import java.util.List;

/**
 * A checked plan with all that was written.
 *
 * @param feature what it is about
 * @param units the units, in the order they were written
 */
public record PlanText(String feature, List<Unit> units) {

  /**
   * One unit.
   *
   * @param node what a scheduler needs
   * @param task what its prompt says
   * @param checks its own, besides the run's
   */
  public record Unit(PlanNode node, String task, List<Check> checks) {

    /** Copies the checks. */
    public Unit {
      checks = ImmutableList.copyOf(checks);
    }
  }

  /** Copies the units. */
  public PlanText {
    units = ImmutableList.copyOf(units);
  }
}
