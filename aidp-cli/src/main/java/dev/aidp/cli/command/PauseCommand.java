package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import picocli.CommandLine.Command;

/** {@code aidp pause}. */
@Command(
    name = "pause",
    description = "Let no agent of a run take another turn; turns under way go on to their end.")
final class PauseCommand extends SteerVerb {

  PauseCommand(Shell shell) {
    super(shell, "aidp pause ID", 0, 0);
  }

  @Override
  Receipt steer(RunHandle run) {
    return run.pause();
  }
}
