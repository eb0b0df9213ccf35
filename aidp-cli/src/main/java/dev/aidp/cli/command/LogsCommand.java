package dev.aidp.cli.command;

import dev.aidp.RunHandle;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;
import dev.aidp.failure.NotFoundException;
import dev.aidp.run.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
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

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the run has ended.")
  boolean follow;

  private final Map<String, LogTail> tails = new LinkedHashMap<>();

  LogsCommand(Shell shell) {
    super(shell, "aidp logs ID [UNIT] [--follow]", 0, 1);
  }

  @Override
  int run() throws IOException {
    String id = id();
    try (Session session = open()) {
      RunHandle run = session.run(id);
      checkUnit(run);
      boolean last = !follow;
      do {
        // Looked at before the logs: what was printed before the end is then surely there.
        last = last || settled(run.lastKnown().state());
        print(run);
        if (!last && shell.interruption().await(LOOK) != null) {
          throw shell.interruption().leavesAlone(id, "aidp logs " + id + " --follow");
        }
      } while (!last);
      return Exits.DONE;
    }
  }

  private static boolean settled(RunState state) {
    return state.ended() || state == RunState.INTERRUPTED || state == RunState.WAITING;
  }

  private void checkUnit(RunHandle run) {
    if (run.logs().entrySet().stream().noneMatch(this::wanted)) {
      throw new NotFoundException(
          "The run '%s' has no unit '%s'; what it has printed is of: %s."
              .formatted(run.id(), rest().get(0), String.join(", ", run.logs().keySet())));
    }
  }

  /** Returns whether it was asked for: by its name, or by that of its file. */
  private boolean wanted(Map.Entry<String, Path> log) {
    return rest().isEmpty()
        || log.getKey().equals(rest().get(0))
        || log.getValue().endsWith(rest().get(0) + ".log");
  }

  private void print(RunHandle run) throws IOException {
    for (Map.Entry<String, Path> log : run.logs().entrySet()) {
      String unit = log.getKey();
      if (wanted(log)) {
        LogTail tail = tails.computeIfAbsent(unit, u -> new LogTail(log.getValue()));
        tail.read(line -> print(unit, line));
      }
    }
    shell.out().flush();
  }

  private void print(String unit, String line) {
    if (common.json) {
      shell.say(Json.object().put("unit", unit).put("line", line).toString());
    } else {
      shell.say(Texts.printable(rest().isEmpty() ? unit + " | " + line : line));
    }
  }
}
