package dev.aidp.bench.overhead;

import dev.aidp.bench.overhead.Measured.ServerLoad;
import dev.aidp.bench.report.Interval;
import dev.aidp.bench.report.Plot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What was measured, in Markdown: a table, and what of it is as it must be. */
final class OverheadReport {

  private static final double PER_CENT = 10;
  private static final double NATIVE_BUSY = 0.3;
  private static final double NATIVE_IDLE = 1;
  private static final double EVENTS = 8;
  private static final double TASKS = 1.1;
  private static final double TIMES = 4;

  private final List<Measured> all;
  private final List<String> verdicts = new ArrayList<>();

  OverheadReport(List<Measured> all) {
    this.all = all;
  }

  /** Returns the table: of each cell the per cent, then the milliseconds. */
  List<String> table() {
    List<Integer> times = List.copyOf(all.get(0).agentMillis());
    List<String> lines = new ArrayList<>();
    lines.add(
        "| engine | survives | %s | events | workflow tasks |"
            .formatted(
                String.join(
                    " | ", times.stream().map(ms -> "agent %,d ms".formatted(ms)).toList())));
    lines.add("|---|---|" + "---|".repeat(times.size()) + "---|---|");
    for (Measured each : all) {
      ServerLoad load = each.load();
      lines.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  each.candidate().name(),
                  each.candidate().keeps(),
                  String.join(" | ", times.stream().map(ms -> cell(each, ms)).toList()),
                  load == null ? "–" : number(load.events()),
                  load == null ? "–" : number(load.workflowTasks())));
    }
    return lines;
  }

  private static String cell(Measured measured, int millis) {
    return millis == 0
        ? measured.overhead(0) + " ms"
        : "**%s %%**; %s ms"
            .formatted(measured.perCent(millis), number(measured.overhead(millis).mean()));
  }

  /** Returns a line for each target. */
  List<String> verdicts() {
    verdicts.clear();
    for (Measured each : all) {
      Integer must = each.candidate().under10();
      if (must != null && each.agentMillis().contains(must)) {
        underTen(each, must);
      }
    }
    all.stream()
        .filter(each -> each.candidate().name().equals(Candidate.NATIVE))
        .forEach(this::busy);
    all.stream().filter(each -> each.candidate().naive()).forEach(this::against);
    all.stream()
        .filter(each -> each.candidate().name().endsWith(Candidate.OURS))
        .forEach(this::counts);
    return verdicts;
  }

  private void underTen(Measured each, int millis) {
    Interval found = each.perCent(millis);
    String how =
        found.high() < PER_CENT
            ? "met"
            : found.mean() < PER_CENT ? "met by the mean, not by its upper bound" : "MISSED";
    verdicts.add(
        "* %s, agent %,d ms: %s %% over the plain loop, under 10 %%: %s"
            .formatted(each.candidate().name(), millis, found, how));
  }

  private void busy(Measured each) {
    each.agentMillis().stream()
        .filter(millis -> millis <= 100)
        .forEach(
            millis ->
                target(
                    "%s, agent %d ms, the median iteration, ms"
                        .formatted(each.candidate().name(), millis),
                    each.median(millis),
                    millis == 0 ? NATIVE_BUSY : NATIVE_IDLE));
  }

  private void against(Measured naive) {
    String name = naive.candidate().name().replace(Candidate.NAIVE, Candidate.OURS);
    all.stream()
        .filter(each -> each.candidate().name().equals(name))
        .forEach(
            ours ->
                ours.agentMillis()
                    .forEach(
                        millis ->
                            times(
                                "%s against naive, agent %,d ms".formatted(name, millis),
                                naive.overhead(millis).mean() / ours.overhead(millis).mean())));
  }

  /** The server in memory is for tests: nobody's work waits for it. */
  private void times(String what, double times) {
    String target =
        what.contains(Candidate.SERVER)
            ? ", at least %.0f times: %s".formatted(TIMES, times >= TIMES ? "met" : "MISSED")
            : "";
    verdicts.add("* %s: %.1f times less overhead%s".formatted(what, times, target));
  }

  private void counts(Measured each) {
    ServerLoad load = Objects.requireNonNull(each.load());
    target(each.candidate().name() + ", events", load.events(), EVENTS + 5.0 / load.iterations());
    target(
        each.candidate().name() + ", workflow tasks",
        load.workflowTasks(),
        TASKS + 1.0 / load.iterations());
  }

  private void target(String what, double value, double limit) {
    verdicts.add(
        "* %s: %s, at most %s: %s"
            .formatted(what, number(value), number(limit), value <= limit ? "met" : "MISSED"));
  }

  /** Returns the overhead in per cent, by the agent's time. */
  Plot plot() {
    Plot plot =
        Plot.logarithmic("Overhead of an iteration over a plain loop, per cent", "agent time, ms");
    for (Measured each : all) {
      plot.line(
          each.candidate().name(),
          each.agentMillis().stream()
              .map(millis -> new Plot.Point(millis, each.perCent(millis).mean()))
              .toList());
    }
    return plot;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%.0f", value);
  }
}
