package dev.aidp.runtime.view;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import dev.aidp.feature.FeatureState;
import dev.aidp.git.JoinRequest;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeResult;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.Usage;
import dev.aidp.runtime.view.RunView.ConflictView;
import dev.aidp.runtime.view.RunView.FlakyView;
import dev.aidp.runtime.view.RunView.LeftOutView;
import dev.aidp.runtime.view.RunView.MergeView;
import dev.aidp.runtime.view.RunView.PredictedView;
import dev.aidp.runtime.view.RunView.ProgressView;
import dev.aidp.runtime.view.RunView.RedView;
import dev.aidp.runtime.view.RunView.UnitView;
import dev.aidp.workloop.LoopPhase;
import dev.aidp.workloop.LoopStatus;
import dev.aidp.workloop.UnitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes documents from what workflows answer. Pure. */
public final class Views {

  /**
   * What is known of a run besides its workflow's answer.
   *
   * @param id its id
   * @param kind its kind
   * @param engine its engine
   * @param generation its generation
   * @param base the commit it starts from
   * @param branch its result branch
   * @param startedAt when it was registered
   * @param now the time of looking
   * @param note why it is on this engine, or null
   */
  public record Frame(
      String id,
      String kind,
      String engine,
      int generation,
      String base,
      String branch,
      Instant startedAt,
      Instant now,
      @Nullable String note) {

    /** Returns a copy that says this too. */
    Frame noted(String more) {
      return new Frame(
          id,
          kind,
          engine,
          generation,
          base,
          branch,
          startedAt,
          now,
          note == null ? more : note + " " + more);
    }
  }

  private Views() {}

  /** Returns a run that has nothing to say yet. */
  public static RunView bare(Frame frame, RunState state) {
    return run(frame, state, "", ImmutableList.of(), null, null, null, Usage.NONE, null);
  }

  /** Returns a run that cannot be asked. */
  public static RunView unknown(Frame frame, ErrorView why) {
    return run(
        frame, RunState.INTERRUPTED, "", ImmutableList.of(), null, null, why, Usage.NONE, null);
  }

  /** Returns a run that failed by a fault of Aidp itself; {@code merge} is what joined, or null. */
  public static RunView failed(Frame frame, Failure why, @Nullable MergeReport merge) {
    return run(
        frame,
        RunState.FAILED,
        "",
        ImmutableList.of(),
        merge,
        null,
        error(why, RunState.FAILED),
        Usage.NONE,
        null);
  }

  /**
   * Returns a run of an application's own workflow.
   *
   * @param type the workflow's type name
   * @param failure why it failed, or null
   */
  public static RunView own(Frame frame, RunState state, String type, @Nullable Failure failure) {
    ErrorView error =
        failure == null
            ? null
            : ErrorView.of(state == RunState.CANCELLED ? 130 : 1, failure.message(), null);
    return run(frame, state, type, ImmutableList.of(), null, null, error, Usage.NONE, null);
  }

  /**
   * Returns a feature; {@code loops} are the answers of units that run now, {@code merge} that of a
   * merge which the feature itself does not tell of yet, {@code parked} whom its planner or its
   * merge waits for.
   */
  public static RunView feature(
      Frame frame,
      RunState state,
      FeatureState feature,
      Map<String, LoopStatus> loops,
      @Nullable MergeReport merge,
      @Nullable AwaitedAgents parked) {
    List<UnitView> units =
        feature.units().stream()
            .map(
                u ->
                    loops.containsKey(u.id())
                        ? live(loops.get(u.id()), frame.now())
                        : unit(u, frame.now()))
            .toList();
    MergeReport report = merge == null ? feature.merge() : merge;
    Frame told = parked == null ? frame : frame.noted(Waiting.note(parked, frame.now()));
    Usage spent =
        feature.units().stream()
            .map(u -> loops.containsKey(u.id()) ? loops.get(u.id()).unit().usage() : u.usage())
            .reduce(feature.usage(), Usage::plus);
    return run(
        told,
        state,
        feature.phase(),
        units,
        report,
        feature.commit(),
        error(feature.error(), state),
        spent,
        feature.waiting());
  }

