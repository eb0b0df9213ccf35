package dev.aidp.cli.show;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.Multiset;
import com.google.common.collect.SetMultimap;
import dev.aidp.cli.io.CommandWords;
import dev.aidp.cli.io.Texts;
import dev.aidp.cli.progress.Merges;
import dev.aidp.failure.UsageException;
import dev.aidp.merge.MergeReport;
import dev.aidp.run.Count;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.runtime.view.ErrorView;
import dev.aidp.runtime.view.FailureView;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.BudgetView;
import dev.aidp.runtime.view.RunView.ProgressView;
import dev.aidp.runtime.view.RunView.SpentView;
import dev.aidp.runtime.view.RunView.UnitView;
import dev.aidp.text.Dollars;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run as text: how it stands, its units, its merge, and what to do next. */
public final class RunText {

  /** Three lines of a usual terminal; the whole reason is in the JSON document and the log. */
  private static final int REASON_WIDTH = 240;

  private final RunView run;
  private final Instant now;
  private final List<String> lines = new ArrayList<>();

  private RunText(RunView run, Instant now) {
    this.run = run;
    this.now = now;
  }

  /** Returns the lines of {@code run} as it stands at {@code now}. */
  public static List<String> lines(RunView run, Instant now) {
    RunText text = new RunText(run, now);
    text.head();
    text.units();
    text.merge();
    text.error();
    NextSteps.of(run).forEach(text.lines::add);
    return ImmutableList.copyOf(text.lines);
  }

  /** Returns a table of {@code runs}. */
  public static List<String> table(List<RunView> runs, Instant now) {
    if (runs.isEmpty()) {
      return List.of(
          "There are no runs here yet. Begin with: aidp feature \"TEXT\" --agent-command CMD, or"
              + " aidp demo");
    }
    Table table = new Table("RUN", "KIND", "STATE", "UNITS", "AGE", "TOOK", "BRANCH");
    Multiset<String> ids = HashMultiset.create(Lists.transform(runs, RunView::id));
    for (RunView run : runs) {
      ProgressView progress = run.progress();
      String full = run.run().workflowId();
      table.row(
          full == null || ids.count(run.id()) == 1 ? run.id() : full,
          run.kind(),
          run.state().wireName(),
          progress.completed() + "/" + progress.total(),
          Times.between(run.times().startedAt(), now),
          Times.text(Duration.ofMillis(run.times().durationMs())),
          run.branch() == null ? "-" : run.branch());
    }
    return table.lines("");
  }

  private void head() {
    String state = run.state().wireName();
    String phase =
        run.ended() || run.standing().phase().isEmpty() ? "" : " (" + run.standing().phase() + ")";
    String generation = run.run().generation() > 1 ? ", generation " + run.run().generation() : "";
    add(
        "%s: %s%s, %s on the %s engine%s, %s"
            .formatted(
                run.id(),
                state,
                phase,
                run.kind(),
                run.run().engine(),
                generation,
                Times.text(Duration.ofMillis(run.times().durationMs()))));
    ProgressView progress = run.progress();
    if (progress.total() > 0) {
      add(
          "  units   %d of %d done (%d %%), %d running, %d failed or skipped"
              .formatted(
                  progress.completed(),
                  progress.total(),
                  progress.percent(),
                  progress.inProgress(),
                  progress.failed()));
    }
    add("  base    " + run.result().base());
    if (run.branch() != null) {
      add("  branch  " + run.branch());
      add("  commit  " + run.commit());
    }
    ready(run.times());
    spent();
    if (run.spending().cleanRuns() > 0) {
      add(
          "  checks  ran %s in a clean checkout"
              .formatted(Count.of(run.spending().cleanRuns(), "time")));
    }
    run.standing().notes().forEach(note -> add("  note    " + note));
  }

  private void ready(RunView.Times times) {
    if (times.estimatedCompletion() != null && times.estimatedCompletionP90() != null) {
      add(
          "  ready   its units about %s, in nine of ten cases by %s; then it merges"
              .formatted(
                  times.estimatedCompletion().truncatedTo(ChronoUnit.SECONDS),
                  times.estimatedCompletionP90().truncatedTo(ChronoUnit.SECONDS)));
    }
  }

  private void spent() {
    SpentView spent = run.spending().spent();
    if (spent.tokens() > 0 || spent.costUsd() > 0) {
      add(
          "  spent   %s%s, %s"
              .formatted(
                  dollars(spent.costUsd()),
                  spent.estimated() ? " (estimated)" : "",
                  Count.of(spent.tokens(), "token")));
    }
    BudgetView budget = run.spending().budget();
    if (budget != null) {
      limit("run", budget.run().usd(), budget.run().tokens(), gone(budget));
      limit("unit", budget.unit().usd(), budget.unit().tokens(), "");
      limit("turn", budget.turn().usd(), budget.turn().tokens(), "");
    }
  }

  private void limit(String what, @Nullable Double usd, @Nullable Long tokens, String gone) {
    String most =
        Stream.of(usd == null ? "" : dollars(usd), tokens == null ? "" : Count.of(tokens, "token"))
            .filter(each -> !each.isEmpty())
            .collect(Collectors.joining(" and "));
    if (!most.isEmpty()) {
      add("  budget  " + what + " " + most + gone);
    }
  }

  private static String gone(BudgetView budget) {
    boolean reserved = budget.reserved().usd() > 0 || budget.reserved().tokens() > 0;
    return ": %s and %s spent"
            .formatted(dollars(budget.spent().usd()), Count.of(budget.spent().tokens(), "token"))
        + (reserved
            ? ", %s and %s set aside"
                .formatted(
                    dollars(budget.reserved().usd()), Count.of(budget.reserved().tokens(), "token"))
            : "");
  }

