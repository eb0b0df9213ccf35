package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;

/**
 * A tree by what is in it.
 *
 * @param upto how many units of the train, from its front
 * @param more units on top of these, in the order they join
 */
record Combination(int upto, ImmutableList<String> more) {

  static Combination front(int upto) {
    return new Combination(upto, ImmutableList.of());
  }

  /** Returns the last of {@link #more}. */
  String last() {
    return more.get(more.size() - 1);
  }
}
