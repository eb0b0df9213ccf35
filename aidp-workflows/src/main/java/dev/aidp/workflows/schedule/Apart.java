package dev.aidp.workflows.schedule;

import com.google.common.collect.ImmutableSet;
import dev.aidp.plan.PlanNode;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which units must not run side by side, as they may write the same files. */
final class Apart {

  private final UnitGraph graph;
  private final ImmutableSet<String> claiming;
  private final Map<String, ImmutableSet<String>> known = new LinkedHashMap<>();

  Apart(UnitGraph graph) {
    this.graph = graph;
    this.claiming =
        graph.plan().nodes().stream()
            .filter(node -> !node.files().isEmpty())
            .map(PlanNode::id)
            .collect(ImmutableSet.toImmutableSet());
  }

  /** Returns whether {@code unit} may run beside all of {@code others}. */
  boolean from(String unit, List<String> others) {
    return !claiming.contains(unit) || others.stream().noneMatch(other -> both(unit, other));
  }

  /** Returns all that {@code unit} must be kept apart from; found once, as there may be many. */
  ImmutableSet<String> of(String unit) {
    return known.computeIfAbsent(
        unit,
        one ->
            claiming.stream()
                .filter(other -> !other.equals(one) && both(one, other))
                .collect(ImmutableSet.toImmutableSet()));
  }

  /** Returns whether two units must be kept apart. */
  private boolean both(String unit, String other) {
    return claiming.contains(unit) && claiming.contains(other) && graph.clash(unit, other);
  }
}