  private static String dollars(double usd) {
    return Dollars.shown(Math.round(usd * 1e6));
  }

  private void units() {
    if (run.units().isEmpty()) {
      return;
    }
    Table table = new Table("UNIT", "STATE", "ITERATIONS", "ATTEMPTS", "TOOK", "");
    for (UnitView unit : run.units()) {
      table.row(
          unit.id(),
          unit.state().wireName(),
          unit.tries().iterations(),
          unit.tries().attempts(),
          unit.took(now).map(Times::text).orElse("-"),
          remark(unit));
    }
    add("");
    lines.addAll(table.lines("  "));
    questions();
    warnings();
    failures();
    receipts();
  }

  /** By cause, so that what fifty units have failed by is said once. */
  private void failures() {
    for (FailureView each : run.standing().failures()) {
      add(
          "  failed  by %s: %s: %s"
              .formatted(
                  each.cause().wireName().replace('_', ' '),
                  attempts(each),
                  Texts.fit(each.message(), REASON_WIDTH)));
      add("          → " + each.remedy());
      if (!each.skipped().isEmpty()) {
        add("          so not started: " + String.join(", ", each.skipped()));
      }
    }
  }

  /** What is the same of all units is said once. */
  private static String attempts(FailureView failure) {
    Set<FailureView.Attempts> all = new LinkedHashSet<>(failure.attempts().values());
    return all.size() == 1
        ? String.join(", ", failure.units())
            + (failure.units().size() == 1 ? " (%s)" : " (each %s)")
                .formatted(attempts(all.iterator().next()))
        : failure.attempts().entrySet().stream()
            .map(each -> "%s (%s)".formatted(each.getKey(), attempts(each.getValue())))
            .collect(Collectors.joining(", "));
  }

  private static String attempts(FailureView.Attempts attempts) {
    return attempts.of() == 1
        ? "1 attempt"
        : attempts.used() + " of " + attempts.of() + " attempts";
  }

  private void questions() {
    for (UnitView unit : run.units()) {
      String question = unit.remarks().question();
      if (question != null) {
        add("  %s asks: %s".formatted(unit.id(), question.replace("\n", " ")));
        add("      → aidp answer %s %s \"TEXT\"".formatted(run.id(), unit.id()));
      }
    }
  }

  private void receipts() {
    for (InstructionReceipt each : run.standing().receipts()) {
      String where =
          each.iteration() == null
              ? each.unit() == null ? "" : " for " + each.unit()
              : " by %s, attempt %d, iteration %d"
                  .formatted(each.unit(), each.attempt(), each.iteration());
      String why = each.why() == null ? "" : " (" + each.why() + ")";
      add("  told    \"%s\": %s%s%s".formatted(each.text(), each.end().wireName(), where, why));
    }
  }

  /** What every unit is warned of is said once. */
  private void warnings() {
    SetMultimap<String, String> warned = LinkedHashMultimap.create();
    run.units()
        .forEach(
            unit -> unit.remarks().warnings().forEach(warning -> warned.put(warning, unit.id())));
    for (String warning : warned.keySet()) {
      Set<String> units = warned.get(warning);
      boolean all = units.size() > 1 && units.size() == run.units().size();
      add("  %s: warning: %s".formatted(all ? "all units" : String.join(", ", units), warning));
    }
  }

  private static String remark(UnitView unit) {
    if (unit.error() != null) {
      return Texts.fit(unit.error().message(), REASON_WIDTH);
    }
    String from = unit.head().reusedFrom();
    if (from != null) {
      return "reused from " + from;
    }
    String doing = unit.doing() == null ? "" : unit.doing().replace('_', ' ');
    if (unit.remarks().failing().isEmpty()) {
      return doing;
    }
    String last = "last: " + String.join(", ", unit.remarks().failing());
    return doing.isEmpty() ? last : doing + ", " + last;
  }

  private void merge() {
    MergeReport merge = run.merge();
    if (merge == null || merge.nothing()) {
      return;
    }
    add("");
    add(
        "  merged  "
            + (merge.order().isEmpty() ? "nothing" : String.join(" → ", merge.order()))
            + " ("
            + merge.strategy().wireName()
            + ", "
            + Count.of(merge.gateRuns(), "gate")
            + ")");
    merge.conflicts().forEach(conflict -> add("  " + Merges.conflict(conflict)));
    merge.leftOut().forEach(left -> add("  " + Merges.leftOut(left)));
    merge.flaky().forEach(flaky -> add("  " + Merges.flaky(flaky)));
    if (merge.proof().evidence() != null && run.commit() != null) {
      String file = ".aidp/evidence/" + run.commit();
      add("  proof   " + file + ".json, in words: " + file + ".md; aidp verify " + run.branch());
    }
  }

  private void error() {
    ErrorView error = CommandWords.of(run).error();
    if (error == null) {
      return;
    }
    add("");
    add(
        (run.standing().waiting() == null ? "  error   " : "  waits   ")
            + (error.where() == null ? "" : error.where() + ": ")
            + error.message());
    for (UsageException.Detail detail : error.details()) {
      add("          " + detail.where() + ": " + detail.message());
    }
    if (error.remedy() != null) {
      add("          → " + error.remedy());
    }
  }

  private void add(String line) {
    lines.add(Texts.printable(line));
  }
}
