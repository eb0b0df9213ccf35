package dev.aidp.cli.command;

import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;
import dev.aidp.cli.show.RunText;
import dev.aidp.runtime.view.RunView;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/** {@code aidp list}. */
@Command(name = "list", description = "Every run of this repository, the youngest first.")
final class ListCommand extends BaseCommand {

  ListCommand(Shell shell) {
    super(shell);
  }

  /** Says why a run could not be looked at. */
  private static Stream<String> unseen(RunView run) {
    return run.error() == null || run.error().code() != Exits.UNUSABLE
        ? Stream.empty()
        : Stream.of("aidp: not all could be asked: " + Texts.printable(run.error().message()));
  }

  @Override
  int run() {
    try (Session session = open()) {
      List<RunView> runs = session.aidp().views();
      if (common.json) {
        say(Json.runs(runs));
      } else {
        say(RunText.table(runs, shell.clock().instant()));
        runs.stream().flatMap(ListCommand::unseen).distinct().forEach(shell::note);
      }
      return Exits.DONE;
    }
  }
}
