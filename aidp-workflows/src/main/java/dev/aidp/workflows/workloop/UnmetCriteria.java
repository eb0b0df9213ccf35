package dev.aidp.workflows.workloop;

import static java.util.stream.Collectors.toSet;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.TurnFindings;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.Artifact;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.GuardFindings;
import dev.aidp.git.TreeState;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Claims;
import dev.aidp.text.Excerpt;
import dev.aidp.workloop.IterationRequest;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an iteration lacks to make its unit done; nothing of it may hold.
 *
 * @param noStatus no line of the reply is {@code STATUS: COMPLETE}
 * @param noChange the tree is as it was when the unit began, and must not be
 * @param red the checks that failed
 * @param onlyClean whether they failed in a clean checkout only
 * @param missing artifacts that are declared and not there
 * @param outside paths changed outside the claims, where that is denied
 * @param faults what else is wrong with what the turn left
 * @param guards what the guards refuse, and what a person must approve first
 */
@RecordBuilder
record UnmetCriteria(
    boolean noStatus,
    boolean noChange,
    List<CheckResult> red,
    boolean onlyClean,
    List<String> missing,
    List<String> outside,
    List<String> faults,
    GuardFindings guards)
    implements UnmetCriteriaBuilder.With {

  /** Enough of a fault, in characters, to know what it is about. */
  private static final int SHOWN = 80;

  /** Copies the collections. */
  UnmetCriteria {
    red = ImmutableList.copyOf(red);
    missing = ImmutableList.copyOf(missing);
    outside = ImmutableList.copyOf(outside);
    faults = ImmutableList.copyOf(faults);
  }

  /** Returns what {@code turn}, which {@code asked} asked for, lacks by this report. */
  static UnmetCriteria of(IterationRequest asked, TurnResult turn, CheckReport report) {
    PlanNode node = asked.node();
    Claims claims = asked.checks().bounds().claims();
    TreeState start = asked.start();
    List<String> left = turn.outputs().stream().map(Artifact::name).toList();
    boolean noChange = !node.rules().allowNoChange() && turn.state().tree().equals(start.tree());
    return new UnmetCriteria(
        !turn.saysComplete(),
        noChange,
        report.red(),
        false,
        node.outputs().stream().filter(name -> !left.contains(name)).toList(),
        claims == Claims.DENY ? report.outside() : ImmutableList.of(),
        noChange ? all(turn.findings()) : turn.findings().faults(),
        report.guards() == null ? GuardFindings.NONE : report.guards());
  }

  /** Why there is no change may be what a person is warned of: the agent is told, too. */
  private static ImmutableList<String> all(TurnFindings findings) {
    return ImmutableList.<String>builder()
        .addAll(findings.faults())
        .addAll(findings.warnings())
        .build();
  }

  /**
   * Returns what the same turn lacks, {@code clean} being what a clean checkout came to after
   * {@code quick} in the working copy, where some checks have not run yet.
   */
  UnmetCriteria in(CheckReport clean, CheckReport quick) {
    List<CheckResult> failed = clean.red();
    Set<String> before = quick.results().stream().map(CheckResult::name).collect(toSet());
    boolean ran = failed.stream().anyMatch(check -> before.contains(check.name()));
    return withRed(failed).withOnlyClean(red.isEmpty() && ran);
  }

  /** Returns whether nothing but red checks, if any, keeps the unit from being done. */
  boolean onlyRed() {
    return !noStatus
        && !noChange
        && missing.isEmpty()
        && outside.isEmpty()
        && faults.isEmpty()
        && guards.violations().isEmpty();
  }

  /** Returns whether the unit is done. */
  boolean none() {
    return failing().isEmpty();
  }

  /** Returns the names of the red checks, then what else is lacking, in a few words each. */
  ImmutableList<String> failing() {
    ImmutableList.Builder<String> lacking = ImmutableList.builder();
    red.forEach(check -> lacking.add(check.name() + (onlyClean ? " in a clean checkout" : "")));
    missing.forEach(output -> lacking.add("no output " + output));
    if (!outside.isEmpty()) {
      lacking.add("files outside its claims");
    }
    guards.violations().forEach(each -> lacking.add("violated " + each.guard()));
    faults.stream().limit(1).forEach(first -> lacking.add(Excerpt.start(first, SHOWN)));
    if (noChange) {
      lacking.add("no change");
    }
    if (noStatus) {
      lacking.add("no line STATUS: COMPLETE");
    }
    return lacking.build();
  }

  /** Returns one line that says all of it. */
  String summary() {
    ImmutableList.Builder<String> parts = ImmutableList.builder();
    if (!red.isEmpty()) {
      String names = red.stream().map(CheckResult::name).collect(Collectors.joining(", "));
      parts.add(
          onlyClean
              ? "green in its working copy, red in a clean checkout of the same tree: " + names
              : "red: " + names);
    }
    if (!missing.isEmpty()) {
      parts.add("missing outputs: " + String.join(", ", missing));
    }
    if (!outside.isEmpty()) {
      parts.add("changed files outside its claims: " + String.join(", ", outside));
    }
    guards.violations().forEach(each -> parts.add(each.guard() + ": " + each.what()));
    parts.addAll(faults);
    if (noChange) {
      parts.add("nothing was changed");
    }
    if (noStatus) {
      parts.add("the agent never said that it is complete");
    }
    return String.join("; ", parts.build());
  }
}
