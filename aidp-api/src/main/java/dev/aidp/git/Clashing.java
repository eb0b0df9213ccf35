package dev.aidp.git;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * Who conflicts with whom.
 *
 * @param pairs the pairs that conflict
 * @param whole whether these are all of them: every pair was looked at, and as many may be told
 */
public record Clashing(List<Pair> pairs, boolean whole) {

  /**
   * Two units whose work conflicts.
   *
   * @param units the two
   * @param files where, each with its lines in the merge that git makes of the two, such as {@code
   *     x.txt:3-9}, as far as it has any
   */
  public record Pair(List<String> units, List<String> files) {

    /** Copies the collections. */
    public Pair {
      units = ImmutableList.copyOf(units);
      files = ImmutableList.copyOf(files);
    }
  }

  /** Copies the pairs. */
  public Clashing {
    pairs = ImmutableList.copyOf(pairs);
  }
}
