package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import dev.aidp.run.Waiting;
import picocli.CommandLine.Command;

/** {@code aidp approve}. */
@Command(
    name = "approve",
    description =
        "Say yes to what a run waits for: its merge is published, or what its units have changed is committed, and it goes on.")
final class ApproveCommand extends ContinueCommand {

  ApproveCommand(Shell shell) {
    super(shell, "aidp approve ID [--detach]", 0, 0);
  }

  @Override
  boolean ends(Waiting what) {
    return what.reason() == Waiting.Reason.APPROVAL;
  }

  @Override
  Receipt steer(RunHandle run) {
    return run.approve();
  }
}
