package dev.aidp.runtime.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.collect.ImmutableList;
import dev.aidp.activities.spending.Allowance.Sum;
import dev.aidp.run.Budget;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.run.Usage;
import dev.aidp.run.Waiting;
import dev.aidp.runtime.engine.Places;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The document of a run; fields may be added, never renamed. A list of runs leaves {@code units}
 * and {@code merge} out. {@code waiting} says what a waiting run waits for a person for, {@code
 * clean_runs} how often checks ran in a clean checkout.
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record RunView(
    String id,
    String kind,
    String engine,
    RunState state,
    @Nullable String branch,
    @Nullable String commit,
    String base,
    ProgressView progress,
    List<UnitView> units,
    @Nullable MergeView merge,
    @JsonProperty("duration_ms") long durationMs,
    @JsonProperty("estimated_completion") @Nullable Instant estimatedCompletion,
    @Nullable ErrorView error,
    @JsonProperty("started_at") Instant startedAt,
    @JsonProperty("finished_at") @Nullable Instant finishedAt,
    int generation,
    String phase,
    List<String> notes,
    SpentView spent,
    @JsonProperty("clean_runs") int cleanRuns,
    @Nullable BudgetView budget,
    @Nullable Waiting waiting) {

  /** Copies the collections; a document of an older version says nothing of what was spent. */
  public RunView {
    units = ImmutableList.copyOf(units);
    notes = ImmutableList.copyOf(notes);
    spent = Objects.requireNonNullElse(spent, SpentView.of(Usage.NONE));
  }

  /** Returns a copy that says of units at a step that they wait for a place, if {@code waits}. */
  public RunView queued(Predicate<String> waits) {
    List<UnitView> told =
        units.stream()
            .map(unit -> unit.atStep() && waits.test(unit.id()) ? unit.doing(Places.WAITING) : unit)
            .toList();
    return with(told, error, budget);
  }

  /** Returns a copy with a budget. */
  public RunView with(BudgetView other) {
    return with(units, error, other);
  }

  /** Returns a copy that says this is wrong. */
  public RunView with(ErrorView other) {
    return with(units, other, budget);
  }

  private RunView with(
      List<UnitView> otherUnits, @Nullable ErrorView otherError, @Nullable BudgetView otherBudget) {
    return new RunView(
        id,
        kind,
        engine,
        state,
        branch,
        commit,
        base,
        progress,
        otherUnits,
        merge,
        durationMs,
        estimatedCompletion,
        otherError,
        startedAt,
        finishedAt,
        generation,
        phase,
        notes,
        spent,
        cleanRuns,
        otherBudget,
        waiting);
  }

  /**
   * What may be spent, and what of it is gone: by the run, each unit, each turn. Null is no limit.
   * What is reserved is for turns under way.
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record BudgetView(
      @JsonProperty("usd") @Nullable Double usd,
      @JsonProperty("spent_usd") double spentUsd,
      @JsonProperty("reserved_usd") double reservedUsd,
      @Nullable Long tokens,
      @JsonProperty("spent_tokens") long spentTokens,
      @JsonProperty("reserved_tokens") long reservedTokens,
      @JsonProperty("unit_usd") @Nullable Double unitUsd,
      @JsonProperty("unit_tokens") @Nullable Long unitTokens,
      @JsonProperty("turn_usd") @Nullable Double turnUsd,
      @JsonProperty("turn_tokens") @Nullable Long turnTokens) {

    /** Shows {@code budget} and what of it is gone. */
    public static BudgetView of(Budget budget, Sum money, Sum count) {
      return new BudgetView(
          dollars(budget.run().microUsd()),
          money.settled() / 1e6,
          money.reserved() / 1e6,
          budget.run().tokens(),
          count.settled(),
          count.reserved(),
          dollars(budget.unit().microUsd()),
          budget.unit().tokens(),
          dollars(budget.turn().microUsd()),
          budget.turn().tokens());
    }

    private static @Nullable Double dollars(@Nullable Long microUsd) {
      return microUsd == null ? null : Double.valueOf(microUsd / 1e6);
    }
  }

  /** What all recorded turns of the run have used; {@code estimated}: some of it by our table. */
  public record SpentView(
      @JsonProperty("cost_usd") double costUsd,
      @JsonProperty("cost_estimated") boolean estimated,
      long tokens) {

    /** Shows {@code usage}. */
    public static SpentView of(Usage usage) {
      return new SpentView(usage.costUsd(), usage.estimated(), usage.tokens());
    }
  }

  /** How far the units are; {@code percent} is completed ÷ total, rounded. */
  public record ProgressView(
      int total,
      int completed,
      @JsonProperty("in_progress") int inProgress,
      int failed,
      int percent) {

    /** Counts the units. */
    public static ProgressView of(List<UnitView> units) {
      int completed = (int) units.stream().filter(u -> u.state().finished()).count();
      int failed = (int) units.stream().filter(u -> u.state().settled()).count() - completed;
      int running = (int) units.stream().filter(u -> u.state() == UnitState.RUNNING).count();
      int percent = units.isEmpty() ? 0 : Math.round(completed * 100f / units.size());
      return new ProgressView(units.size(), completed, running, failed, percent);
    }
  }

  /**
   * One unit; {@code doing} and {@code failing} are there while it runs. It has waited {@code
   * waited_ms} for a person, a budget or the end of a limit, which is no time that it took.
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record UnitView(
      String id,
      UnitState state,
      int iterations,
      int attempts,
      String branch,
      @Nullable String commit,
      @JsonProperty("started_at") @Nullable Instant startedAt,
      @JsonProperty("finished_at") @Nullable Instant finishedAt,
      @JsonProperty("waited_ms") long waitedMs,
      @Nullable ErrorView error,
      @JsonProperty("cost_usd") double costUsd,
      @JsonProperty("cost_estimated") boolean costEstimated,
      long tokens,
      List<String> warnings,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String doing,
      List<String> failing) {

    /** Copies the collections. */
    public UnitView {
      warnings = ImmutableList.copyOf(warnings);
      failing = ImmutableList.copyOf(failing);
    }

    /** Returns how long it worked until it was settled or, if it was not, {@code now}. */
    public Optional<Duration> took(Instant now) {
      return Optional.ofNullable(startedAt)
          .map(from -> Duration.between(from, finishedAt == null ? now : finishedAt))
          .map(whole -> whole.minusMillis(waitedMs))
          .map(time -> time.isNegative() ? Duration.ZERO : time);
    }

    /** Returns whether it may have asked for a step, and waits for nothing else. */
    boolean atStep() {
      return doing != null && !doing.equals("paused") && !doing.startsWith("waiting ");
    }

    /** Returns a copy in another state. */
    UnitView in(UnitState other) {
      return with(other, doing);
    }

    /** Returns a copy that does something else. */
    UnitView doing(String other) {
      return with(state, other);
    }

    private UnitView with(UnitState otherState, @Nullable String otherDoing) {
      return new UnitView(
          id,
          otherState,
          iterations,
          attempts,
          branch,
          commit,
          startedAt,
          finishedAt,
          waitedMs,
          error,
          costUsd,
          costEstimated,
          tokens,
          warnings,
          otherDoing,
          failing);
    }
  }

  /**
   * How the merge went.
   *
   * @param order the units in the branch, in the order they joined
   * @param strategy how they joined
   * @param gateRuns how often the checks ran on a merged tree
   * @param conflicts the textual conflicts
   * @param leftOut the finished units that are not in the branch
   * @param flaky gates that were red and then green on the same tree
   * @param predicted which units were seen to clash before any joined
   * @param evidence the evidence file in the artifact store, or null while there is no result
   * @param description its text for people in the artifact store, or null
   * @param replaced what the branch pointed to before, or null if it did not exist
   * @param rolledBack when the branch was put back to that, or null
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record MergeView(
      List<String> order,
      String strategy,
      @JsonProperty("gate_runs") int gateRuns,
      List<ConflictView> conflicts,
      @JsonProperty("left_out") List<LeftOutView> leftOut,
      List<FlakyView> flaky,
      List<PredictedView> predicted,
      @Nullable String unpredicted,
      @Nullable String evidence,
      @Nullable String description,
      @Nullable String replaced,
      @JsonProperty("rolled_back") @Nullable Instant rolledBack) {

    /** Returns whether nothing has joined, and nothing was tried. */
    public boolean nothing() {
      return order.isEmpty() && gateRuns == 0 && conflicts.isEmpty() && leftOut.isEmpty();
    }

    /** Returns a copy that was taken back at {@code at}. */
    MergeView rolledBackAt(Instant at) {
      return new MergeView(
          order,
          strategy,
          gateRuns,
          conflicts,
          leftOut,
          flaky,
          predicted,
          unpredicted,
          evidence,
          description,
          replaced,
          at);
    }
  }

  /** A textual conflict. */
  public record ConflictView(
      List<String> units, List<String> files, @JsonProperty("resolved_by") String resolvedBy) {}

  /** A unit that is not in the branch; {@code red} are the checks that failed because of it. */
  public record LeftOutView(
      String unit, String reason, List<String> with, List<String> files, List<RedView> red) {}

  /** A check that failed on a merged tree; {@code output} is the artifact that holds its output. */
  public record RedView(
      String check, @JsonProperty("exit_code") @Nullable Integer exitCode, String output) {}

  /** A gate that was red, and green when it was run again on the same tree. */
  public record FlakyView(List<String> units, String tree, List<String> checks) {}

  /** Two units that were seen to conflict before any joined. */
  public record PredictedView(List<String> units, List<String> files) {}

  /** Returns whether its merge was taken back. */
  public boolean rolledBack() {
    return merge != null && merge.rolledBack() != null;
  }

  /** Returns what the run has left its result branch pointing to, or null. */
  public @Nullable String tip() {
    return merge != null && merge.rolledBack() != null ? merge.replaced() : commit;
  }

  /** Returns whether only a retry leads on from here. */
  public boolean ended() {
    return state.ended();
  }

  /** Returns the exit code that mirrors the run: 7 while it has not ended. */
  public int exitCode() {
    return switch (state) {
      case COMPLETED -> 0;
      case FAILED -> 1;
      case PARTIAL -> 3;
      case WAITING -> 6;
      case CANCELLED -> 130;
      case PENDING, RUNNING, PAUSED, INTERRUPTED -> 7;
    };
  }
}
