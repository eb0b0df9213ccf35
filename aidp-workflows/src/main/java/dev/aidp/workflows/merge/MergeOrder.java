package dev.aidp.workflows.merge;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who joins next: of those whose dependencies have all joined, a required one, then the first in
 * the plan.
 */
final class MergeOrder {

  private final UnitGraph graph;
  private final ImmutableSet<String> finished;
  private final Comparator<String> urgency;

  MergeOrder(UnitGraph graph, Collection<String> finished) {
    this.graph = graph;
    this.finished = ImmutableSet.copyOf(finished);
    ImmutableSet<String> required = graph.required();
    this.urgency =
        Comparator.comparing((String id) -> !required.contains(id)).thenComparing(graph::place);
  }

  /** Returns the next units, at most {@code most}, as if each joined; O(units * log units). */
  ImmutableList<String> next(Collection<String> joined, Collection<String> leftOut, int most) {
    ImmutableSet<String> in = ImmutableSet.copyOf(joined);
    Map<String, Integer> lacking = new LinkedHashMap<>();
    ListMultimap<String, String> awaited = ArrayListMultimap.create();
    NavigableSet<String> ready = new TreeSet<>(urgency);
    for (String id : graph.ids()) {
      if (finished.contains(id) && !in.contains(id) && !leftOut.contains(id)) {
        List<String> needs = absent(id, in);
        needs.forEach(need -> awaited.put(need, id));
        lacking.put(id, needs.size());
        if (needs.isEmpty()) {
          ready.add(id);
        }
      }
    }
    ImmutableList.Builder<String> next = ImmutableList.builder();
    for (int n = 0; n < most && !ready.isEmpty(); n++) {
      String id = ready.pollFirst();
      next.add(id);
      for (String other : awaited.get(id)) {
        if (lacking.merge(other, -1, Integer::sum) == 0) {
          ready.add(other);
        }
      }
    }
    return next.build();
  }

  /** Returns the finished units that cannot join because what they depend on has not. */
  ImmutableList<LeftOut> stranded(Collection<String> joined, Collection<String> leftOut) {
    ImmutableSet<String> in = ImmutableSet.copyOf(joined);
    return graph.ids().stream()
        .filter(id -> finished.contains(id) && !in.contains(id) && !leftOut.contains(id))
        .map(
            id ->
                new LeftOut(id, MergeReport.Reason.DEPENDENCY, absent(id, in), ImmutableList.of()))
        .collect(ImmutableList.toImmutableList());
  }

  private List<String> absent(String id, Set<String> joined) {
    return graph.node(id).dependsOn().stream().filter(each -> !joined.contains(each)).toList();
  }
}
