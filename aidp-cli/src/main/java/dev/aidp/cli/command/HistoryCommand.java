package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.EventSubscription;
import dev.aidp.RunEvent;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.show.HistoryText;
import dev.aidp.runtime.engine.HistoryEntry;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp history}. */
@Command(
    name = "history",
    description = "What was recorded of a run, as a time line; with --json, a line for each entry.")
final class HistoryCommand extends RunIdCommand {

  private static final Duration LOOK = Duration.ofMinutes(1);

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the run has ended.")
  boolean follow;

  HistoryCommand(Shell shell) {
    super(shell, "aidp history ID [--follow]", 0, 0);
  }

  @Override
  int run() {
    String id = id();
    try (Session session = open()) {
      if (follow) {
        follow(session.run(id));
        return Exits.DONE;
      }
      List<HistoryEntry> entries = session.run(id).history();
      if (common.json) {
        entries.forEach(entry -> shell.say(line(entry)));
      } else {
        say(HistoryText.lines(entries, common.verbose));
      }
      return Exits.DONE;
    }
  }

  private void follow(RunHandle run) {
    HistoryText.Lines lines = new HistoryText.Lines(run.id(), common.verbose);
    try (EventSubscription events =
        run.events(
            RunEvent.BEGINNING,
            event -> {
              shell.say(common.json ? line(event.entry()) : lines.next(event.entry()));
              shell.out().flush();
            })) {
      while (!events.ended().isDone()) {
        shell.interruption().await(events.ended(), LOOK);
        if (shell.interruption().signal() != null) {
          throw shell
              .interruption()
              .leavesAlone(run.id(), "aidp history " + run.id() + " --follow");
        }
      }
      events.ended().join();
    }
  }

  private static String line(HistoryEntry entry) {
    ObjectNode node = Json.object();
    node.put("at", entry.at().toString());
    node.put("run", entry.run());
    node.put("kind", entry.kind().wireName());
    node.put("key", entry.key());
    node.put("failure", HistoryText.failure(entry));
    node.set("payload", Json.recorded(entry.payload()));
    return node.toString();
  }
}
