package dev.aidp.run;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A unit as it is shown.
 *
 * @param id the unit
 * @param state where it stands
 * @param iterations of the last attempt
 * @param attempts how often it was started
 * @param branch where its work is or will be
 * @param commit its work, or null while there is none
 * @param times when it worked
 * @param error why it failed or was skipped, or null
 * @param usage what its turns have used, failed ones and those of earlier generations included
 * @param warnings what a person should know
 */
public record UnitReport(
    String id,
    UnitState state,
    int iterations,
    int attempts,
    String branch,
    @Nullable String commit,
    UnitTimes times,
    @Nullable Failure error,
    Usage usage,
    List<String> warnings) {

  /** Copies the warnings; a report of an older version has no usage. */
  public UnitReport {
    usage = Objects.requireNonNullElse(usage, Usage.NONE);
    warnings = ImmutableList.copyOf(warnings);
  }

  /** Returns a unit that has not been started. */
  public static UnitReport unstarted(String id, UnitState state, String branch) {
    return new UnitReport(
        id, state, 0, 0, branch, null, UnitTimes.NONE, null, Usage.NONE, ImmutableList.of());
  }

  /** Returns a copy that was started so often already, and has used so much. */
  public UnitReport startedBefore(int starts, Usage used) {
    return new UnitReport(
        id, state, iterations, starts, branch, commit, times, error, used, warnings);
  }

  /** Returns a copy whose work is {@code other}. */
  public UnitReport at(String other) {
    return new UnitReport(
        id, state, iterations, attempts, branch, other, times, error, usage, warnings);
  }

  /** Returns a copy in another state. */
  public UnitReport in(UnitState other) {
    return new UnitReport(
        id, other, iterations, attempts, branch, commit, times, error, usage, warnings);
  }

  /** Returns a copy with one more thing that a person should know. */
  public UnitReport warned(String warning) {
    return new UnitReport(
        id,
        state,
        iterations,
        attempts,
        branch,
        commit,
        times,
        error,
        usage,
        ImmutableList.<String>builder().addAll(warnings).add(warning).build());
  }

  /** Returns a copy that ended badly at {@code at}; one that is skipped was never started. */
  public UnitReport ended(UnitState other, Failure why, Instant at) {
    return new UnitReport(
        id,
        other,
        iterations,
        attempts,
        branch,
        commit,
        other == UnitState.SKIPPED ? UnitTimes.NONE : times.until(at),
        why,
        usage,
        warnings);
  }
}
