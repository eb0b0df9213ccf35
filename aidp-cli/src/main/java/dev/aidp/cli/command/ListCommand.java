package dev.aidp.cli.command;

import dev.aidp.RunHandle;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.show.RunText;
import dev.aidp.runtime.view.RunView;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code aidp list}. */
@Command(name = "list", description = "Every run of this repository, the youngest first.")
final class ListCommand extends Verb {

  ListCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() {
    try (Session session = open()) {
      List<RunView> runs = session.aidp().runs().stream().map(RunHandle::view).toList();
      if (common.json) {
        say(Json.runs(runs));
      } else {
        say(RunText.table(runs, shell.clock().instant()));
      }
      return Exits.DONE;
    }
  }
}