  /** Returns a loop that has not ended. */
  public static RunView loop(Frame frame, RunState state, LoopStatus loop) {
    return run(
        frame,
        state,
        loop.phase().wireName(),
        ImmutableList.of(live(loop, frame.now())),
        null,
        null,
        null,
        loop.unit().usage(),
        state == RunState.WAITING ? loop.waiting() : null);
  }

  /** Returns a loop that has ended. */
  public static RunView loop(Frame frame, UnitResult result) {
    UnitReport unit = result.report();
    boolean done = unit.state() == UnitState.COMPLETED;
    RunState state =
        result.cancelled() ? RunState.CANCELLED : done ? RunState.COMPLETED : RunState.FAILED;
    return run(
        frame,
        state,
        "done",
        ImmutableList.of(unit(unit, frame.now())),
        null,
        unit.commit(),
        done ? null : error(unit.error(), state),
        unit.usage(),
        null);
  }

  /** Returns an ended run whose merge was taken back: its units are done, and in no branch. */
  public static RunView rolledBack(RunView view, Instant at, String note) {
    MergeView merge = view.merge();
    return new RunView(
        view.id(),
        view.kind(),
        view.engine(),
        view.state(),
        null,
        null,
        view.base(),
        view.progress(),
        view.units().stream().map(Views::unmerged).toList(),
        merge == null ? null : merge.rolledBackAt(at),
        view.durationMs(),
        view.estimatedCompletion(),
        view.error(),
        view.startedAt(),
        view.finishedAt(),
        view.generation(),
        view.phase(),
        ImmutableList.<String>builder().addAll(view.notes()).add(note).build(),
        view.spent(),
        view.cleanRuns(),
        view.budget(),
        null);
  }

  private static UnitView unmerged(UnitView unit) {
    return unit.state().finished() ? unit.in(UnitState.COMPLETED) : unit;
  }

  /** Returns a merge of {@code branches} that has not ended. */
  public static RunView merge(
      Frame frame,
      RunState state,
      List<JoinRequest.UnitHead> branches,
      MergeReport report,
      dev.aidp.run.@Nullable Waiting waiting) {
    List<UnitView> units = branches.stream().map(tip -> branch(tip, UnitState.COMPLETED)).toList();
    return run(
        frame,
        state,
        "merging",
        units,
        report,
        null,
        null,
        Usage.NONE,
        state == RunState.WAITING ? waiting : null);
  }

  /** Returns a merge of {@code branches} that has ended. */
  public static RunView merge(
      Frame frame, List<JoinRequest.UnitHead> branches, MergeResult result) {
    boolean there = result.commit() != null;
    List<String> in = result.report().order();
    List<UnitView> units =
        branches.stream()
            .map(
                tip ->
                    branch(
                        tip,
                        !there
                            ? UnitState.COMPLETED
                            : in.contains(tip.unit()) ? UnitState.MERGED : UnitState.LEFT_OUT))
            .toList();
    return run(
        frame,
        result.state(),
        "done",
        units,
        result.report(),
        result.commit(),
        error(result.error(), result.state()),
        result.usage(),
        null);
  }

  private static UnitView branch(JoinRequest.UnitHead tip, UnitState state) {
    UnitReport report = UnitReport.unstarted(tip.unit(), state, tip.unit());
    return unit(report.at(tip.commit()), Instant.EPOCH); // nobody has worked on it here
  }

  private static RunView run(
      Frame frame,
      RunState state,
      String phase,
      List<UnitView> units,
      @Nullable MergeReport merge,
      @Nullable String commit,
      @Nullable ErrorView error,
      Usage spent,
      dev.aidp.run.@Nullable Waiting waiting) {
    boolean result = state == RunState.COMPLETED || state == RunState.PARTIAL;
    Instant finishedAt = state.ended() ? frame.now() : null;
    return new RunView(
        frame.id(),
        frame.kind(),
        frame.engine(),
        state,
        result ? frame.branch() : null,
        result ? commit : null,
        frame.base(),
        ProgressView.of(units),
        units,
        merge == null ? null : merge(merge, result || !state.ended()),
        Duration.between(frame.startedAt(), frame.now()).toMillis(),
        state == RunState.RUNNING ? estimate(units, frame.now()) : null,
        waiting == null ? error : ErrorView.of(6, waiting.message(), waiting.remedy()),
        frame.startedAt(),
        finishedAt,
        frame.generation(),
        phase,
        notes(frame, units),
        RunView.SpentView.of(spent),
        spent.cleanRuns(),
        null,
        waiting);
  }

