package dev.aidp.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.run.Names;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checked plan: no unit twice, no unknown dependency, no cycle.
 *
 * @param plan the artifact that holds the plan's text
 * @param nodes the units in the plan's order
 * @param turns what evidence says of the planner's turns, in parts by reference; none if the plan
 *     was given
 * @param capacities how much there is of what units take, by name, where the plan says so
 * @param begun units that were begun anew while the feature ran
 */
public record PlanGraph(
    String plan,
    List<PlanNode> nodes,
    List<String> turns,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> capacities,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Begun> begun) {

  /**
   * A unit that was begun anew.
   *
   * @param times how often; part of the name of its run
   * @param generation when it was last
   * @param starts how many attempts it had had by then
   * @param commit the work that it had done by then, to which its branch may point, or null
   */
  public record Begun(int times, int generation, int starts, @Nullable String commit) {

    /** Refuses a name that is none. */
    public Begun {
      if (commit != null) {
        Names.object(commit);
      }
    }

    /** Returns what the name of a unit's run ends in that was begun anew so often. */
    public static String ending(int times) {
      return times == 0 ? "" : ".e" + times;
    }
  }

  /** Copies the collections; takes nothing for none. */
  @SuppressWarnings("ConstantValue")
  public PlanGraph {
    nodes = ImmutableList.copyOf(nodes);
    turns = ImmutableList.copyOf(turns);
    capacities = capacities == null ? ImmutableMap.of() : ImmutableMap.copyOf(capacities);
    begun = begun == null ? ImmutableMap.of() : ImmutableMap.copyOf(begun);
  }

  /** Makes a plan that was given. */
  public PlanGraph(String plan, List<PlanNode> nodes) {
    this(plan, nodes, ImmutableMap.of());
  }

  /** Makes a plan that was given and says how much there is of what its units take. */
  public PlanGraph(String plan, List<PlanNode> nodes, Map<String, Integer> capacities) {
    this(plan, nodes, ImmutableList.of(), capacities, ImmutableMap.of());
  }

  /** Returns a copy that these turns have made. */
  public PlanGraph madeBy(List<String> planners) {
    return new PlanGraph(plan, nodes, planners, capacities, begun);
  }

  /** Returns a copy with these units. */
  public PlanGraph withNodes(List<PlanNode> others) {
    return new PlanGraph(plan, others, turns, capacities, begun);
  }

  /** Returns a copy of which these units were begun anew. */
  public PlanGraph withBegun(Map<String, Begun> anew) {
    return new PlanGraph(plan, nodes, turns, capacities, anew);
  }

  /** Returns how often {@code unit} was begun anew. */
  public int begun(String unit) {
    Begun known = begun.get(unit);
    return known == null ? 0 : known.times();
  }
}
