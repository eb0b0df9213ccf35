package dev.aidp.cli.command;

import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** A command that the contract names and that is not there yet: it says so, whatever follows it. */
@Command(description = "Not there yet.")
final class NotYetCommand extends Verb {

  @Unmatched List<String> rest = new ArrayList<>();

  NotYetCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() {
    throw new UsageException(
        "aidp " + spec.name() + " is not there yet", null, "See what is there: aidp --help");
  }
}
