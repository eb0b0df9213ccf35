package dev.aidp.cli.command;

import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * A command about a run that the contract names and that is not there yet: it says so, whatever
 * follows it; of a run that is not there either, it says that.
 */
@Command(description = "Not there yet.")
final class NotYetCommand extends RunIdCommand {

  @Unmatched List<String> options = new ArrayList<>();

  NotYetCommand(Shell shell) {
    super(shell, "", 0, Integer.MAX_VALUE - 1);
  }

  @Override
  int run() {
    UsageException notYet =
        new UsageException(
            "aidp " + spec.name() + " is not there yet", null, "See what is there: aidp --help");
    if (words.isEmpty() && common.id == null) {
      throw notYet;
    }
    String id = id();
    try (Session session = open()) {
      session.run(id);
      throw notYet;
    }
  }
}
