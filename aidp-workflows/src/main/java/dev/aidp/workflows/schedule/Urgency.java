package dev.aidp.workflows.schedule;

import com.google.common.collect.ImmutableList;
import dev.aidp.plan.PlanNode;
import dev.aidp.workflows.plan.UnitGraph;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How urgent units are: by how long the way from their start to the end is. Where nobody has said
 * how long a unit takes, it is taken for as long as the others on average.
 */
final class Urgency {

  private Urgency() {}

  /**
   * Returns all units, the most urgent first, equally urgent ones in the plan's order; each comes
   * after what it needs.
   */
  static ImmutableList<String> of(UnitGraph graph) {
    long usual = usual(graph);
    Map<String, Long> ways = new LinkedHashMap<>();
    for (String unit : graph.inOrder().reverse()) {
      PlanNode node = graph.node(unit);
      Duration estimate = node.demand().estimate();
      // Even what takes no time is more urgent than what comes after it.
      long own = Math.max(1, estimate == null ? usual : estimate.toMillis());
      long way = ways.getOrDefault(unit, 0L) + own;
      ways.put(unit, way);
      node.dependsOn().forEach(need -> ways.merge(need, way, Math::max));
    }
    return graph.ids().stream()
        .sorted(Comparator.comparing((String unit) -> ways.getOrDefault(unit, 0L)).reversed())
        .collect(ImmutableList.toImmutableList());
  }

  private static long usual(UnitGraph graph) {
    return (long)
        graph.plan().nodes().stream()
            .map(node -> node.demand().estimate())
            .filter(Objects::nonNull)
            .mapToLong(Duration::toMillis)
            .average()
            .orElse(1);
  }
}
