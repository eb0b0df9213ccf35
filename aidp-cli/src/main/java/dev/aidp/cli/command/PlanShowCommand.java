package dev.aidp.cli.command;

import dev.aidp.cli.io.Shell;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code aidp plan show}. */
@Command(name = "show", description = "Draw a plan: waves, critical path, conflicts.")
final class PlanShowCommand extends PlanVerb {

  PlanShowCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() throws IOException {
    throw new UnsupportedOperationException(plan().feature());
  }
}
