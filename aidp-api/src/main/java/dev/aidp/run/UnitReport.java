package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A unit as it is shown.
 *
 * @param id the unit
 * @param state where it stands
 * @param tries how often it was tried
 * @param head where its work is
 * @param times when it worked
 * @param error why it failed or was skipped, or null
 * @param usage what its turns have used, failed ones and those of earlier generations included
 * @param warnings what a person should know
 */
@RecordBuilder
public record UnitReport(
    String id,
    UnitState state,
    Tries tries,
    Head head,
    UnitTimes times,
    @Nullable Failure error,
    Usage usage,
    List<String> warnings)
    implements UnitReportBuilder.With {

  /** Copies the warnings. */
  public UnitReport {
    warnings = ImmutableList.copyOf(warnings);
  }

  /**
   * How often a unit was tried.
   *
   * @param iterations of the last attempt
   * @param attempts how often it was started
   * @param maxAttempts how often it may be, by its last failure; null while none has failed, and of
   *     what is done
   */
  public record Tries(
      int iterations,
      int attempts,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer maxAttempts) {

    /** Makes that of a unit in which no attempt has failed. */
    public Tries(int iterations, int attempts) {
      this(iterations, attempts, null);
    }
  }

  /**
   * Where a unit's work is.
   *
   * @param branch where it is or will be
   * @param commit the work, or null while there is none
   * @param reusedFrom the run that has done it, if it was not done again; else null
   */
  public record Head(
      String branch,
      @Nullable String commit,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String reusedFrom) {

    /** Makes that of work of its own run. */
    public Head(String branch, @Nullable String commit) {
      this(branch, commit, null);
    }
  }

  /** Returns a unit that has not been started. */
  public static UnitReport unstarted(String id, UnitState state, String branch) {
    return new UnitReport(
        id,
        state,
        new Tries(0, 0),
        new Head(branch, null),
        UnitTimes.NONE,
        null,
        Usage.NONE,
        ImmutableList.of());
  }

  /** Returns a copy that was started so often already, and has used so much. */
  public UnitReport startedBefore(int starts, Usage used) {
    return withTries(new Tries(tries.iterations, starts)).withUsage(used);
  }

  /** Returns a copy whose work is {@code commit}, which its own run has done. */
  public UnitReport at(String commit) {
    return withHead(new Head(head.branch, commit));
  }

  /** Returns a copy that is done without being started: another run has done this. */
  public UnitReport reused(String commit, String from) {
    return withState(UnitState.COMPLETED).withHead(new Head(head.branch, commit, from));
  }

  /** Returns a copy with one more thing that a person should know. */
  public UnitReport warned(String warning) {
    return withWarnings(ImmutableList.<String>builder().addAll(warnings).add(warning).build());
  }

  /** Returns a copy that ended badly at {@code at}; one that is skipped was never started. */
  public UnitReport ended(UnitState other, Failure why, Instant at) {
    return withState(other)
        .withTimes(other == UnitState.SKIPPED ? UnitTimes.NONE : times.until(at))
        .withError(why);
  }
}
