package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Who joins next: of those whose dependencies have all joined, a required one, then the first in
 * the plan.
 */
final class MergeOrder {

  private final UnitGraph graph;
  private final ImmutableSet<String> finished;
  private final ImmutableSet<String> required;

  MergeOrder(UnitGraph graph, Collection<String> finished) {
    this.graph = graph;
    this.finished = ImmutableSet.copyOf(finished);
    this.required = graph.required();
  }

  /** Returns the next unit, or empty if nobody can join any more. */
  Optional<String> next(Collection<String> joined, Collection<String> leftOut) {
    List<String> ready =
        graph.ids().stream()
            .filter(id -> finished.contains(id) && !joined.contains(id) && !leftOut.contains(id))
            .filter(id -> joined.containsAll(graph.node(id).dependsOn()))
            .toList();
    return ready.stream()
        .filter(required::contains)
        .findFirst()
        .or(() -> ready.stream().findFirst());
  }

  /** Returns the finished units that cannot join because what they depend on has not. */
  ImmutableList<LeftOut> stranded(Collection<String> joined, Collection<String> leftOut) {
    return graph.ids().stream()
        .filter(id -> finished.contains(id) && !joined.contains(id) && !leftOut.contains(id))
        .map(
            id ->
                new LeftOut(
                    id, MergeReport.Reason.DEPENDENCY, absent(id, joined), ImmutableList.of()))
        .collect(ImmutableList.toImmutableList());
  }

  private List<String> absent(String id, Collection<String> joined) {
    return graph.node(id).dependsOn().stream().filter(each -> !joined.contains(each)).toList();
  }
}
