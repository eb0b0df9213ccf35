package dev.aidp.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import dev.aidp.run.Names;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
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
 * @param onto units that were begun on the work of others that may write the same files, and of
 *     which others: they depend on these as well since then
 */
public record PlanGraph(
    String plan,
    List<PlanNode> nodes,
    List<String> turns,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> capacities,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Begun> begun,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, List<String>> onto) {

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
    onto =
        onto == null
            ? ImmutableMap.of()
            : ImmutableMap.copyOf(Maps.transformValues(onto, ImmutableList::copyOf));
  }

  /** Makes a plan that was given. */
  public PlanGraph(String plan, List<PlanNode> nodes) {
    this(plan, nodes, ImmutableMap.of());
  }

  /** Makes a plan that was given and says how much there is of what its units take. */
  public PlanGraph(String plan, List<PlanNode> nodes, Map<String, Integer> capacities) {
    this(plan, nodes, ImmutableList.of(), capacities, ImmutableMap.of(), ImmutableMap.of());
  }

  /** Returns a copy that these turns have made. */
  public PlanGraph madeBy(List<String> planners) {
    return new PlanGraph(plan, nodes, planners, capacities, begun, onto);
  }

  /** Returns a copy with these units. */
  public PlanGraph withNodes(List<PlanNode> others) {
    return new PlanGraph(plan, others, turns, capacities, begun, onto);
  }

  /** Returns a copy of which these units were begun anew. */
  public PlanGraph withBegun(Map<String, Begun> anew) {
    return new PlanGraph(plan, nodes, turns, capacities, anew, onto);
  }

  /** Returns a copy in which {@code unit} was begun on the work of {@code others}, too. */
  public PlanGraph begunOnto(String unit, List<String> others) {
    Map<String, List<String>> all = new LinkedHashMap<>(onto);
    all.put(unit, others);
    return with(all, node -> node.id().equals(unit) ? plus(node, others) : node);
  }

  /** Returns a copy that stands on the same as {@code before}, but for these units. */
  public PlanGraph begunAs(PlanGraph before, Collection<String> except) {
    Map<String, List<String>> all = new LinkedHashMap<>(before.onto);
    all.keySet().removeAll(except);
    all.keySet().retainAll(Lists.transform(nodes, PlanNode::id));
    return with(all, node -> plus(node, all.getOrDefault(node.id(), ImmutableList.of())));
  }

  /** Returns {@code node} with what it needs by the plan alone. */
  public PlanNode asPlanned(PlanNode node) {
    List<String> others = onto.getOrDefault(node.id(), ImmutableList.of());
    return others.isEmpty()
        ? node
        : node.withDependsOn(
            node.dependsOn().stream().filter(need -> !others.contains(need)).toList());
  }

  private PlanGraph with(Map<String, List<String>> others, UnaryOperator<PlanNode> each) {
    return new PlanGraph(plan, nodes.stream().map(each).toList(), turns, capacities, begun, others);
  }

  private static PlanNode plus(PlanNode node, List<String> others) {
    return others.isEmpty()
        ? node
        : node.withDependsOn(
            ImmutableSet.<String>builder()
                .addAll(node.dependsOn())
                .addAll(others)
                .build()
                .asList());
  }

  /** Returns how often {@code unit} was begun anew. */
  public int begun(String unit) {
    Begun known = begun.get(unit);
    return known == null ? 0 : known.times();
  }
}
