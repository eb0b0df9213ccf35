package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import dev.aidp.run.Waiting;
import picocli.CommandLine.Command;

/** {@code aidp reject}. */
@Command(
    name = "reject",
    description =
        "Say no to what a run waits for: a merge ends as failed, and its units' branches stay; a unit goes back to its agent: aidp reject ID [\"REASON\"]")
final class RejectCommand extends ContinueCommand {

  RejectCommand(Shell shell) {
    super(shell, "aidp reject ID [\"REASON\"] [--detach]", 0, 1);
  }

  @Override
  boolean ends(Waiting what) {
    return what.reason() == Waiting.Reason.APPROVAL;
  }

  @Override
  Receipt steer(RunHandle run) {
    return run.reject(rest().isEmpty() ? "" : rest().get(0));
  }
}
