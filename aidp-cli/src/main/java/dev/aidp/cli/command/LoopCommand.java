package dev.aidp.cli.command;

import dev.aidp.cli.io.Shell;
import dev.aidp.run.RunKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code aidp loop}. */
@Command(
    name = "loop",
    description = "One work loop on its own branch: agent and checks, again until all is green.")
final class LoopCommand extends StartCommand {

  @Parameters(arity = "0..1", paramLabel = "TASK", description = "What is to be done.")
  @Nullable String task;

  LoopCommand(Shell shell) {
    super(shell, RunKind.LOOP);
  }

  @Override
  @Nullable String text() {
    return task;
  }
}
