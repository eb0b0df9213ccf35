package dev.aidp.workflows.feature;

import static java.util.Comparator.naturalOrder;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.artifact.Artifact;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.feature.FeatureState;
import dev.aidp.git.Resolution;
import dev.aidp.merge.MergeResult;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.Instruction;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.Usage;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.UnitResult;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How far a feature is. Each method is one event.
 *
 * @param state running or final
 * @param phase {@code planning}, {@code units}, {@code merging} or {@code done}; after units went
 *     back to their agents, {@code reworking} and {@code merging again}
 * @param graph the plan, or null while there is none
 * @param units every unit's report, in the plan's order
 * @param outputs artifacts that finished units left
 * @param resolutions settled conflicts that passed
 * @param clashed keys of conflicts that the resolver could not settle
 * @param reworks how often units went back to their agents
 * @param renewed the units that came back from there with new work, the last time
 * @param merge what came of the merge, or null before
 * @param error why there is no result, or null
 */
record FeatureProgress(
    RunState state,
    String phase,
    @Nullable PlanGraph graph,
    ImmutableMap<String, UnitReport> units,
    ImmutableList<Artifact> outputs,
    ImmutableList<Resolution> resolutions,
    ImmutableList<String> clashed,
    int reworks,
    ImmutableList<String> renewed,
    @Nullable MergeResult merge,
    @Nullable Failure error) {

  private static final String REWORKING = "reworking";

  static FeatureProgress begin() {
    return new FeatureProgress(
        RunState.PENDING,
        "planning",
        null,
        ImmutableMap.of(),
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.of(),
        0,
        ImmutableList.of(),
        null,
        null);
  }

  FeatureProgress running() {
    return with(RunState.RUNNING, phase, units, merge, error);
  }

  /** There is a plan; no unit has started. */
  FeatureProgress planned(
      PlanGraph plan, List<UnitReport> reports, List<Artifact> left, List<Resolution> settled) {
    return new FeatureProgress(
            state,
            "units",
            plan,
            reports.stream().collect(ImmutableMap.toImmutableMap(UnitReport::id, each -> each)),
            ImmutableList.copyOf(left),
            ImmutableList.copyOf(settled),
            ImmutableList.of(),
            0,
            ImmutableList.of(),
            null,
            null)
        .settled();
  }

  FeatureProgress unitStarted(String unit, Instant at) {
    return change(unit, report -> started(report, at));
  }

  FeatureProgress unitEnded(UnitResult result) {
    return phase.equals(REWORKING) ? unitReworked(result) : unitWorked(result);
  }

  /** A unit that was done before stays so, with its old work, if it could not be mended. */
  private FeatureProgress unitReworked(UnitResult result) {
    String unit = result.report().id();
    int starts = result.report().attempts();
    return result.report().state().finished()
        ? unitWorked(result).renewed(unit)
        : change(unit, before -> before.startedBefore(starts, result.report().usage()));
  }

  private FeatureProgress renewed(String unit) {
    return new FeatureProgress(
        state,
        phase,
        graph,
        units,
        outputs,
        resolutions,
        clashed,
        reworks,
        append(renewed, List.of(unit)),
        merge,
        error);
  }

  private FeatureProgress unitWorked(UnitResult result) {
    FeatureProgress next = change(result.report().id(), before -> result.report());
    return new FeatureProgress(
            state,
            phase,
            graph,
            next.units,
            append(outputs, result.outputs()),
            append(resolutions, result.resolutions()),
            append(clashed, result.clashed()),
            reworks,
            renewed,
            merge,
            error)
        .settled();
  }

  /** A unit's run itself failed, by a fault of Aidp; the others go on. */
  FeatureProgress unitFaulted(String unit, Failure why, Instant at) {
    return phase.equals(REWORKING)
        ? this
        : change(unit, report -> report.ended(UnitState.FAILED, why, at)).settled();
  }

  /** These will never start. */
  FeatureProgress skipped(Map<String, Failure> skips, Instant at) {
    FeatureProgress next = this;
    for (Map.Entry<String, Failure> each : skips.entrySet()) {
      next =
          next.change(
              each.getKey(), report -> report.ended(UnitState.SKIPPED, each.getValue(), at));
    }
    return next;
  }

  /** Returns whether nobody is left who could hear it. */
  boolean tooLate(Instruction instruction) {
    String unit = instruction.unit();
    return unit == null
        ? !units.isEmpty() && units.values().stream().allMatch(each -> each.state().settled())
        : units.containsKey(unit) && units.get(unit).state().settled();
  }

  /** These came too late: their units say so, or the one that ended last where they name none. */
  FeatureProgress unheard(List<Instruction> late) {
    FeatureProgress next = this;
    for (Instruction each : late) {
      String unit = each.unit() == null ? endedLast() : each.unit();
      next = next.change(unit, report -> report.warned(Steering.unheard(each)));
    }
    return next;
  }

  private String endedLast() {
    return units.values().stream()
        .max(Comparator.comparing(UnitReport::finishedAt, Comparator.nullsFirst(naturalOrder())))
        .map(UnitReport::id)
        .orElse("");
  }

  FeatureProgress merging(int reworks) {
    return with(state, reworks == 0 ? "merging" : "merging again", units, merge, error);
  }

  FeatureProgress merged(MergeResult result) {
    return with(state, phase, units, result, result.error());
  }

  /** Units go back to their agents; what passed in the merge is used again. */
  FeatureProgress reworking() {
    return new FeatureProgress(
        state,
        REWORKING,
        graph,
        units,
        outputs,
        merge == null ? resolutions : append(resolutions, merge.resolutions()),
        clashed,
        reworks,
        ImmutableList.of(),
        merge,
        error);
  }

  /** They are back, for the {@code times}th time. */
  FeatureProgress reworked(int times) {
    return new FeatureProgress(
        state, phase, graph, units, outputs, resolutions, clashed, times, renewed, merge, error);
  }

  /** It has ended. Only where there is a branch are units in it or not. */
  FeatureProgress ended(RunState end, @Nullable Failure why) {
    MergeResult result = merge;
    if (result == null || !(end == RunState.COMPLETED || end == RunState.PARTIAL)) {
      return with(end, "done", units, merge, why);
    }
    List<String> in = result.report().order();
    return with(
        end,
        "done",
        map(each -> each.state().finished() ? each.in(joined(in, each)) : each),
        merge,
        why);
  }

  /** Returns the units whose work is done. */
  List<UnitReport> finished() {
    return units.values().stream().filter(each -> each.state().finished()).toList();
  }

  /** Returns why the first unit that failed did. */
  Optional<Failure> firstFailure() {
    return units.values().stream()
        .filter(each -> each.state() == UnitState.FAILED)
        .flatMap(each -> Optional.ofNullable(each.error()).stream())
        .findFirst();
  }

  /** Returns why a unit ended since {@code before} because no agent could be asked any more. */
  Optional<Failure> lockedOutSince(FeatureProgress before) {
    return units.values().stream()
        .filter(each -> each.state().settled() && !before.settled(each.id()))
        .flatMap(each -> Optional.ofNullable(each.error()).stream())
        .filter(error -> error.kind() == FailureKind.AUTH_EXPIRED)
        .findFirst();
  }

  private boolean settled(String unit) {
    UnitReport report = units.get(unit);
    return report != null && report.state().settled();
  }

  /** Returns it as it is told; {@code beside}: what planning has used, and earlier merges. */
  FeatureState told(Steering steering, Usage beside) {
    return new FeatureState(
        toldState(steering),
        phase,
        graph,
        units.values().asList(),
        outputs,
        resolutions,
        merge == null ? null : merge.report(),
        state == RunState.COMPLETED || state == RunState.PARTIAL ? commit() : null,
        error,
        clashed,
        beside,
        toldState(steering) == RunState.WAITING ? steering.waiting() : null);
  }

  private RunState toldState(Steering steering) {
    if (state.ended()) {
      return state;
    }
    return steering.paused()
        ? RunState.PAUSED
        : steering.waiting() != null ? RunState.WAITING : state;
  }

  private @Nullable String commit() {
    return merge == null ? null : merge.commit();
  }

  private static UnitState joined(List<String> in, UnitReport report) {
    return in.contains(report.id()) ? UnitState.MERGED : UnitState.LEFT_OUT;
  }

  private static UnitReport started(UnitReport report, Instant at) {
    return new UnitReport(
        report.id(),
        UnitState.RUNNING,
        0,
        report.attempts() + 1,
        report.branch(),
        null,
        at,
        null,
        null,
        report.usage(),
        ImmutableList.of());
  }

  /** Says of each unit that waits whether it could start. */
  private FeatureProgress settled() {
    if (graph == null) {
      return this;
    }
    Schedule schedule = new Schedule(UnitGraph.of(graph), units);
    boolean same = units.values().stream().noneMatch(each -> waits(each) && moves(schedule, each));
    return same
        ? this
        : with(
            state,
            phase,
            map(each -> waits(each) ? each.in(schedule.waitingState(each.id())) : each),
            merge,
            error);
  }

  private static boolean waits(UnitReport report) {
    return report.state() == UnitState.PENDING || report.state() == UnitState.BLOCKED;
  }

  private static boolean moves(Schedule schedule, UnitReport report) {
    return schedule.waitingState(report.id()) != report.state();
  }

  private FeatureProgress change(String unit, UnaryOperator<UnitReport> how) {
    return with(
        state, phase, map(each -> each.id().equals(unit) ? how.apply(each) : each), merge, error);
  }

  private ImmutableMap<String, UnitReport> map(UnaryOperator<UnitReport> how) {
    return units.values().stream()
        .map(how)
        .collect(ImmutableMap.toImmutableMap(UnitReport::id, each -> each));
  }

  private FeatureProgress with(
      RunState nextState,
      String nextPhase,
      ImmutableMap<String, UnitReport> reports,
      @Nullable MergeResult result,
      @Nullable Failure why) {
    return new FeatureProgress(
        nextState,
        nextPhase,
        graph,
        reports,
        outputs,
        resolutions,
        clashed,
        reworks,
        renewed,
        result,
        why);
  }

  private static <T> ImmutableList<T> append(List<T> first, List<T> then) {
    return ImmutableList.<T>builder().addAll(first).addAll(then).build();
  }
}
