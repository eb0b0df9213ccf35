package dev.aidp.cli.command;

import dev.aidp.RunHandle;
import dev.aidp.cli.io.Errors;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Shell;
import dev.aidp.runtime.view.ErrorView;
import dev.aidp.runtime.view.RunView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp status}. */
@Command(name = "status", description = "How a run stands: its units, its merge, what to do next.")
final class StatusCommand extends RunIdCommand {

  @Option(names = "--exit-code", description = "Exit as the run did; 7 if it has not ended.")
  boolean exitCode;

  StatusCommand(Shell shell) {
    super(shell, "aidp status ID", 0, 0);
  }

  /** Says why the run could not be looked at. */
  private static List<String> unseen(RunView view) {
    ErrorView error = view.error();
    return error == null || error.code() != Exits.UNUSABLE ? List.of() : Errors.lines(error);
  }

  @Override
  int run() {
    String id = id();
    try (Session session = open()) {
      RunHandle run = session.run(id);
      RunView view = run.lastKnown();
      if (common.json) {
        say(document(run, view));
        unseen(view).forEach(shell::note);
      } else {
        report(run, view);
      }
      return exitCode ? view.exitCode() : Exits.DONE;
    }
  }
}
