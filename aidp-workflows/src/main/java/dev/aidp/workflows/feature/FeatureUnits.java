package dev.aidp.workflows.feature;

import static java.util.Comparator.naturalOrder;

import com.google.common.collect.Iterables;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Instruction;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.UnitTimes;
import dev.aidp.run.Usage;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.steering.Instructions;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How far each unit of a feature is.
 *
 * @param all every unit's report, in the plan's order
 */
record FeatureUnits(UnitReports all) {

  static final FeatureUnits NONE = new FeatureUnits(UnitReports.NONE);

  static FeatureUnits of(List<UnitReport> reports) {
    return new FeatureUnits(UnitReports.of(reports));
  }

  /** Returns the report of {@code unit}, or null if the plan has no such unit. */
  @Nullable UnitReport of(String unit) {
    return all.of(unit);
  }

  FeatureUnits each(UnaryOperator<UnitReport> how) {
    UnitReports next = all;
    for (UnitReport report : all) {
      next = next.with(how.apply(report));
    }
    return new FeatureUnits(next);
  }

  FeatureUnits change(String unit, UnaryOperator<UnitReport> how) {
    UnitReport report = all.of(unit);
    return report == null ? this : new FeatureUnits(all.with(how.apply(report)));
  }

  FeatureUnits started(String unit, Instant at) {
    return change(unit, report -> started(report, at));
  }

  private static UnitReport started(UnitReport report, Instant at) {
    return report
        .withState(UnitState.RUNNING)
        .withTries(new UnitReport.Tries(0, report.tries().attempts() + 1))
        .withHead(new UnitReport.Head(report.head().branch(), null))
        .withTimes(UnitTimes.from(at))
        .withError(null);
  }

  /** The plan is another one now; {@code again} are begun anew, new ones are {@code fresh}. */
  FeatureUnits edited(UnitGraph plan, Set<String> again, Function<String, UnitReport> fresh) {
    return of(
        plan.ids().stream()
            .map(
                unit -> {
                  UnitReport known = all.of(unit);
                  if (known == null) {
                    return fresh.apply(unit);
                  }
                  return again.contains(unit)
                      ? fresh.apply(unit).startedBefore(known.tries().attempts(), known.usage())
                      : known;
                })
            .toList());
  }

  /** These will never start. */
  FeatureUnits skipped(Map<String, Failure> skips, Instant at) {
    FeatureUnits next = this;
    for (Map.Entry<String, Failure> each : skips.entrySet()) {
      next =
          next.change(
              each.getKey(), report -> report.ended(UnitState.SKIPPED, each.getValue(), at));
    }
    return next;
  }

  /** Says of each unit that waits whether it could start. */
  FeatureUnits settled(UnitGraph graph) {
    Schedule schedule = new Schedule(graph, this);
    return each(unit -> waits(unit) ? at(unit, schedule.waitingState(unit.id())) : unit);
  }

  /**
   * Says it of {@code changed} and of those that need one of them: nobody else may start because of
   * these.
   */
  FeatureUnits settledAfter(UnitGraph graph, Collection<String> changed) {
    Schedule schedule = new Schedule(graph, this);
    FeatureUnits next = this;
    for (String unit : changed) {
      for (String other : Iterables.concat(List.of(unit), graph.needing(unit))) {
        next =
            next.change(other, each -> waits(each) ? at(each, schedule.waitingState(other)) : each);
      }
    }
    return next;
  }

  private static UnitReport at(UnitReport unit, UnitState state) {
    return unit.state() == state ? unit : unit.withState(state);
  }

  private static boolean waits(UnitReport report) {
    return report.state() == UnitState.PENDING || report.state() == UnitState.BLOCKED;
  }

  /** Returns whether nobody is left who could hear it. */
  boolean tooLate(Instruction instruction) {
    String unit = instruction.unit();
    return unit == null
        ? !all.isEmpty() && all.places(UnitState::settled).cardinality() == all.size()
        : settled(unit);
  }

  /** These came too late: their units say so, or the one that ended last where they name none. */
  FeatureUnits unheard(List<Instruction> late) {
    FeatureUnits next = this;
    for (Instruction each : late) {
      String unit = each.unit() == null ? endedLast() : each.unit();
      next = next.change(unit, report -> report.warned(Instructions.unheard(each)));
    }
    return next;
  }

  private String endedLast() {
    return all().stream()
        .max(
            Comparator.comparing(
                (UnitReport each) -> each.times().finishedAt(),
                Comparator.nullsFirst(naturalOrder())))
        .map(UnitReport::id)
        .orElse("");
  }

  /** Returns what those have used that {@code plan} has no more. */
  Usage usedOutside(UnitGraph plan) {
    return all().stream()
        .filter(unit -> plan.place(unit.id()) < 0)
        .map(UnitReport::usage)
        .reduce(Usage.NONE, Usage::plus);
  }

  /** Returns the units whose work is done. */
  List<UnitReport> finished() {
    return all.in(UnitState::finished).toList();
  }

  /** Returns why the first unit that failed did. */
  Optional<Failure> firstFailure() {
    return all.in(state -> state == UnitState.FAILED)
        .flatMap(each -> Optional.ofNullable(each.error()).stream())
        .findFirst();
  }

  /**
   * Returns why one of the same units ended since {@code before} because no agent could be asked
   * any more.
   */
  Optional<Failure> lockedOutSince(FeatureUnits before) {
    BitSet settled = all.places(UnitState::settled);
    settled.andNot(before.all.places(UnitState::settled));
    return settled.stream()
        .mapToObj(all::get)
        .flatMap(each -> Optional.ofNullable(each.error()).stream())
        .filter(error -> error.kind() == FailureKind.AUTH_EXPIRED)
        .findFirst();
  }

  private boolean settled(String unit) {
    UnitReport report = of(unit);
    return report != null && report.state().settled();
  }
}
