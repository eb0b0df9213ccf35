package dev.aidp.bench;

import dev.aidp.bench.Measured.Cost;
import dev.aidp.bench.Measured.ServerLoad;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report in Markdown: a table, and which targets are met. */
final class OverheadTable {

  private final List<Integer> agentMillis;
  private final String machine;
  private final Path folder;
  private final List<String> rows = new ArrayList<>();
  private final List<String> targets = new ArrayList<>();

  OverheadTable(List<Integer> agentMillis, String machine, Path folder) {
    this.agentMillis = agentMillis;
    this.machine = machine;
    this.folder = folder;
    rows.add("| engine | survives | %s | events | workflow tasks |".formatted(columns()));
    rows.add("|---|---|" + "---|".repeat(agentMillis.size()) + "---|---|");
  }

  private String columns() {
    return String.join(" | ", agentMillis.stream().map(ms -> "agent " + ms + " ms").toList());
  }

  void add(Measured measured) {
    ServerLoad load = measured.load();
    rows.add(
        "| %s | %s | %s | %s | %s |"
            .formatted(
                measured.candidate().name(),
                measured.candidate().keeps(),
                String.join(
                    " | ", measured.overhead().values().stream().map(Cost::toString).toList()),
                load == null ? "–" : number(load.events()),
                load == null ? "–" : number(load.workflowTasks())));
    measured.overhead().forEach((millis, cost) -> time(measured.candidate(), millis, cost));
    if (load != null) {
      target(measured.candidate().name() + ", events", load.events(), ServerLoad.LIMIT.events());
      target(
          measured.candidate().name() + ", workflow tasks",
          load.workflowTasks(),
          ServerLoad.LIMIT.workflowTasks());
    }
  }

  private void time(Candidate candidate, int millis, Cost cost) {
    double limit = candidate.limits().at(millis);
    if (Double.isFinite(limit)) {
      target("%s, agent %d ms".formatted(candidate.name(), millis), cost.median().median(), limit);
    }
  }

  private void target(String what, double value, double limit) {
    targets.add(
        "* %s: %s, at most %s: %s"
            .formatted(what, number(value), number(limit), value <= limit ? "met" : "MISSED"));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  String text() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Overhead in ms per iteration (one step that keeps its turn) over a plain loop: of the median iteration, the"
            + " median of all runs (smallest–largest); mean of all iterations.");
    lines.add("");
    lines.addAll(rows);
    lines.add("");
    lines.addAll(targets);
    lines.add("");
    lines.add(
        "An fsync of 512 appended bytes takes %s ms (%s)."
            .formatted(FsyncProbe.in(folder), Machine.fileSystem(folder)));
    lines.add("Measured on: " + machine + " at the start; " + Machine.line() + " at the end.");
    return String.join("\n", lines);
  }
}
