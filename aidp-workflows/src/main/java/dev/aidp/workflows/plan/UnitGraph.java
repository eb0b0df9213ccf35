package dev.aidp.workflows.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import dev.aidp.plan.Glob;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A plan's units and what they need. Immutable; a plan may have ten thousand units. */
public final class UnitGraph {

  /*
   * What a unit needs, directly or not, is a bit for each unit of the plan: 12 MiB for ten thousand units, where names
   * would be gigabytes. It is found in one pass, as what each needs comes before it: O(edges * units / 64).
   */
  private final PlanGraph plan;
  private final ImmutableMap<String, PlanNode> nodes;
  private final ImmutableMap<String, Integer> places;
  private final ImmutableMap<String, BitSet> needs;
  private final ImmutableMap<String, Integer> sizes;
  private final ImmutableMap<String, ImmutableList<Glob>> files;
  private final ImmutableList<String> ordered;
  private final ImmutableListMultimap<String, String> needing;
  private final ImmutableList<String> waiting;

  private UnitGraph(PlanGraph plan, @Nullable ImmutableMap<String, ImmutableList<Glob>> claimed) {
    this.plan = plan;
    nodes = plan.nodes().stream().collect(ImmutableMap.toImmutableMap(PlanNode::id, node -> node));
    places = places(nodes.keySet().asList());
    needs = reached();
    sizes = ImmutableMap.copyOf(Maps.transformValues(needs, BitSet::cardinality));
    files =
        claimed == null
            ? nodes.values().stream()
                .filter(node -> !node.files().isEmpty())
                .collect(ImmutableMap.toImmutableMap(PlanNode::id, UnitGraph::files))
            : claimed;
    ordered = inOrder(ids());
    ImmutableListMultimap.Builder<String, String> reverse = ImmutableListMultimap.builder();
    nodes.forEach((id, node) -> node.dependsOn().forEach(need -> reverse.put(need, id)));
    needing = reverse.build();
    waiting =
        nodes.values().stream()
            .filter(node -> node.rules().ifNeedsFail() == PlanNode.IfNeedsFail.WAIT)
            .map(PlanNode::id)
            .collect(ImmutableList.toImmutableList());
  }

  /** Returns the graph of a checked plan. */
  public static UnitGraph of(PlanGraph plan) {
    return new UnitGraph(plan, null);
  }

  /** Returns a copy in which {@code unit} was begun on the work of {@code others}, too. */
  public UnitGraph begunOnto(String unit, List<String> others) {
    return new UnitGraph(plan.begunOnto(unit, others), files);
  }

  /**
   * Returns those of {@code done} that may have written what {@code unit} is to write, and that it
   * is not ordered with; none that another one of them stands on.
   */
  public ImmutableList<String> overlapping(String unit, Predicate<String> done) {
    if (claims(unit).isEmpty()) {
      return ImmutableList.of();
    }
    List<String> all =
        files.keySet().stream()
            .filter(other -> !other.equals(unit) && done.test(other) && clash(unit, other))
            .toList();
    return all.stream()
        .filter(each -> all.stream().noneMatch(other -> needs(other, each)))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the plan. */
  public PlanGraph plan() {
    return plan;
  }

  /** Returns all units, in the plan's order. */
  public ImmutableSet<String> ids() {
    return nodes.keySet();
  }

  /** Returns a unit of this plan. */
  public PlanNode node(String id) {
    PlanNode node = nodes.get(id);
    if (node == null) {
      throw new IllegalArgumentException("The plan has no unit " + id);
    }
    return node;
  }

  /** Returns the how manieth unit of the plan {@code id} is, from 0; −1: none. */
  public int place(String id) {
    return places.getOrDefault(id, -1);
  }

  /** Returns who says that it needs {@code id}, in the plan's order. */
  public ImmutableList<String> needing(String id) {
    return needing.get(id);
  }

  /** Returns the units that wait for a person where what they need has failed. */
  public ImmutableList<String> waiting() {
    return waiting;
  }

  /** Returns whether {@code id} needs {@code other}, directly or not. */
  public boolean needs(String id, String other) {
    BitSet reached = needs.get(id);
    Integer place = places.get(other);
    return reached != null && place != null && reached.get(place);
  }

  /**
   * Returns whether two units may write the same file and no chain of dependencies orders them:
   * they must not run side by side.
   */
  public boolean clash(String a, String b) {
    ImmutableList<Glob> others = claims(b);
    return claims(a).stream().anyMatch(mine -> others.stream().anyMatch(mine::mayOverlap))
        && !needs(a, b)
        && !needs(b, a);
  }

  /** Returns which files two units that clash may both write: the globs of both, or the one. */
  public ImmutableList<String> contested(String a, String b) {
    return claims(a).stream()
        .flatMap(
            mine ->
                claims(b).stream()
                    .filter(mine::mayOverlap)
                    .map(
                        other ->
                            mine.toString().equals(other.toString())
                                ? mine.toString()
                                : mine + " and " + other))
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableList<Glob> claims(String id) {
    return files.getOrDefault(id, ImmutableList.of());
  }

  private static ImmutableList<Glob> files(PlanNode node) {
    return node.files().stream().map(Glob::of).collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the units without which the feature is incomplete: the required ones and all that they
   * need.
   */
  public ImmutableSet<String> required() {
    BitSet required = new BitSet(places.size());
    for (PlanNode node : nodes.values()) {
      if (node.rules().required()) {
        required.set(place(node.id()));
        required.or(needs.getOrDefault(node.id(), new BitSet()));
      }
    }
    return required.stream().mapToObj(ids().asList()::get).collect(ImmutableSet.toImmutableSet());
  }

  /** Returns all units so that each comes after what it needs, else in the plan's order. */
  public ImmutableList<String> inOrder() {
    return ordered;
  }

  /** Returns {@code units} so that each comes after what it needs, else in the plan's order. */
  public ImmutableList<String> inOrder(Collection<String> units) {
    // Whoever needs another needs strictly more than that one does.
    return units.stream()
        .distinct()
        .filter(nodes::containsKey)
        .sorted(Comparator.<String, Integer>comparing(sizes::get).thenComparing(this::place))
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableMap<String, Integer> places(List<String> ids) {
    ImmutableMap.Builder<String, Integer> places = ImmutableMap.builder();
    for (int place = 0; place < ids.size(); place++) {
      places.put(ids.get(place), place);
    }
    return places.build();
  }

  private ImmutableMap<String, BitSet> reached() {
    Map<String, BitSet> reached = new LinkedHashMap<>();
    Set<String> begun = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>();
    for (String id : nodes.keySet()) {
      open.push(id);
      while (!open.isEmpty()) {
        reach(open, begun, reached);
      }
    }
    return ImmutableMap.copyOf(reached);
  }

  /** Settles the unit on top of {@code open}, or opens what it needs first. */
  private void reach(Deque<String> open, Set<String> begun, Map<String, BitSet> reached) {
    String id = open.element();
    if (begun.add(id)) { // a plan that nobody has checked may have a cycle
      node(id).dependsOn().stream().filter(need -> !begun.contains(need)).forEach(open::push);
    } else {
      open.pop();
      reached.computeIfAbsent(id, one -> directlyAnd(one, reached));
    }
  }

  private BitSet directlyAnd(String id, Map<String, BitSet> reached) {
    BitSet all = new BitSet(places.size());
    for (String need : node(id).dependsOn()) {
      all.set(place(need));
      all.or(reached.getOrDefault(need, new BitSet()));
    }
    return all;
  }
}
