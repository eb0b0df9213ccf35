package dev.aidp.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import dev.aidp.git.Resolution;
import dev.aidp.run.RunState;
import dev.aidp.run.Usage;
import io.soabase.recordbuilder.core.RecordBuilder;
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
 * @param rework units that go back to their agents before the merge goes on; nothing was published
 *     then
 * @param usage what its turns have used
 */
@RecordBuilder
public record MergeResult(
    RunState state,
    @Nullable String commit,
    MergeReport report,
    List<Resolution> resolutions,
    @Nullable Failure error,
    List<Rework> rework,
    Usage usage)
    implements MergeResultBuilder.With {

  /** Copies the collections. */
  public MergeResult {
    resolutions = ImmutableList.copyOf(resolutions);
    rework = ImmutableList.copyOf(rework);
  }

  /** Makes the result of a merge that is over. */
  public MergeResult(
      RunState state,
      @Nullable String commit,
      MergeReport report,
      List<Resolution> resolutions,
      @Nullable Failure error) {
    this(state, commit, report, resolutions, error, ImmutableList.of(), Usage.NONE);
  }

  /**
   * A unit that shall be worked on again, on top of all that joined.
   *
   * @param unit the unit
   * @param onto the green commit with all that joined
   * @param feedback what its agent is told: whom it is red with, and which checks failed how
   */
  public record Rework(String unit, String onto, String feedback) {}

  /** Returns what is left of a held merge whose branch was not moved. */
  public MergeResult withoutBranch(RunState other, Failure why) {
    return withState(other).withCommit(null).withError(why);
  }
}
