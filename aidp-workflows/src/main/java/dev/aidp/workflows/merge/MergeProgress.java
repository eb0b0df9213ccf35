package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import dev.aidp.command.CheckReport;
import dev.aidp.git.Conflict;
import dev.aidp.git.Joining.Tip;
import dev.aidp.git.Resolution;
import dev.aidp.git.TreeState;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeReport.Clash;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.merge.MergeRequest;
import dev.aidp.workflows.join.JoinOutcome;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a merge is.
 *
 * @param head the commit with all that joined
 * @param joined who is in it, in order
 * @param remembered resolutions to use again, the ones that passed here included
 * @param passed of those, the ones that were made here
 * @param report what is told of it
 * @param gated what the checks came to on the head, or null while nobody has joined
 */
record MergeProgress(
    String head,
    ImmutableList<Tip> joined,
    ImmutableList<Resolution> remembered,
    ImmutableList<Resolution> passed,
    MergeReport report,
    @Nullable Gated gated) {

  /** A green tree, and what its checks came to. */
  record Gated(TreeState state, CheckReport report) {}

  static MergeProgress begin(MergeRequest request) {
    return new MergeProgress(
        request.base(),
        ImmutableList.of(),
        ImmutableList.copyOf(request.resolutions()),
        ImmutableList.of(),
        MergeReport.empty(request.settings().strategy()),
        null);
  }

  /** Nobody could settle its conflict. */
  MergeProgress conflicted(JoinOutcome outcome, Conflict conflict) {
    LeftOut out = new LeftOut(conflict.unit(), "conflict", conflict.with(), conflict.files());
    return with(report(report.order(), 0, outcome.clashes(), ImmutableList.of(out)));
  }

  /** The tree with {@code unit} is red; what settled its conflicts is not remembered. */
  MergeProgress red(String unit, UnitGraph graph, JoinOutcome outcome) {
    LeftOut out = new LeftOut(unit, "gate", culprits(unit, graph), ImmutableList.of());
    return with(report(report.order(), 1, outcome.clashes(), ImmutableList.of(out)));
  }

  /** The tree with the unit is green. */
  MergeProgress green(String unit, JoinOutcome outcome, CheckReport checked) {
    ImmutableList<String> order = append(report.order(), List.of(unit));
    return new MergeProgress(
        outcome.state().head(),
        ImmutableList.copyOf(outcome.joined()),
        append(remembered, outcome.resolutions()),
        append(passed, outcome.resolutions()),
        report(order, checked.results().isEmpty() ? 0 : 1, outcome.clashes(), ImmutableList.of()),
        new Gated(outcome.state(), checked));
  }

  /** Nobody can join any more. */
  MergeProgress stranded(List<LeftOut> rest) {
    return with(report(report.order(), 0, ImmutableList.of(), rest));
  }

  /** Returns who is in. */
  ImmutableSet<String> in() {
    return ImmutableSet.copyOf(report.order());
  }

  /** Returns who is out for good. */
  ImmutableSet<String> out() {
    return ImmutableSet.copyOf(Lists.transform(report.leftOut(), LeftOut::unit));
  }

  /**
   * Returns who it may be red with: with what it needs it was green, so it is one of the others.
   */
  private List<String> culprits(String unit, UnitGraph graph) {
    return report.order().stream().filter(each -> !graph.needs(unit).contains(each)).toList();
  }

  /** Returns the head with its checks; somebody must have joined. */
  Gated gatedHead() {
    if (gated == null) {
      throw new IllegalStateException("Nobody has joined.");
    }
    return gated;
  }

  /** Returns it with another report. */
  MergeProgress with(MergeReport next) {
    return new MergeProgress(head, joined, remembered, passed, next, gated);
  }

  private MergeReport report(
      List<String> order, int gates, List<Clash> clashes, List<LeftOut> out) {
    return new MergeReport(
        order,
        report.strategy(),
        report.gateRuns() + gates,
        append(report.conflicts(), clashes),
        append(report.leftOut(), out));
  }

  private static <T> ImmutableList<T> append(List<T> first, List<T> then) {
    return ImmutableList.<T>builder().addAll(first).addAll(then).build();
  }
}
