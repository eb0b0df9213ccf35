package dev.aidp.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import dev.aidp.git.Resolution;
import dev.aidp.run.RunState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a merge.
 *
 * @param state completed, partial, failed or cancelled
 * @param commit the branch's tip, or what shall be if the merge was held; null unless completed or
 *     partial
 * @param report how it went
 * @param resolutions settled conflicts that passed
 * @param error why there is no result, or null
 */
public record MergeResult(
    RunState state,
    @Nullable String commit,
    MergeReport report,
    List<Resolution> resolutions,
    @Nullable Failure error) {

  /** Copies the resolutions. */
  public MergeResult {
    resolutions = ImmutableList.copyOf(resolutions);
  }

  /** Returns what is left of a held merge whose branch was not moved. */
  public MergeResult withoutBranch(RunState other, Failure why) {
    return new MergeResult(other, null, report, resolutions, why);
  }
}