  private static List<String> notes(Frame frame, List<UnitView> units) {
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    if (frame.note() != null) {
      notes.add(frame.note());
    }
    Waiting.note(units).ifPresent(notes::add);
    return notes.build();
  }

  /** Half of the units must be settled before their pace says anything. */
  private static @Nullable Instant estimate(List<UnitView> units, Instant now) {
    int settled = (int) units.stream().filter(unit -> unit.state().settled()).count();
    List<Instant> starts =
        units.stream().map(UnitView::startedAt).filter(Objects::nonNull).sorted().toList();
    if (units.isEmpty() || starts.isEmpty() || settled * 2 < units.size()) {
      return null;
    }
    Duration taken = Duration.between(starts.get(0), now);
    return now.plus(taken.multipliedBy(units.size() - settled).dividedBy(settled));
  }

  private static UnitView live(LoopStatus loop, Instant now) {
    return unit(loop.unit(), now, doing(loop, now), loop.failing());
  }

  private static String doing(LoopStatus loop, Instant now) {
    AwaitedAgents parked = loop.parked();
    if (loop.paused()) {
      return "paused";
    }
    if (loop.waiting() != null) {
      return "waiting for " + loop.waiting().reason().wireName();
    }
    return parked != null ? Waiting.text(parked, now) : doing(loop.phase());
  }

  private static String doing(LoopPhase phase) {
    return switch (phase) {
      case READY -> "preparing";
      case APPLY_PATCH, NEXT_PATCH -> "agent";
      case TEST -> "checks";
      case PASS, DONE -> "committing";
      case FAIL, DIAGNOSE -> "diagnosing";
    };
  }

  private static UnitView unit(UnitReport unit, Instant now) {
    return unit(unit, now, null, ImmutableList.of());
  }

  private static UnitView unit(
      UnitReport unit, Instant now, @Nullable String doing, List<String> failing) {
    return new UnitView(
        unit.id(),
        unit.state(),
        unit.iterations(),
        unit.attempts(),
        unit.branch(),
        unit.commit(),
        unit.times().startedAt(),
        unit.times().finishedAt(),
        unit.times().waited(now).toMillis(),
        unit.error() == null ? null : ErrorView.of(1, unit.error().message(), null),
        unit.usage().costUsd(),
        unit.usage().estimated(),
        unit.usage().tokens(),
        unit.warnings(),
        doing,
        failing);
  }

  /** Where a run has ended without a branch, nobody is in it, whoever could have been. */
  private static MergeView merge(MergeReport report, boolean branch) {
    MergeReport.Proof proof = report.proof();
    return new MergeView(
        branch ? report.order() : ImmutableList.of(),
        report.strategy().wireName(),
        report.gateRuns(),
        report.conflicts().stream()
            .map(c -> new ConflictView(c.units(), c.files(), c.resolvedBy()))
            .toList(),
        report.leftOut().stream()
            .map(l -> new LeftOutView(l.unit(), l.reason(), l.with(), l.files(), red(l)))
            .toList(),
        report.flaky().stream().map(f -> new FlakyView(f.units(), f.tree(), f.checks())).toList(),
        report.predicted().stream().map(p -> new PredictedView(p.units(), p.files())).toList(),
        report.unpredicted(),
        proof == null ? null : proof.evidence(),
        proof == null ? null : proof.description(),
        proof == null ? null : proof.replaced(),
        null);
  }

  private static List<RedView> red(MergeReport.LeftOut out) {
    return out.red().stream()
        .map(red -> new RedView(red.check(), red.exitCode(), red.output()))
        .toList();
  }

  private static @Nullable ErrorView error(@Nullable Failure failure, RunState state) {
    if (failure == null) {
      return null;
    }
    int code =
        switch (state) {
          case PARTIAL -> 3;
          case WAITING -> 6;
          case CANCELLED -> 130;
          case PENDING, RUNNING, PAUSED, INTERRUPTED -> 5;
          default -> 1;
        };
    String remedy = state.ended() ? "Look at its logs, then retry it." : null;
    return ErrorView.of(code, failure.message(), remedy);
  }
}
