package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The search for the first red tree in a row of trees, each of which holds more than the one
 * before. Pure; each method returns the next state.
 */
final class FirstRed {

  /*
   * Between the highest tree known green and the lowest known red lies the first red one, if what is red stays red when
   * more is added. Each round asks for up to `wide` trees that cut this gap into equal parts, so it takes
   * log(gap) ÷ log(wide + 1) rounds. Where that assumption does not hold, what is found is still a red tree right
   * after a green one, and the lowest such that was seen.
   *
   * A red tree is asked for again before it counts: the last of the row at once, since a whole search follows from it, any
   * other one when it is found. One that is green then counts as green.
   */

  private enum Seen {
    GREEN,
    RED,
    RED_AGAIN
  }

  private final int last;
  private final ImmutableSortedMap<Integer, Seen> seen;

  private FirstRed(int last, ImmutableSortedMap<Integer, Seen> seen) {
    this.last = last;
    this.seen = seen;
  }

  /** Returns the search among the trees 1 to {@code last}; the tree 0 is as good as green. */
  static FirstRed among(int last) {
    return new FirstRed(last, ImmutableSortedMap.of(0, Seen.GREEN));
  }

  /** Returns the search among the trees 0 to {@code last}, the last of which is known to be red. */
  static FirstRed upTo(int last) {
    return new FirstRed(last, ImmutableSortedMap.of(-1, Seen.GREEN, last, Seen.RED_AGAIN));
  }

  /** The tree {@code place} was tested. */
  FirstRed tested(int place, boolean green) {
    TreeMap<Integer, Seen> more = new TreeMap<>(seen);
    more.put(place, green ? Seen.GREEN : seen.get(place) == Seen.RED ? Seen.RED_AGAIN : Seen.RED);
    return new FirstRed(last, ImmutableSortedMap.copyOfSorted(more));
  }

  /** Returns whether {@code place} was tested, or was known before. */
  boolean knows(int place) {
    return seen.containsKey(place);
  }

  /** Returns whether {@code place} was red once: asked for again, it is tested again. */
  boolean doubted(int place) {
    return seen.get(place) == Seen.RED;
  }

  /** Returns whether all are green. */
  boolean green() {
    return lowestRed().isEmpty() && seen.get(last) == Seen.GREEN;
  }

  /** Returns the first red one once it is known. */
  Optional<Integer> found() {
    return lowestRed()
        .filter(red -> seen.get(red) == Seen.RED_AGAIN && highestGreen(red) == red - 1);
  }

  /** Returns up to {@code wide} trees to test next; none once it is over. */
  ImmutableList<Integer> probes(int wide) {
    if (green() || found().isPresent()) {
      return ImmutableList.of();
    }
    Optional<Integer> red = lowestRed();
    if (red.isEmpty()) {
      return ImmutableList.of(last);
    }
    int low = highestGreen(red.get());
    boolean repeat = doubted(red.get()) && (red.get() == last || low == red.get() - 1);
    return repeat ? ImmutableList.of(red.get()) : cuts(low, red.get(), wide);
  }

  private static ImmutableList<Integer> cuts(int low, int high, int wide) {
    int gap = high - low;
    int cuts = Math.min(wide, gap - 1);
    ImmutableList.Builder<Integer> places = ImmutableList.builder();
    for (int cut = 1; cut <= cuts; cut++) {
      places.add(low + (int) ((long) gap * cut / (cuts + 1)));
    }
    return places.build();
  }

  private Optional<Integer> lowestRed() {
    return seen.entrySet().stream()
        .filter(each -> each.getValue() != Seen.GREEN)
        .map(each -> each.getKey())
        .findFirst();
  }

  private int highestGreen(int below) {
    return seen.headMap(below).entrySet().stream()
        .filter(each -> each.getValue() == Seen.GREEN)
        .mapToInt(each -> each.getKey())
        .max()
        .orElse(-1);
  }
}
