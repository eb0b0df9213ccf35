package dev.aidp.feature;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.common.collect.ImmutableList;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How far a feature is, and when its units will be done: the answer to {@code
 * orchestration_status}. As JSON its names are in snake_case. Immutable.
 *
 * @param state pending, running, paused, waiting or final
 * @param phase what it does now
 * @param count how many units are how far
 * @param unitDetails each unit, in the plan's order; of a plan with more than {@value #MOST} units
 *     those that run or have failed, at most so many
 * @param estimatedTotalCompletion when the last unit will be done; the merge comes after it. Null
 *     while nobody can know: nothing is done yet and no unit has an estimate, or it does not run
 */
public record OrchestrationStatus(
    RunState state,
    FeaturePhase phase,
    @JsonUnwrapped Count count,
    @JsonProperty("unit_details") List<UnitDetail> unitDetails,
    @JsonProperty("estimated_total_completion") @Nullable Completion estimatedTotalCompletion) {

  /** More units are not told one by one. */
  public static final int MOST = 500;

  /** Copies the details. */
  public OrchestrationStatus {
    unitDetails = ImmutableList.copyOf(unitDetails);
  }

  /**
   * How many units are how far.
   *
   * @param totalUnits all of the plan
   * @param completed those whose work is done
   * @param inProgress those that run
   * @param failed those that failed, or will never start
   * @param progressPercent completed ÷ total, rounded
   */
  public record Count(
      @JsonProperty("total_units") int totalUnits,
      int completed,
      @JsonProperty("in_progress") int inProgress,
      int failed,
      @JsonProperty("progress_percent") int progressPercent) {

    /** Counts units that stand so. */
    public static Count of(List<UnitState> units) {
      int completed = number(units, UnitState::finished);
      int failed = number(units, UnitState::settled) - completed;
      int percent = units.isEmpty() ? 0 : Math.round(completed * 100f / units.size());
      return new Count(
          units.size(), completed, number(units, UnitState.RUNNING::equals), failed, percent);
    }

    private static int number(List<UnitState> units, Predicate<UnitState> which) {
      return (int) units.stream().filter(which).count();
    }
  }

  /**
   * A time that is judged by the units that are done.
   *
   * @param p50 it is as likely earlier as later
   * @param p90 it is earlier in nine of ten cases
   */
  public record Completion(Instant p50, Instant p90) {}

  /**
   * One unit.
   *
   * @param id the unit
   * @param status where it stands, as a run's document says it
   * @param progress in per cent, of the time it is expected to take; below 100 until it is done
   * @param currentStep what it does or waits for, in a few words
   * @param startedAt when it was started first, or null
   * @param estimatedCompletion when it will be done, or null
   * @param error why it failed or was skipped, or null
   * @param partOf the unit it is a part of, or null
   */
  public record UnitDetail(
      String id,
      String status,
      int progress,
      @JsonProperty("current_step") String currentStep,
      @JsonProperty("started_at") @Nullable Instant startedAt,
      @JsonProperty("estimated_completion") @Nullable Completion estimatedCompletion,
      @Nullable String error,
      @JsonProperty("part_of") @JsonInclude(JsonInclude.Include.NON_NULL)
          @Nullable String partOf) {}
}
