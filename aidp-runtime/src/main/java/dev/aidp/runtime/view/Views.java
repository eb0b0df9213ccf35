package dev.aidp.runtime.view;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import dev.aidp.feature.FeatureState;
import dev.aidp.git.JoinRequest;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeResult;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.Usage;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.runtime.view.RunView.RunRef;
import dev.aidp.runtime.view.RunView.UnitView;
import dev.aidp.workflows.schedule.Forecast;
import dev.aidp.workloop.LoopPhase;
import dev.aidp.workloop.LoopStatus;
import dev.aidp.workloop.UnitResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes documents from what workflows answer. Pure. */
public final class Views {

  /**
   * What is known of a run besides its workflow's answer.
   *
   * @param run which one
   * @param base the commit it starts from
   * @param branch its result branch
   * @param startedAt when it was registered
   * @param now the time of looking
   * @param note why it is on this engine, or null
   */
  public record Frame(
      RunRef run,
      String base,
      String branch,
      Instant startedAt,
      Instant now,
      @Nullable String note) {}

  private Views() {}

  /** Returns a run that has nothing to say yet. */
  public static RunView bare(Frame frame, RunState state) {
    return bare(frame, new Shown(state, "", null, null), null);
  }

  /** Returns a run that cannot be asked. */
  public static RunView unknown(Frame frame, ErrorView why) {
    return bare(frame, new Shown(RunState.INTERRUPTED, "", why, null), null);
  }

  /** Returns a run that failed by a fault of Aidp itself; {@code merge} is what joined, or null. */
  public static RunView failed(Frame frame, Failure why, @Nullable MergeReport merge) {
    return bare(frame, Shown.ended(RunState.FAILED, "", why), merge);
  }

  /**
   * Returns a run of an application's own workflow.
   *
   * @param type the workflow's type name
   * @param failure why it failed, or null
   */
  public static RunView own(Frame frame, RunState state, String type, @Nullable Failure failure) {
    int code = state == RunState.CANCELLED ? 130 : 1;
    ErrorView error = failure == null ? null : ErrorView.of(code, failure.message(), null);
    return bare(frame, new Shown(state, type, error, null), null);
  }

  private static RunView bare(Frame frame, Shown shown, @Nullable MergeReport merge) {
    return run(frame, shown, ImmutableList.of(), merge, null, Usage.NONE);
  }

  /**
   * Returns a feature; {@code loops} are the answers of units that run now, {@code merge} that of a
   * merge which the feature itself does not tell of yet, {@code parked} whom its planner or its
   * merge waits for; {@code parallel} units run at a time.
   */
  public static RunView feature(
      Frame frame,
      RunState state,
      FeatureState feature,
      Map<String, LoopStatus> loops,
      @Nullable MergeReport merge,
      @Nullable AwaitedAgents parked,
      int parallel) {
    List<UnitView> units =
        feature.units().stream()
            .map(
                u ->
                    loops.containsKey(u.id())
                        ? live(loops.get(u.id()), frame.now())
                        : unit(u, frame.now()))
            .toList();
    Usage spent =
        feature.units().stream()
            .map(u -> loops.containsKey(u.id()) ? loops.get(u.id()).unit().usage() : u.usage())
            .reduce(feature.usage(), Usage::plus);
    FeatureState.Standing standing = feature.standing();
    Shown shown =
        new Shown(
            state, standing.phase().wireName(), error(standing.error(), state), standing.waiting());
    RunView view =
        run(frame, shown, units, merge == null ? feature.merge() : merge, feature.commit(), spent);
    RunView seen =
        failed(waiting(view, loops).with(receipts(standing.receipts(), loops.values())), feature);
    RunView timed = timed(seen, feature, parallel, frame.now());
    RunView told = parked == null ? timed : noted(timed, Waiting.note(parked, frame.now()));
    return asking(told, loops.values());
  }

  private static RunView failed(RunView view, FeatureState feature) {
    return view.ended()
        ? view.withStanding(
            view.standing().withFailures(FailureView.of(feature.units(), feature.graph())))
        : view;
  }

  /** Says what units ask a person for, but for what the run itself is shown to ask. */
  private static RunView asking(RunView view, Collection<LoopStatus> loops) {
    RunView told = view;
    for (LoopStatus loop : loops) {
      dev.aidp.run.Waiting asked = loop.waiting();
      if (asked != null
          && asked.reason() == dev.aidp.run.Waiting.Reason.APPROVAL
          && !asked.equals(view.standing().waiting())) {
        told = noted(told, asked.message() + " " + asked.remedy());
      }
    }
    return told;
  }

