package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.show.HistoryText;
import dev.aidp.runtime.engine.HistoryEntry;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code aidp history}. */
@Command(
    name = "history",
    description = "What was recorded of a run, as a time line; with --json, a line for each entry.")
final class HistoryCommand extends RunIdCommand {

  HistoryCommand(Shell shell) {
    super(shell, "aidp history ID", 0, 0);
  }

  @Override
  int run() {
    String id = id();
    try (Session session = open()) {
      List<HistoryEntry> entries = session.run(id).history();
      if (common.json) {
        entries.forEach(entry -> shell.say(line(entry)));
      } else {
        say(HistoryText.lines(entries, common.verbose));
      }
      return Exits.DONE;
    }
  }

  private static String line(HistoryEntry entry) {
    ObjectNode node = Json.object();
    node.put("at", entry.at().toString());
    node.put("run", entry.run());
    node.put("kind", entry.kind());
    node.put("key", entry.key());
    node.put("failure", HistoryText.failure(entry));
    node.set("payload", Json.recorded(entry.payload()));
    return node.toString();
  }
}
