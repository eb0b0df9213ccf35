package dev.aidp.cli.command;

import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.show.RunText;
import dev.aidp.runtime.view.RunView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp status}. */
@Command(name = "status", description = "How a run stands: its units, its merge, what to do next.")
final class StatusCommand extends RunVerb {

  @Option(names = "--exit-code", description = "Exit as the run did; 7 if it has not ended.")
  boolean exitCode;

  StatusCommand(Shell shell) {
    super(shell, "aidp status ID", 0, 0);
  }

  @Override
  int run() {
    String id = id();
    try (Session session = open()) {
      RunView view = session.run(id).view();
      if (common.json) {
        say(Json.run(view));
      } else {
        say(RunText.lines(view, shell.clock().instant()));
      }
      return exitCode ? view.exitCode() : Exits.DONE;
    }
  }
}
