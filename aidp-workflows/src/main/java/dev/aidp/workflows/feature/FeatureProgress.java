package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.failure.Failure;
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
import dev.aidp.workflows.workloop.BaseChecks;
import dev.aidp.workloop.UnitResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    FeatureUnits units,
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
        FeatureUnits.NONE,
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
            FeatureUnits.of(reports),
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
    return with(units.started(unit, at));
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
        : with(units.change(unit, before -> before.startedBefore(starts, result.report().usage())));
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
    return new FeatureProgress(
            state,
            phase,
            graph,
            units.change(result.report().id(), before -> result.report()),
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
        : with(units.change(unit, report -> report.ended(UnitState.FAILED, why, at))).settled();
  }

  /** These will never start. */
  FeatureProgress skipped(Map<String, Failure> skips, Instant at) {
    return with(units.skipped(skips, at));
  }

  /** These checks are red before any work, and nobody who works on is to be blamed for it. */
  FeatureProgress redBefore(List<String> checks) {
    FeatureUnits warned = units;
    for (String check : checks) {
      warned =
          warned.each(
              unit -> unit.state().settled() ? unit : unit.warned(BaseChecks.warning(check)));
    }
    return with(warned);
  }

  /** These came too late: their units say so, or the one that ended last where they name none. */
  FeatureProgress unheard(List<Instruction> late) {
    return with(units.unheard(late));
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
        units.each(unit -> unit.state().finished() ? unit.in(joined(in, unit)) : unit),
        merge,
        why);
  }

  /** Returns it as it is told; {@code beside}: what planning has used, and earlier merges. */
  FeatureState told(Steering steering, Usage beside) {
    return new FeatureState(
        toldState(steering),
        phase,
        graph,
        units.all(),
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

  /** Says of each unit that waits whether it could start. */
  private FeatureProgress settled() {
    return graph == null ? this : with(units.settled(UnitGraph.of(graph)));
  }

  private FeatureProgress with(FeatureUnits reports) {
    return with(state, phase, reports, merge, error);
  }

  private FeatureProgress with(
      RunState nextState,
      String nextPhase,
      FeatureUnits reports,
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
