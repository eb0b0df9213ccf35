package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The search for the first red tree in a row of trees, each of which holds more than the one
 * before. Pure; each method returns the next state.
 */
final class Bisection {

  /*
   * Between the highest tree known green and the lowest known red lies the first red one, if what is red stays red when
   * more is added; each tree asked for halves this gap. Where that assumption does not hold, what is found is still a
   * red tree right after a green one, and the lowest such that was seen.
   *
   * The first red one is asked for again before it counts, and no other: a search that a flaky run has started ends with
   * that repeat. One that is green then counts as green.
   */

  private enum Seen {
    GREEN,
    RED,
    RED_AGAIN
  }

  private final int last;
  private final ImmutableSortedMap<Integer, Seen> seen;

  private Bisection(int last, ImmutableSortedMap<Integer, Seen> seen) {
    this.last = last;
    this.seen = seen;
  }

  /** Returns the search among the trees 1 to {@code last}; the tree 0 is as good as green. */
  static Bisection among(int last) {
    return new Bisection(last, ImmutableSortedMap.of(0, Seen.GREEN));
  }

  /**
   * Returns the search among the trees 0 to {@code last}, the last of which was red, once or {@code
   * again}.
   */
  static Bisection upTo(int last, boolean again) {
    Seen red = again ? Seen.RED_AGAIN : Seen.RED;
    return new Bisection(last, ImmutableSortedMap.of(-1, Seen.GREEN, last, red));
  }

  /** The tree {@code place} was tested. */
  Bisection tested(int place, boolean green) {
    TreeMap<Integer, Seen> more = new TreeMap<>(seen);
    more.put(place, green ? Seen.GREEN : seen.get(place) == Seen.RED ? Seen.RED_AGAIN : Seen.RED);
    return new Bisection(last, ImmutableSortedMap.copyOfSorted(more));
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

  /** Returns the first red one once it is known, though it may be in doubt. */
  Optional<Integer> narrowed() {
    return lowestRed().filter(red -> highestGreen(red) == red - 1);
  }

  /** Returns the first red one once it is known beyond doubt. */
  Optional<Integer> found() {
    return narrowed().filter(red -> !doubted(red));
  }

  /** Returns the tree to test next; it is not over. */
  int probe() {
    Optional<Integer> red = lowestRed();
    if (red.isEmpty()) {
      return last;
    }
    int low = highestGreen(red.get());
    return narrowed().isPresent() ? red.get() : low + (red.get() - low) / 2;
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
