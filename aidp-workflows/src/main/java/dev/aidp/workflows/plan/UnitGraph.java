package dev.aidp.workflows.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.plan.Glob;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/** A plan's units and what they need. Immutable; a plan has at most a few hundred units. */
public final class UnitGraph {

  private final ImmutableMap<String, PlanNode> nodes;
  private final ImmutableMap<String, ImmutableSet<String>> needs;
  private final ImmutableMap<String, ImmutableList<Glob>> files;

  private UnitGraph(PlanGraph plan) {
    nodes = plan.nodes().stream().collect(ImmutableMap.toImmutableMap(PlanNode::id, node -> node));
    needs = nodes.keySet().stream().collect(ImmutableMap.toImmutableMap(id -> id, this::reach));
    files =
        nodes.values().stream()
            .collect(ImmutableMap.toImmutableMap(PlanNode::id, UnitGraph::files));
  }

  /** Returns the graph of a checked plan. */
  public static UnitGraph of(PlanGraph plan) {
    return new UnitGraph(plan);
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

  /** Returns what {@code id} needs, directly or not. */
  public ImmutableSet<String> needs(String id) {
    return needs.getOrDefault(id, ImmutableSet.of());
  }

  /**
   * Returns whether two units may write the same file and no chain of dependencies orders them:
   * they must not run side by side.
   */
  public boolean clash(String a, String b) {
    return !needs(a).contains(b)
        && !needs(b).contains(a)
        && claims(a).stream().anyMatch(mine -> claims(b).stream().anyMatch(mine::mayOverlap));
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
    Set<String> required = new LinkedHashSet<>();
    nodes.values().stream()
        .filter(each -> each.rules().required())
        .forEach(
            node -> {
              required.add(node.id());
              required.addAll(needs(node.id()));
            });
    return ids().stream().filter(required::contains).collect(ImmutableSet.toImmutableSet());
  }

  /** Returns {@code units} so that each comes after what it needs, else in the plan's order. */
  public ImmutableList<String> inOrder(Collection<String> units) {
    // Whoever needs another needs strictly more than that one does.
    return ids().stream()
        .filter(units::contains)
        .sorted(Comparator.comparingInt(id -> needs(id).size()))
        .collect(ImmutableList.toImmutableList());
  }

  private ImmutableSet<String> reach(String id) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(node(id).dependsOn());
    while (!open.isEmpty()) {
      String next = open.pop();
      if (reached.add(next)) {
        open.addAll(node(next).dependsOn());
      }
    }
    return ImmutableSet.copyOf(reached);
  }
}
