package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import picocli.CommandLine.Command;

/** {@code aidp rollback}. */
@Command(
    name = "rollback",
    description =
        "Put the result branch of an ended run back to before its merge: aidp rollback ID merge")
final class RollbackCommand extends SteerCommand {

  RollbackCommand(Shell shell) {
    super(shell, "aidp rollback ID merge", 1, 1);
  }

  @Override
  Receipt steer(RunHandle run) {
    return run.rollback(rest().get(0));
  }
}
