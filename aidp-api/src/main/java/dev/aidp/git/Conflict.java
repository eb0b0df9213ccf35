package dev.aidp.git;

import com.google.common.collect.ImmutableList;
import java.util.List;

/**
 * A textual conflict between what has joined and a unit.
 *
 * @param unit who could not join
 * @param with which of those that have joined clash with it, at least one where it can be told
 * @param files the conflicting paths, in git's order
 * @param marked the tree of the merge, with conflict markers in its files
 * @param key names the two sides by their content: the same key means the same conflict
 */
public record Conflict(
    String unit, List<String> with, List<String> files, String marked, String key) {

  /** Copies the collections. */
  public Conflict {
    with = ImmutableList.copyOf(with);
    files = ImmutableList.copyOf(files);
  }
}
