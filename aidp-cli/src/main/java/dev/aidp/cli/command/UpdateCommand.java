package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.run.RunState;
import picocli.CommandLine.Command;

/** {@code aidp update}. */
@Command(
    name = "update",
    description =
        "Send an update by its name, with a JSON value where it takes one, wait until the run has"
            + " performed it, and print what it returns: aidp update ID NAME [JSON].")
final class UpdateCommand extends RunIdCommand {

  UpdateCommand(Shell shell) {
    super(shell, "aidp update ID NAME [JSON]", 1, 2);
  }

  @Override
  int run() {
    String id = id();
    String name = rest().get(0);
    String arguments = SignalCommand.arguments(rest());
    try (Session session = open()) {
      RunHandle run = session.run(id);
      if (run.lastKnown().state() == RunState.INTERRUPTED) {
        shell.note("Nobody works on the run; the update waits for whoever goes on with it.");
      }
      JsonNode value = Json.recorded(run.update(name, arguments).join());
      show(run, "The update " + name + " is performed.", value);
      return Exits.DONE;
    }
  }

  private void show(RunHandle run, String text, JsonNode value) {
    if (!common.json) {
      shell.say(text);
      if (!value.isNull()) {
        say(value);
      }
      return;
    }
    ObjectNode document = Json.receipt(run.view(), new Receipt(Receipt.Outcome.ACCEPTED, text));
    document.withObject("/receipt").set("value", value);
    shell.note(text);
    say(document);
  }
}
