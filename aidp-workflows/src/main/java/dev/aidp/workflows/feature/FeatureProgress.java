package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.artifact.Artifact;
import dev.aidp.failure.Failure;
import dev.aidp.feature.EarlierResult;
import dev.aidp.feature.FeaturePhase;
import dev.aidp.feature.FeatureState;
import dev.aidp.git.KnownConflicts;
import dev.aidp.git.Resolution;
import dev.aidp.merge.MergeResult;
import dev.aidp.run.Instruction;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.Usage;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workflows.workloop.BaseChecks;
import dev.aidp.workloop.UnitResult;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How far a feature is. Each method is one event.
 *
 * @param standing how it stands; never paused or waiting, which its steering knows
 * @param graph the plan, or null while there is none
 * @param units every unit's report, in the plan's order
 * @param outputs artifacts that finished units left
 * @param conflicts what came of conflicts so far
 * @param rework who went back to their agents
 * @param merge what came of the merge, or null before
 */
@RecordBuilder
record FeatureProgress(
    FeatureState.Standing standing,
    @Nullable UnitGraph graph,
    FeatureUnits units,
    ImmutableList<Artifact> outputs,
    KnownConflicts conflicts,
    Rework rework,
    @Nullable MergeResult merge)
    implements FeatureProgressBuilder.With {

  /**
   * Units that went back to their agents.
   *
   * @param times how often
   * @param renewed those that came back with new work, the last time
   * @param ever those that ever did: their work stands on that of others
   */
  record Rework(int times, ImmutableList<String> renewed, ImmutableList<String> ever) {

    private static final Rework NONE = new Rework(0, ImmutableList.of(), ImmutableList.of());

    private Rework with(String unit) {
      return new Rework(times, append(renewed, List.of(unit)), append(ever, List.of(unit)));
    }

    private Rework begun(int round) {
      return new Rework(round, ImmutableList.of(), ever);
    }
  }

  static FeatureProgress begin() {
    return new FeatureProgress(
        new FeatureState.Standing(
            RunState.PENDING, FeaturePhase.PLANNING, 0, null, null, List.of()),
        null,
        FeatureUnits.NONE,
        ImmutableList.of(),
        KnownConflicts.NONE,
        Rework.NONE,
        null);
  }

  RunState state() {
    return standing.state();
  }

  FeaturePhase phase() {
    return standing.phase();
  }

  FeatureProgress running() {
    return withStanding(standing.withState(RunState.RUNNING));
  }

  /** There is a plan; no unit has started. */
  FeatureProgress planned(
      UnitGraph plan, List<UnitReport> reports, List<Artifact> left, List<Resolution> settled) {
    return begin()
        .withStanding(
            new FeatureState.Standing(state(), FeaturePhase.UNITS, 0, null, null, List.of()))
        .withGraph(plan)
        .withUnits(FeatureUnits.of(reports))
        .withOutputs(ImmutableList.copyOf(left))
        .withConflicts(KnownConflicts.NONE.plus(settled, ImmutableList.of()))
        .settled();
  }

  /** Nobody works by its plan. */
  FeatureProgress unplanned() {
    return begin().withStanding(standing);
  }

  /** It goes on where an earlier run of its workflow was. */
  FeatureProgress midway(UnitGraph plan, FeatureState last) {
    return begin()
        .withStanding(
            new FeatureState.Standing(state(), FeaturePhase.UNITS, 0, null, null, List.of()))
        .withGraph(plan)
        .withUnits(FeatureUnits.of(last.units()))
        .withOutputs(ImmutableList.copyOf(last.outputs()))
        .withConflicts(last.conflicts());
  }

  /** Returns whether its units are worked on, and none of them is joined yet. */
  boolean worksOnUnits() {
    return graph != null && phase() == FeaturePhase.UNITS && !state().ended();
  }

  /**
   * The plan is another one now; {@code again} are begun anew.
   *
   * @param fresh makes the report of a unit that has not been started
   */
  FeatureProgress edited(UnitGraph plan, Set<String> again, Function<String, UnitReport> fresh) {
    return withGraph(plan)
        .withUnits(units.edited(plan, again, fresh))
        .withOutputs(
            outputs.stream()
                .filter(each -> plan.place(each.unit()) >= 0 && !again.contains(each.unit()))
                .collect(ImmutableList.toImmutableList()))
        .settled();
  }

  /** Earlier runs have done these. */
  FeatureProgress reused(List<EarlierResult> taken) {
    FeatureProgress next = this;
    for (EarlierResult each : taken) {
      next =
          next.withUnits(
                  next.units.change(each.unit(), unit -> unit.reused(each.commit(), each.run())))
              .withOutputs(append(next.outputs, each.outputs()));
    }
    return next.settled();
  }

  FeatureProgress unitStarted(String unit, Instant at) {
    return withUnits(units.started(unit, at));
  }

  FeatureProgress unitEnded(UnitResult result) {
    return phase() == FeaturePhase.REWORKING ? unitReworked(result) : unitWorked(result);
  }

  /** A unit that was done before stays so, with its old work, if it could not be mended. */
  private FeatureProgress unitReworked(UnitResult result) {
    String unit = result.report().id();
    int starts = result.report().tries().attempts();
    return result.report().state().finished()
        ? unitWorked(result).withRework(rework.with(unit))
        : withUnits(
            units.change(
                unit, now -> asBefore(now).startedBefore(starts, result.report().usage())));
  }

  private static UnitReport asBefore(UnitReport reworked) {
    return reworked.withState(UnitState.COMPLETED);
  }

  private FeatureProgress unitWorked(UnitResult result) {
    String unit = result.report().id();
    return withUnits(units.change(unit, before -> result.report()))
        .withOutputs(append(outputs, result.outputs()))
        .withConflicts(conflicts.plus(result.resolutions(), result.clashed()))
        .settledAfter(ImmutableList.of(unit));
  }

  /** A unit's run itself failed, by a fault of Aidp; the others go on. */
  FeatureProgress unitFaulted(String unit, Failure why, Instant at) {
    return phase() == FeaturePhase.REWORKING
        ? withUnits(units.change(unit, FeatureProgress::asBefore))
        : withUnits(units.change(unit, report -> report.ended(UnitState.FAILED, why, at)))
            .settledAfter(ImmutableList.of(unit));
  }

  /** These will never start. */
  FeatureProgress skipped(Map<String, Failure> skips, Instant at) {
    return skips.isEmpty()
        ? this
        : withUnits(units.skipped(skips, at)).settledAfter(skips.keySet());
  }

  /** These checks are red before any work, and nobody who works on is to be blamed for it. */
  FeatureProgress redBefore(List<String> checks) {
    FeatureUnits warned = units;
    for (String check : checks) {
      warned =
          warned.each(
              unit -> unit.state().settled() ? unit : unit.warned(BaseChecks.warning(check)));
    }
    return withUnits(warned);
  }

  /** These came too late: their units say so, or the one that ended last where they name none. */
  FeatureProgress unheard(List<Instruction> late) {
    return withUnits(units.unheard(late));
  }

  FeatureProgress merging(int reworks) {
    return withStanding(
        standing.withPhase(reworks == 0 ? FeaturePhase.MERGING : FeaturePhase.MERGING_AGAIN));
  }

  FeatureProgress merged(MergeResult result) {
    return withMerge(result).withStanding(standing.withError(result.error()));
  }

  /** Units go back to their agents; what passed in the merge is used again. */
  FeatureProgress reworking() {
    List<Resolution> passed = merge == null ? ImmutableList.of() : merge.resolutions();
    return withStanding(standing.withPhase(FeaturePhase.REWORKING).withRound(rework.times + 1))
        .withConflicts(conflicts.plus(passed, ImmutableList.of()))
        .withRework(rework.begun(rework.times));
  }

  /** Its agent works on it once more; until that is done its work is what it was. */
  FeatureProgress unitReworks(String unit) {
    return withUnits(units.change(unit, done -> done.withState(UnitState.RUNNING)));
  }

  /** They are back, for the {@code times}th time. */
  FeatureProgress reworked(int times) {
    return withRework(new Rework(times, rework.renewed, rework.ever));
  }

  /** It has ended. Only where there is a branch are units in it or not. */
  FeatureProgress ended(RunState end, @Nullable Failure why) {
    FeatureProgress ended =
        withStanding(
            new FeatureState.Standing(end, FeaturePhase.DONE, rework.times, why, null, List.of()));
    MergeResult result = merge;
    if (result == null || !(end == RunState.COMPLETED || end == RunState.PARTIAL)) {
      return ended;
    }
    Set<String> in = ImmutableSet.copyOf(result.report().order());
    return ended.withUnits(
        units.each(unit -> unit.state().finished() ? unit.withState(joined(in, unit)) : unit));
  }

  /** Returns it as it is told; {@code beside}: what planning has used, and earlier merges. */
  FeatureState told(Steering steering, Usage beside) {
    RunState told = toldState(steering);
    boolean result = state() == RunState.COMPLETED || state() == RunState.PARTIAL;
    return new FeatureState(
        standing
            .withState(told)
            .withWaiting(told == RunState.WAITING ? steering.waiting() : null)
            .withReceipts(steering.receipts().all()),
        graph == null ? null : graph.plan(),
        units.all(),
        outputs,
        conflicts,
        merge == null ? null : merge.report(),
        result && merge != null ? merge.commit() : null,
        beside);
  }

  private RunState toldState(Steering steering) {
    RunState state = state();
    if (state.ended()) {
      return state;
    }
    return steering.paused()
        ? RunState.PAUSED
        : steering.waiting() != null ? RunState.WAITING : state;
  }

  private static UnitState joined(Set<String> in, UnitReport report) {
    return in.contains(report.id()) ? UnitState.MERGED : UnitState.LEFT_OUT;
  }

  /** Says of each unit that waits whether it could start. */
  private FeatureProgress settled() {
    return graph == null ? this : withUnits(units.settled(graph));
  }

  /** Likewise, of those that need one of {@code changed}. */
  private FeatureProgress settledAfter(Collection<String> changed) {
    return graph == null ? this : withUnits(units.settledAfter(graph, changed));
  }

  private static <T> ImmutableList<T> append(ImmutableList<T> first, List<T> then) {
    return then.isEmpty() ? first : ImmutableList.<T>builder().addAll(first).addAll(then).build();
  }
}