  /** Says so if every unit at work waits until an agent can be asked again. */
  private static RunView waiting(RunView view, Map<String, LoopStatus> loops) {
    List<UnitView> running =
        view.units().stream().filter(unit -> unit.state() == UnitState.RUNNING).toList();
    boolean all = running.stream().allMatch(unit -> parked(loops.get(unit.id())));
    return running.isEmpty() || !all ? view : noted(view, Waiting.note(running.get(0)));
  }

  private static boolean parked(@Nullable LoopStatus loop) {
    return loop != null && !loop.paused() && loop.waiting() == null && loop.parked() != null;
  }

  private static RunView timed(RunView view, FeatureState feature, int parallel, Instant now) {
    PlanGraph plan = feature.graph();
    Forecast seen =
        plan == null || view.state() != RunState.RUNNING
            ? Forecast.NONE
            : Forecast.of(plan, feature.units(), parallel, now);
    Forecast.Expected whole = seen.whole();
    if (whole == null) {
      return view;
    }
    RunView.Times times = view.times();
    return view.withTimes(
            new RunView.Times(
                times.startedAt(),
                times.finishedAt(),
                times.durationMs(),
                whole.half(),
                whole.most()))
        .withUnits(view.units().stream().map(unit -> timed(unit, seen)).toList());
  }

  private static UnitView timed(UnitView unit, Forecast seen) {
    Forecast.Expected expected = seen.units().get(unit.id());
    UnitView.Times times = unit.times();
    return expected == null
        ? unit
        : unit.withTimes(
            new UnitView.Times(
                times.startedAt(), times.finishedAt(), times.waitedMs(), expected.half()));
  }

  /** What the units under way know of theirs is newer than what the run knows. */
  private static ImmutableList<InstructionReceipt> receipts(
      List<InstructionReceipt> known, Collection<LoopStatus> loops) {
    Map<String, InstructionReceipt> all = new LinkedHashMap<>();
    known.forEach(each -> all.put(each.id(), each));
    loops.stream()
        .flatMap(loop -> loop.receipts().stream())
        .filter(InstructionReceipt::ended)
        .forEach(each -> all.merge(each.id(), each, (old, news) -> old.ended() ? old : news));
    return ImmutableList.copyOf(all.values());
  }

  /** Returns a loop that has not ended. */
  public static RunView loop(Frame frame, RunState state, LoopStatus loop) {
    RunView view =
        run(
            frame,
            Shown.open(state, loop.phase().wireName(), loop.waiting()),
            ImmutableList.of(live(loop, frame.now())),
            null,
            null,
            loop.unit().usage());
    return waiting(view, Map.of(loop.unit().id(), loop)).with(loop.receipts());
  }

  /** Returns a loop that has ended. */
  public static RunView loop(Frame frame, UnitResult result) {
    UnitReport unit = result.report();
    boolean done = unit.state() == UnitState.COMPLETED;
    RunState state =
        result.cancelled() ? RunState.CANCELLED : done ? RunState.COMPLETED : RunState.FAILED;
    RunView view =
        run(
                frame,
                Shown.ended(state, "done", done ? null : unit.error()),
                ImmutableList.of(unit(unit, frame.now())),
                null,
                unit.head().commit(),
                unit.usage())
            .with(result.receipts());
    return view.withStanding(
        view.standing().withFailures(FailureView.of(ImmutableList.of(unit), null)));
  }

  /** Returns an ended run whose merge was taken back: its units are done, and in no branch. */
  public static RunView rolledBack(RunView view, Instant at, String note) {
    MergeReport merge = view.merge();
    return noted(view, note)
        .withResult(new RunView.Result(null, null, view.result().base()))
        .withUnits(view.units().stream().map(Views::unmerged).toList())
        .withMerge(merge == null ? null : merge.withProof(merge.proof().withRolledBack(at)));
  }

  private static RunView noted(RunView view, String note) {
    return view.withStanding(view.standing().noted(note));
  }

  private static UnitView unmerged(UnitView unit) {
    return unit.state().finished() ? unit.withState(UnitState.COMPLETED) : unit;
  }

