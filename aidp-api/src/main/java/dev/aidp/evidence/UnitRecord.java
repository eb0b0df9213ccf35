package dev.aidp.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.collect.ImmutableList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit's work.
 *
 * @param id the unit
 * @param task its task's text
 * @param commit the tip of its branch
 * @param tree the tree of that
 * @param iterations of the last attempt
 * @param attempts how often it was started
 * @param turns every recorded turn of its coder, failed ones included, in order
 * @param costUsd what its agents said they cost
 * @param tokens what its agents said they used
 * @param evidence in a merge, the unit's own evidence; null where there is none
 */
public record UnitRecord(
    String id,
    String task,
    String commit,
    String tree,
    int iterations,
    int attempts,
    List<TurnRecord> turns,
    @JsonProperty("cost_usd") double costUsd,
    long tokens,
    @Nullable String evidence) {

  /** Copies the turns. */
  public UnitRecord {
    turns = ImmutableList.copyOf(turns);
  }

  /** Returns a copy that names the unit's own evidence. */
  public UnitRecord shownBy(String ref) {
    return new UnitRecord(
        id, task, commit, tree, iterations, attempts, turns, costUsd, tokens, ref);
  }
}
