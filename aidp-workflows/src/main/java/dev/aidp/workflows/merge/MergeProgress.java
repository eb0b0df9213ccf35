package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.aidp.git.Resolution;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeReport.Conflict;
import dev.aidp.merge.MergeReport.Flaky;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.merge.MergeWork;
import dev.aidp.workflows.join.JoinOutcome;
import java.util.Collection;
import java.util.List;

/**
 * What is told of a merge so far. Each method is one event.
 *
 * @param passed resolutions that were made here and passed
 * @param report what is told of it
 */
record MergeProgress(ImmutableList<Resolution> passed, MergeReport report) {

  static MergeProgress begin(MergeWork request) {
    MergeReport before = request.known().from();
    return new MergeProgress(
        ImmutableList.of(),
        before == null ? MergeReport.empty(request.settings().strategy()) : before);
  }

  /** Who will conflict with whom was found out, as far as was looked. */
  MergeProgress predicted(Forecast.Pairs found) {
    return with(report.withForecast(new MergeReport.Forecast(found.pairs(), found.notAll())));
  }

  /** Checks ran so often on trees, and these could not be relied on. */
  MergeProgress ran(int gates, List<Flaky> flaky) {
    return with(
        report.withGateRuns(report.gateRuns() + gates).withFlaky(append(report.flaky(), flaky)));
  }

  /** These are in; {@code coupled} is how they were joined, with others perhaps. */
  MergeProgress entered(List<String> units, JoinOutcome coupled) {
    MergeReport next =
        report
            .withOrder(append(report.order(), units))
            .withConflicts(append(report.conflicts(), clashes(coupled, units)));
    return new MergeProgress(append(passed, made(units, coupled)), next);
  }

  /** Returns what the resolver made for {@code units}: it is asked only for the first coupled. */
  static ImmutableList<Resolution> made(List<String> units, JoinOutcome coupled) {
    return units.contains(coupled.units().get(0))
        ? ImmutableList.copyOf(coupled.resolutions())
        : ImmutableList.of();
  }

  /** It cannot join, or is red with others; what settled its conflicts is not remembered. */
  MergeProgress leftOut(LeftOut out, JoinOutcome coupled) {
    return with(
        report
            .withConflicts(append(report.conflicts(), clashes(coupled, List.of(out.unit()))))
            .withLeftOut(append(report.leftOut(), List.of(out))));
  }

  /** Nobody can join any more. */
  MergeProgress stranded(List<LeftOut> rest) {
    return with(report.withLeftOut(append(report.leftOut(), rest)));
  }

  private static List<Conflict> clashes(JoinOutcome coupled, Collection<String> units) {
    return coupled.clashes().stream()
        .filter(clash -> units.contains(Iterables.getLast(clash.units())))
        .toList();
  }

  /** Returns it with another report. */
  MergeProgress with(MergeReport next) {
    return new MergeProgress(passed, next);
  }

  private static <T> ImmutableList<T> append(List<T> first, List<T> then) {
    return ImmutableList.<T>builder().addAll(first).addAll(then).build();
  }
}