  /** Returns a merge of {@code branches} that has not ended. */
  public static RunView merge(
      Frame frame,
      RunState state,
      List<JoinRequest.UnitHead> branches,
      MergeReport report,
      dev.aidp.run.@Nullable Waiting waiting) {
    List<UnitView> units = branches.stream().map(tip -> branch(tip, UnitState.COMPLETED)).toList();
    return run(frame, Shown.open(state, "merging", waiting), units, report, null, Usage.NONE);
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
        Shown.ended(result.state(), "done", result.error()),
        units,
        result.report(),
        result.commit(),
        result.usage());
  }

  private static UnitView branch(JoinRequest.UnitHead tip, UnitState state) {
    UnitReport report = UnitReport.unstarted(tip.unit(), state, tip.unit());
    return unit(report.at(tip.commit()), Instant.EPOCH); // nobody has worked on it here
  }

  /** How a run is shown to stand. */
  private record Shown(
      RunState state,
      String phase,
      @Nullable ErrorView error,
      dev.aidp.run.@Nullable Waiting waiting) {

    static Shown ended(RunState state, String phase, @Nullable Failure why) {
      return new Shown(state, phase, Views.error(why, state), null);
    }

    static Shown open(RunState state, String phase, dev.aidp.run.@Nullable Waiting waiting) {
      return new Shown(state, phase, null, state == RunState.WAITING ? waiting : null);
    }

    RunView.Standing noted(List<String> notes) {
      ErrorView shown =
          waiting == null ? error : ErrorView.of(6, waiting.message(), waiting.remedy());
      return new RunView.Standing(
          state, phase, shown, waiting, notes, ImmutableList.of(), ImmutableList.of());
    }
  }

  private static RunView run(
      Frame frame,
      Shown shown,
      List<UnitView> units,
      @Nullable MergeReport merge,
      @Nullable String commit,
      Usage spent) {
    RunState state = shown.state;
    boolean result = state == RunState.COMPLETED || state == RunState.PARTIAL;
    boolean told = result || !state.ended(); // without a branch nobody is in it, whoever joined
    return new RunView(
        frame.run,
        shown.noted(Stream.ofNullable(frame.note()).toList()),
        new RunView.Result(result ? frame.branch : null, result ? commit : null, frame.base),
        units,
        merge == null || told ? merge : merge.withOrder(ImmutableList.of()),
        new RunView.Times(
            frame.startedAt,
            state.ended() ? frame.now : null,
            Duration.between(frame.startedAt, frame.now).toMillis(),
            null,
            null),
        new RunView.Spending(RunView.SpentView.of(spent), spent.cleanRuns(), null),
        Labels.NONE);
  }

  private static UnitView live(LoopStatus loop, Instant now) {
    dev.aidp.run.Waiting waiting = loop.waiting();
    dev.aidp.run.Waiting.Question asked = waiting == null ? null : waiting.question();
    AwaitedAgents parked = loop.parked();
    return unit(
        loop.unit(),
        new UnitView.Remarks(
            loop.unit().warnings(),
            doing(loop, now),
            loop.failing(),
            asked == null ? null : asked.text(),
            parked == null ? null : RetryView.of(parked, loop.unit().tries())),
        now);
  }

  private static String doing(LoopStatus loop, Instant now) {
    AwaitedAgents parked = loop.parked();
    if (loop.paused()) {
      return "paused";
    }
    if (loop.waiting() != null) {
      return loop.waiting().question() != null
          ? "waiting for an answer"
          : "waiting for " + loop.waiting().reason().wireName();
    }
    if (parked != null) {
      return Waiting.text(parked, loop.unit().tries(), now);
    }
    return loop.reviewing() ? "review" : doing(loop.phase());
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
    return unit(
        unit, new UnitView.Remarks(unit.warnings(), null, ImmutableList.of(), null, null), now);
  }

  private static UnitView unit(UnitReport unit, UnitView.Remarks remarks, Instant now) {
    return new UnitView(
        unit.id(),
        unit.state(),
        unit.tries(),
        unit.head(),
        new UnitView.Times(
            unit.times().startedAt(),
            unit.times().finishedAt(),
            unit.times().waited(now).toMillis(),
            null),
        unit.error() == null ? null : ErrorView.of(1, unit.error().message(), null),
        RunView.SpentView.of(unit.usage()),
        remarks);
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
