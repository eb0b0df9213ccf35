package dev.aidp.plan;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A checked plan: no unit twice, no unknown dependency, no cycle.
 *
 * @param plan the artifact that holds the plan's text
 * @param nodes the units in the plan's order
 */
public record PlanGraph(String plan, List<PlanNode> nodes) {

  /** Copies the nodes. */
  public PlanGraph {
    nodes = ImmutableList.copyOf(nodes);
  }
}
