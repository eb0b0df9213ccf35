package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import picocli.CommandLine.Command;

/** {@code aidp reject}. */
@Command(
    name = "reject",
    description =
        "Say no to what a run waits for: it ends as failed, its units' branches stay: aidp reject ID [\"REASON\"]")
final class RejectCommand extends SteerCommand {

  RejectCommand(Shell shell) {
    super(shell, "aidp reject ID [\"REASON\"]", 0, 1);
  }

  @Override
  Receipt steer(RunHandle run) {
    return run.reject(rest().isEmpty() ? "" : rest().get(0));
  }
}
