package dev.aidp.plan;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A checked plan: no unit twice, no unknown dependency, no cycle.
 *
 * @param plan the artifact that holds the plan's text
 * @param nodes the units in the plan's order
 * @param turns what evidence says of the planner's turns, in parts by reference; none if the plan
 *     was given
 */
public record PlanGraph(String plan, List<PlanNode> nodes, List<String> turns) {

  /** Copies the collections; takes no turns for none. */
  public PlanGraph {
    nodes = ImmutableList.copyOf(nodes);
    turns = ImmutableList.copyOf(turns);
  }

  /** Makes a plan that was given. */
  public PlanGraph(String plan, List<PlanNode> nodes) {
    this(plan, nodes, ImmutableList.of());
  }

  /** Returns a copy that these turns have made. */
  public PlanGraph madeBy(List<String> planners) {
    return new PlanGraph(plan, nodes, planners);
  }
}
