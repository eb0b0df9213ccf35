package dev.aidp.runtime.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.aidp.activities.spending.Allowance.Sum;
import dev.aidp.activity.StepInfo;
import dev.aidp.feature.OrchestrationStatus;
import dev.aidp.merge.MergeReport;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.Usage;
import dev.aidp.run.Waiting;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.workflows.wire.Beat;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The document of a run; as JSON it is flat and in snake_case, and fields may be added, never
 * renamed. A list of runs leaves {@code units} and {@code merge} out.
 *
 * @param run which one
 * @param standing how it stands
 * @param result where its work is
 * @param units its units
 * @param merge how its merge went, or null
 * @param times when it worked
 * @param spending what it has used
 * @param labels what it is found by
 */
@RecordBuilder
public record RunView(
    @JsonUnwrapped RunRef run,
    @JsonUnwrapped Standing standing,
    @JsonUnwrapped Result result,
    List<UnitView> units,
    @Nullable MergeReport merge,
    @JsonUnwrapped Times times,
    @JsonUnwrapped Spending spending,
    Labels labels)
    implements RunViewBuilder.With {

  /** Copies the units; a document of an older version has no labels. */
  public RunView {
    units = ImmutableList.copyOf(units);
    labels = Objects.requireNonNullElse(labels, Labels.NONE);
  }

  /**
   * A run.
   *
   * @param id its id
   * @param kind its kind
   * @param engine its engine
   * @param generation 1, or the next after each retry
   * @param workflowId the id of this generation on the Temporal service, or null
   */
  public record RunRef(
      String id, String kind, String engine, int generation, @Nullable String workflowId) {}

  /**
   * How a run stands.
   *
   * @param state where it stands
   * @param phase what it does, or an empty text
   * @param error why it is not as it should be, or null
   * @param waiting what it waits for a person for, or null
   * @param notes what a person should know
   * @param receipts what became of what it was told
   * @param failures by which causes units have failed, once it has ended
   */
  @RecordBuilder
  public record Standing(
      RunState state,
      String phase,
      @Nullable ErrorView error,
      @Nullable Waiting waiting,
      List<String> notes,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<InstructionReceipt> receipts,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FailureView> failures)
      implements RunViewStandingBuilder.With {

    /** Copies the lists; a document without receipts has none. */
    public Standing {
      notes = ImmutableList.copyOf(notes);
      receipts = ImmutableList.copyOf(Objects.requireNonNullElse(receipts, List.of()));
      failures = ImmutableList.copyOf(Objects.requireNonNullElse(failures, List.of()));
    }

    /** Returns a copy with one more note. */
    Standing noted(String note) {
      return withNotes(ImmutableList.<String>builder().addAll(notes).add(note).build());
    }
  }

  /**
   * Where a run's work is.
   *
   * @param branch the result branch, or null while there is none
   * @param commit its tip, or null
   * @param base the commit it starts from
   */
  public record Result(@Nullable String branch, @Nullable String commit, String base) {}

  /**
   * When something worked.
   *
   * @param startedAt when it began
   * @param finishedAt when it ended, or null
   * @param durationMs how long it took until then or until now
   * @param estimatedCompletion when its units may be done, as likely earlier as later; null while
   *     nobody can know
   * @param estimatedCompletionP90 when they are in nine of ten cases
   */
  public record Times(
      Instant startedAt,
      @Nullable Instant finishedAt,
      long durationMs,
      @Nullable Instant estimatedCompletion,
      @JsonProperty("estimated_completion_p90") @Nullable Instant estimatedCompletionP90) {}

  /**
   * What a run has used.
   *
   * @param spent by all recorded turns
   * @param cleanRuns how often checks ran in a clean checkout
   * @param budget what may be spent, or null
   */
  @RecordBuilder
  public record Spending(SpentView spent, int cleanRuns, @Nullable BudgetView budget)
      implements RunViewSpendingBuilder.With {}

  /**
   * What may be spent, and what of it is gone. What is reserved is for turns under way.
   *
   * @param run by the run
   * @param unit by each unit
   * @param turn by each turn
   * @param spent what is gone
   * @param reserved what may be gone soon
   */
  public record BudgetView(
      @JsonUnwrapped Most run,
      @JsonUnwrapped(prefix = "unit_") Most unit,
      @JsonUnwrapped(prefix = "turn_") Most turn,
      @JsonUnwrapped(prefix = "spent_") Gone spent,
      @JsonUnwrapped(prefix = "reserved_") Gone reserved) {

    /** How much at most; null is no limit. */
    public record Most(@Nullable Double usd, @Nullable Long tokens) {

      private static Most of(Cap cap) {
        return new Most(cap.microUsd() == null ? null : cap.microUsd() / 1e6, cap.tokens());
      }
    }

    /** How much. */
    public record Gone(double usd, long tokens) {}

    /** Shows {@code budget} and what of it is gone. */
    public static BudgetView of(Budget budget, Sum money, Sum count) {
      return new BudgetView(
          Most.of(budget.run()),
          Most.of(budget.unit()),
          Most.of(budget.turn()),
          new Gone(money.settled() / 1e6, count.settled()),
          new Gone(money.reserved() / 1e6, count.reserved()));
    }
  }

  /** What recorded turns have used; {@code estimated}: some of it by our table. */
  public record SpentView(
      double costUsd, @JsonProperty("cost_estimated") boolean estimated, long tokens) {

    /** Shows {@code usage}. */
    public static SpentView of(Usage usage) {
      return new SpentView(usage.costUsd(), usage.estimated(), usage.tokens());
    }
  }

  /** How far the units are; {@code percent} is completed ÷ total, rounded. */
  public record ProgressView(int total, int completed, int inProgress, int failed, int percent) {

    private static ProgressView of(List<UnitView> units) {
      OrchestrationStatus.Count count =
          OrchestrationStatus.Count.of(Lists.transform(units, UnitView::state));
      return new ProgressView(
          count.totalUnits(),
          count.completed(),
          count.inProgress(),
          count.failed(),
          count.progressPercent());
    }
  }

  /**
   * One unit.
   *
   * @param id the unit
   * @param state where it stands
   * @param tries how often it was tried
   * @param head where its work is
   * @param times when it worked
   * @param error why it failed or was skipped, or null
   * @param spent what its turns have used
   * @param remarks what it does and lacks
   */
  @RecordBuilder
  public record UnitView(
      String id,
      UnitState state,
      @JsonUnwrapped UnitReport.Tries tries,
      @JsonUnwrapped UnitReport.Head head,
      @JsonUnwrapped Times times,
      @Nullable ErrorView error,
      @JsonUnwrapped SpentView spent,
      @JsonUnwrapped Remarks remarks)
      implements RunViewUnitViewBuilder.With {

    /**
     * When a unit worked.
     *
     * @param startedAt when it was started first, or null
     * @param finishedAt when it was settled, or null
     * @param waitedMs how long it has waited for a person, a budget or the end of a limit, which is
     *     no time that it took
     * @param estimatedCompletion when it may be done, as likely earlier as later, or null
     */
    public record Times(
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long waitedMs,
        @Nullable Instant estimatedCompletion) {}

    /**
     * What there is to say of a unit.
     *
     * @param warnings what a person should know
     * @param doing what it does while it runs, else null
     * @param failing what its last iteration lacked while it runs
     * @param question what it waits for an answer to, else null
     * @param retry what it waits for before it is tried again, else null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Remarks(
        List<String> warnings,
        @Nullable String doing,
        List<String> failing,
        @Nullable String question,
        @Nullable RetryView retry) {

      /** Copies the collections. */
      public Remarks {
        warnings = ImmutableList.copyOf(warnings);
        failing = ImmutableList.copyOf(failing);
      }
    }

    /** Returns whether it waits for {@code approve} or {@code reject}. */
    public boolean asksApproval() {
      return dev.aidp.runtime.view.Waiting.APPROVAL.equals(remarks.doing);
    }

    /** Returns how long it worked until it was settled or, if it was not, {@code now}. */
    public Optional<Duration> took(Instant now) {
      return Optional.ofNullable(times.startedAt)
          .map(from -> Duration.between(from, times.finishedAt == null ? now : times.finishedAt))
          .map(whole -> whole.minusMillis(times.waitedMs))
          .map(time -> time.isNegative() ? Duration.ZERO : time);
    }

    /** Returns what it does while it runs, else null. */
    public @Nullable String doing() {
      return remarks.doing;
    }

    /** A turn that has ended is kept until its checks have. */
    private UnitView at(List<Beat> beats) {
      if (beats.stream().anyMatch(Beat::waits)) {
        return doing(StepInfo.WAITING);
      }
      return beats.stream().anyMatch(beat -> beat.kept() != null) ? doing("checks") : this;
    }

    private UnitView doing(String now) {
      return withRemarks(
          new Remarks(remarks.warnings, now, remarks.failing, remarks.question, remarks.retry));
    }

    /** Returns whether it may have asked for a step, and waits for nothing else. */
    private boolean atStep() {
      String doing = remarks.doing;
      return doing != null && !doing.equals("paused") && !doing.startsWith("waiting ");
    }
  }

  /** Returns its id. */
  public String id() {
    return run.id;
  }

  /** Returns its kind. */
  public String kind() {
    return run.kind;
  }

  /** Returns where it stands. */
  public RunState state() {
    return standing.state;
  }

  /** Returns why it is not as it should be, or null. */
  public @Nullable ErrorView error() {
    return standing.error;
  }

  /** Returns the result branch, or null while there is none. */
  public @Nullable String branch() {
    return result.branch;
  }

  /** Returns the result branch's tip, or null. */
  public @Nullable String commit() {
    return result.commit;
  }

  /** Returns how far its units are. */
  @JsonProperty
  public ProgressView progress() {
    return ProgressView.of(units);
  }

  /**
   * Returns a copy that says what the units are at whose step may be under way; {@code beats} tells
   * what steps of a unit say.
   */
  public RunView at(Function<String, List<Beat>> beats) {
    return withUnits(
        units.stream().map(unit -> unit.atStep() ? unit.at(beats.apply(unit.id)) : unit).toList());
  }

  /** Returns a copy with a budget. */
  public RunView with(BudgetView budget) {
    return withSpending(spending.withBudget(budget));
  }

  /** Returns a copy that says what became of what the run was told. */
  RunView with(List<InstructionReceipt> receipts) {
    return withStanding(standing.withReceipts(receipts));
  }

  /** Returns a copy that says this is wrong. */
  public RunView with(ErrorView error) {
    return withStanding(standing.withError(error));
  }

  /** Returns whether its merge was taken back. */
  public boolean rolledBack() {
    return merge != null && merge.proof().rolledBack() != null;
  }

  /** Returns what the run has left its result branch pointing to, or null. */
  public @Nullable String tip() {
    return merge != null && rolledBack() ? merge.proof().replaced() : result.commit;
  }

  /** Returns whether only a retry leads on from here. */
  public boolean ended() {
    return standing.state.ended();
  }

  /** Returns the exit code that mirrors the run: 7 while it has not ended. */
  public int exitCode() {
    return switch (standing.state) {
      case COMPLETED -> 0;
      case FAILED -> 1;
      case PARTIAL -> 3;
      case WAITING -> 6;
      case CANCELLED -> 130;
      case PENDING, RUNNING, PAUSED, INTERRUPTED -> 7;
    };
  }
}
