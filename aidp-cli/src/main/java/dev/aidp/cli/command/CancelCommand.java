package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import picocli.CommandLine.Command;

/** {@code aidp cancel}. */
@Command(name = "cancel", description = "End every agent of a run, then the run.")
final class CancelCommand extends SteerCommand {

  CancelCommand(Shell shell) {
    super(shell, "aidp cancel ID", 0, 0);
  }

  @Override
  Receipt steer(RunHandle run) {
    return run.cancel();
  }
}
