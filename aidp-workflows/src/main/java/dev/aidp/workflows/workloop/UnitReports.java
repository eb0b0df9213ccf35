package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.command.CheckReport;
import dev.aidp.failure.Failure;
import dev.aidp.run.Check.Phase;
import dev.aidp.run.Claims;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.UnitTimes;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.UnitWork;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A unit's report at any time of its run; {@code steering} knows what it has used and waited. */
record UnitReports(UnitWork unit, Instant startedAt, Steering steering) {

  UnitReport running(LoopProgress progress, List<String> told) {
    return report(UnitState.RUNNING, progress, told, null, null, null);
  }

  UnitReport completed(
      LoopProgress progress, List<String> told, @Nullable String commit, Instant at) {
    return report(UnitState.COMPLETED, progress, told, commit, at, null);
  }

  /** Returns the report of a unit that has failed, or that was never started. */
  UnitReport failed(LoopProgress progress, List<String> told, Failure why, Instant at) {
    boolean started = progress.last().attempt() > unit.starts();
    UnitState state = started ? UnitState.FAILED : UnitState.SKIPPED;
    return report(state, progress, told, null, at, why);
  }

  private UnitReport report(
      UnitState state,
      LoopProgress progress,
      List<String> told,
      @Nullable String commit,
      @Nullable Instant finishedAt,
      @Nullable Failure error) {
    return new UnitReport(
        unit.node().id(),
        state,
        new UnitReport.Tries(progress.iteration(), progress.last().attempt()),
        new UnitReport.Head(unit.branch(), commit),
        state == UnitState.SKIPPED
            ? UnitTimes.NONE
            : new UnitTimes(startedAt, finishedAt, steering.waited(), steering.waitingSince()),
        error,
        unit.before().used().plus(steering.used()),
        warnings(progress.checks(), told));
  }

  /** Whether a check of the run belongs to a later phase than this unit's. */
  private boolean later() {
    return unit.settings().checks().stream().anyMatch(each -> each.phase() != Phase.EACH_UNIT);
  }

  private Claims claims() {
    return steering.guards().guards(unit.settings().guards(), unit.node().id()).claims();
  }

  private List<String> warnings(@Nullable CheckReport checks, List<String> told) {
    ImmutableList.Builder<String> warnings = ImmutableList.builder();
    warnings.addAll(told);
    unit.before().red().forEach(check -> warnings.add(BaseChecks.warning(check)));
    boolean agent = unit.node().rules().action() == null; // else the exit code says it
    if (agent && checks != null && checks.results().isEmpty() && !later()) {
      warnings.add("No check ran: only the agent says that this is done. Add one to checks.");
    }
    if (checks != null && !checks.outside().isEmpty() && claims() == Claims.WARN) {
      warnings.add("Changed files outside its claims: " + String.join(", ", checks.outside()));
    }
    if (checks != null) {
      checks.results().forEach(check -> CheckWords.warning(check).ifPresent(warnings::add));
    }
    return warnings.build();
  }
}
