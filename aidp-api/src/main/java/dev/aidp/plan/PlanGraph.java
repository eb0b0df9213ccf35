package dev.aidp.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;

/**
 * A checked plan: no unit twice, no unknown dependency, no cycle.
 *
 * @param plan the artifact that holds the plan's text
 * @param nodes the units in the plan's order
 * @param turns what evidence says of the planner's turns, in parts by reference; none if the plan
 *     was given
 * @param capacities how much there is of what units take, by name, where the plan says so
 */
public record PlanGraph(
    String plan,
    List<PlanNode> nodes,
    List<String> turns,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> capacities) {

  /** Copies the collections; takes nothing for none. */
  @SuppressWarnings("ConstantValue")
  public PlanGraph {
    nodes = ImmutableList.copyOf(nodes);
    turns = ImmutableList.copyOf(turns);
    capacities = capacities == null ? ImmutableMap.of() : ImmutableMap.copyOf(capacities);
  }

  /** Makes a plan that was given. */
  public PlanGraph(String plan, List<PlanNode> nodes) {
    this(plan, nodes, ImmutableMap.of());
  }

  /** Makes a plan that was given and says how much there is of what its units take. */
  public PlanGraph(String plan, List<PlanNode> nodes, Map<String, Integer> capacities) {
    this(plan, nodes, ImmutableList.of(), capacities);
  }

  /** Returns a copy that these turns have made. */
  public PlanGraph madeBy(List<String> planners) {
    return new PlanGraph(plan, nodes, planners, capacities);
  }
}
