package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import picocli.CommandLine.Command;

/** {@code aidp resume}. */
@Command(
    name = "resume",
    description = "Go on with a run that is paused, or that nobody works on any more.")
final class ResumeCommand extends GoOnVerb {

  ResumeCommand(Shell shell) {
    super(shell, "aidp resume ID [--detach]", 0, 0);
  }

  @Override
  Receipt steer(RunHandle run) {
    return run.resume();
  }
}
