package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp cancel}. */
@Command(name = "cancel", description = "End every agent of a run, then the run.")
final class CancelCommand extends SteerCommand {

  @Option(
      names = "--now",
      description = "End a run of an application's own workflow whatever that does, in any case.")
  boolean now;

  CancelCommand(Shell shell) {
    super(shell, "aidp cancel ID [--now]", 0, 0);
  }

  @Override
  Receipt steer(RunHandle run) {
    return now ? run.terminate() : run.cancel();
  }
}
