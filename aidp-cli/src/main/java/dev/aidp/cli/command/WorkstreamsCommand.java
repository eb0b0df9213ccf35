package dev.aidp.cli.command;

import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.show.RunText;
import dev.aidp.runtime.view.RunView;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code aidp ws}, and {@code aidp ws list}. */
@Command(
    name = "ws",
    description =
        "Workstreams, independent tasks each on a branch of its own: aidp ws [list], aidp ws run TASK...,"
            + " aidp ws status|pause|resume|complete|remove NAME...",
    synopsisSubcommandLabel = "[list|run|status|pause|resume|complete|remove] [NAME...]")
class WorkstreamsCommand extends BaseCommand {

  WorkstreamsCommand(Shell shell) {
    super(shell);
  }

  static CommandLine line(Shell shell) {
    CommandLine line = new CommandLine(new WorkstreamsCommand(shell));
    line.addSubcommand(new Listing(shell));
    line.addSubcommand(new WorkstreamRunCommand(shell));
    WorkstreamSteerCommand.all(shell).forEach(line::addSubcommand);
    return line;
  }

  @Override
  int run() {
    try (Session session = look()) {
      List<RunView> all = new Workstreams(session).all();
      if (common.json) {
        say(Json.runs(all));
      } else {
        say(RunText.table(all, shell.clock().instant()));
      }
      return Exits.DONE;
    }
  }

  @Command(name = "list", description = "The workstreams of this repository, the newest first.")
  private static final class Listing extends WorkstreamsCommand {

    Listing(Shell shell) {
      super(shell);
    }
  }
}
