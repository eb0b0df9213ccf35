package dev.aidp.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import dev.aidp.git.Resolution;
import dev.aidp.run.RunState;
import dev.aidp.run.Usage;
import java.util.List;
import java.util.Objects;
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
public record MergeResult(
    RunState state,
    @Nullable String commit,
    MergeReport report,
    List<Resolution> resolutions,
    @Nullable Failure error,
    List<Rework> rework,
    Usage usage) {

  /** Copies the resolutions; a result of an older version has no usage. */
  public MergeResult {
    resolutions = ImmutableList.copyOf(resolutions);
    rework = ImmutableList.copyOf(rework);
    usage = Objects.requireNonNullElse(usage, Usage.NONE);
  }

  /** Returns a copy that has used so much. */
  public MergeResult using(Usage used) {
    return new MergeResult(state, commit, report, resolutions, error, rework, used);
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
    return new MergeResult(other, null, report, resolutions, why, rework, usage);
  }
}
