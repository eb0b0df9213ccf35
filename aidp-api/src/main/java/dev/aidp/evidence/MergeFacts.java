package dev.aidp.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.collect.ImmutableList;
import dev.aidp.merge.MergeReport.Conflict;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.run.Strategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How units were merged.
 *
 * @param branch the result branch
 * @param strategy how they joined
 * @param gateRuns how often checks ran on a merged tree
 * @param conflicts the textual conflicts, and who settled them
 * @param leftOut the finished units that are not in it, and why
 * @param unfinished the units of the plan that were not finished
 * @param text the feature's text, or null
 * @param turns every recorded turn of the planner and of the merge's resolver, failed ones
 *     included, in order
 */
public record MergeFacts(
    String branch,
    Strategy strategy,
    @JsonProperty("gate_runs") int gateRuns,
    List<Conflict> conflicts,
    @JsonProperty("left_out") List<LeftOut> leftOut,
    List<String> unfinished,
    @Nullable String text,
    List<TurnRecord> turns) {

  /** Copies the collections. */
  public MergeFacts {
    conflicts = ImmutableList.copyOf(conflicts);
    leftOut = ImmutableList.copyOf(leftOut);
    unfinished = ImmutableList.copyOf(unfinished);
    turns = ImmutableList.copyOf(turns);
  }
}
