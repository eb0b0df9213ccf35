package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp pause}. */
@Command(
    name = "pause",
    description = "Let no agent of a run take another turn; turns under way go on to their end.")
final class PauseCommand extends SteerCommand {

  @Option(
      names = "--now",
      description = "Hold agents and checks that run on this machine at once, until it goes on.")
  boolean now;

  PauseCommand(Shell shell) {
    super(shell, "aidp pause ID [--now]", 0, 0);
  }

  @Override
  Receipt steer(RunHandle run) {
    return now ? run.pauseNow() : run.pause();
  }
}
