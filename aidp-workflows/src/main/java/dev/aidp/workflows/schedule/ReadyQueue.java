package dev.aidp.workflows.schedule;

import com.google.common.collect.Iterables;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;

/**
 * The units that may start as far as what they need matters, the most urgent first. It keeps them
 * from one time to the next, and is told by bits what has changed: to ask it once more costs what
 * has changed, not what there is.
 */
final class ReadyQueue {

  private final UnitGraph graph;
  private final List<String> order;

  /** How urgent the unit at each place of the plan is: the first is 0. */
  private final int[] ranks;

  private final TreeSet<Integer> ready = new TreeSet<>();
  private BitSet known = new BitSet();

  ReadyQueue(UnitGraph graph, List<String> order) {
    this.graph = graph;
    this.order = order;
    this.ranks = new int[order.size()];
    for (int rank = 0; rank < order.size(); rank++) {
      ranks[graph.place(order.get(rank))] = rank;
    }
  }

  /** Returns those of {@code standing}; good until it is asked again. */
  Iterable<String> of(Standing standing) {
    BitSet now = standing.ready(graph);
    BitSet changed = (BitSet) now.clone();
    changed.xor(known);
    changed.stream()
        .forEach(
            place -> {
              if (now.get(place)) {
                ready.add(ranks[place]);
              } else {
                ready.remove(ranks[place]);
              }
            });
    known = now;
    return Iterables.transform(ready, order::get);
  }
}
