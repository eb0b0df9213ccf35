package dev.aidp.cli.command;

import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import picocli.CommandLine.Command;

/** {@code aidp query}. */
@Command(
    name = "query",
    description =
        "Ask a query by its name, with a JSON value where it takes one, and print the answer as"
            + " JSON: aidp query ID NAME [JSON].")
final class QueryCommand extends RunIdCommand {

  QueryCommand(Shell shell) {
    super(shell, "aidp query ID NAME [JSON]", 1, 2);
  }

  @Override
  int run() {
    String id = id();
    String arguments = SignalCommand.arguments(rest());
    String name = rest().get(0);
    try (Session session = open()) {
      say(Json.recorded(session.run(id).query(name, arguments)));
      return Exits.DONE;
    }
  }
}
