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
 * @param commit the branch's tip; null unless completed or partial
 * @param report how it went
 * @param resolutions settled conflicts that passed
 * @param error why there is no result, or null
 * @param usage what its turns have used
 */
public record MergeResult(
    RunState state,
    @Nullable String commit,
    MergeReport report,
    List<Resolution> resolutions,
    @Nullable Failure error,
    Usage usage) {

  /** Copies the resolutions; a result of an older version has no usage. */
  public MergeResult {
    resolutions = ImmutableList.copyOf(resolutions);
    usage = Objects.requireNonNullElse(usage, Usage.NONE);
  }

  /** Makes the result of a merge that has taken no turn. */
  public MergeResult(
      RunState state,
      @Nullable String commit,
      MergeReport report,
      List<Resolution> resolutions,
      @Nullable Failure error) {
    this(state, commit, report, resolutions, error, Usage.NONE);
  }

  /** Returns a copy that has used so much. */
  public MergeResult using(Usage used) {
    return new MergeResult(state, commit, report, resolutions, error, used);
  }
}
