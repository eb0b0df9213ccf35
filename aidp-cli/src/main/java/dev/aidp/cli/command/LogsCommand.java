package dev.aidp.cli.command;

import dev.aidp.RunHandle;
import dev.aidp.activity.Printed;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;
import dev.aidp.failure.NotFoundException;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp logs}. */
@Command(
    name = "logs",
    description =
        "What the agents and checks of a run have printed: aidp logs ID [UNIT], where UNIT may be"
            + " planner or merge, too; with --json, a line for each line.")
final class LogsCommand extends RunIdCommand {

  private static final Duration LOOK = Duration.ofMillis(200);

  /** As often as those who work on it tell more. */
  private static final Duration FAR_LOOK = Duration.ofSeconds(1);

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the run has ended.")
  boolean follow;

  private final Map<String, LogTail> tails = new LinkedHashMap<>();

  /** How much of the logs that are here is printed already. */
  private final Map<Path, Long> printed = new LinkedHashMap<>();

  private final Map<String, FarTail> far = new LinkedHashMap<>();

  LogsCommand(Shell shell) {
    super(shell, "aidp logs ID [UNIT] [--follow]", 0, 1);
  }

  @Override
  int run() throws IOException {
    String id = id();
    try (Session session = open()) {
      RunHandle run = session.run(id);
      boolean whole = printWhole(run);
      boolean last = !follow;
      do {
        // Looked at before the logs: what was printed before the end is then surely there.
        last = last || settled(run.lastKnown().state());
        print(run, whole);
        if (!last && shell.interruption().await(far.isEmpty() ? LOOK : FAR_LOOK) != null) {
          throw shell.interruption().leavesAlone(id, "aidp logs " + id + " --follow");
        }
      } while (!last);
      if (!whole) {
        sayWhere(run);
      }
      return Exits.DONE;
    }
  }

  private static boolean settled(RunState state) {
    return state.ended() || state == RunState.INTERRUPTED || state == RunState.WAITING;
  }

  /**
   * Prints what all hosts have printed by now; false if that is not known to more than this one.
   */
  private boolean printWhole(RunHandle run) throws IOException {
    Map<String, Path> here = run.logs();
    for (Path file : here.values()) {
      printed.put(file, Files.exists(file) ? Files.size(file) : 0);
    }
    Map<String, Path> whole = run.wholeLogs();
    checkUnit(run, whole);
    if (whole.equals(here)) {
      printed.clear();
      return false;
    }
    for (Map.Entry<String, Path> log : whole.entrySet()) {
      if (wanted(log)) {
        new LogTail(log.getValue()).read(line -> print(log.getKey(), line));
      }
    }
    return whole.values().stream().anyMatch(Files::exists);
  }

  private void checkUnit(RunHandle run, Map<String, Path> logs) {
    if (rest().isEmpty() || logs.entrySet().stream().anyMatch(this::wanted)) {
      return;
    }
    List<String> units = run.lastKnown().units().stream().map(RunView.UnitView::id).toList();
    List<String> known =
        Stream.of(logs.keySet(), run.printing().keySet(), units)
            .flatMap(Collection::stream)
            .distinct()
            .toList();
    if (!known.contains(rest().get(0))) {
      throw new NotFoundException(
          "The run '%s' has no unit '%s'; what it has printed is of: %s."
              .formatted(run.id(), rest().get(0), String.join(", ", known)));
    }
  }

  /** Returns whether it was asked for: by its name, or by that of its file. */
  private boolean wanted(Map.Entry<String, Path> log) {
    return wanted(log.getKey()) || log.getValue().endsWith(rest().get(0) + ".log");
  }

  private boolean wanted(String unit) {
    return rest().isEmpty() || unit.equals(rest().get(0));
  }

  private void print(RunHandle run, boolean whole) throws IOException {
    Map<String, Path> here = run.logs();
    for (Map.Entry<String, Path> log : here.entrySet()) {
      String unit = log.getKey();
      if (wanted(log)) {
        LogTail tail = tails.computeIfAbsent(unit, u -> tail(log.getValue()));
        tail.read(line -> print(unit, line));
      }
    }
    if (whole || here.values().stream().noneMatch(Files::exists)) {
      printFar(run, here);
    }
    shell.out().flush();
  }

  /** What this host has no log of is told by the beats of those who work on it. */
  private void printFar(RunHandle run, Map<String, Path> here) {
    run.printing()
        .forEach(
            (unit, printed) -> {
              if (wanted(unit) && !isHere(printed, here.get(unit))) {
                FarTail tail = far.computeIfAbsent(unit, u -> new FarTail());
                tail.read(printed, line -> print(unit, line));
              }
            });
  }

  private static boolean isHere(Printed printed, @Nullable Path log) {
    return log != null && printed.file().equals(log.toString()) && Files.exists(log);
  }

  private LogTail tail(Path log) {
    return new LogTail(log, printed.getOrDefault(log, 0L));
  }

  private void sayWhere(RunHandle run) {
    if (run.logs().values().stream().anyMatch(Files::exists)) {
      return;
    }
    far.values().stream()
        .flatMap(tail -> tail.where().stream())
        .distinct()
        .forEach(where -> shell.note("aidp: this is the end of the log: " + where));
    if (far.isEmpty()) {
      shell.note(
          ("aidp: the logs of '%s' are on the hosts that worked on it, in .aidp/logs of the repository;"
                  + " where that has a hub, call it in a clone: it has all that has ended")
              .formatted(run.id()));
    }
  }

  private void print(String unit, String line) {
    if (common.json) {
      shell.say(Json.object().put("unit", unit).put("line", line).toString());
    } else {
      shell.say(Texts.printable(rest().isEmpty() ? unit + " | " + line : line));
    }
  }
}
