package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import picocli.CommandLine.Command;

/** {@code aidp retry}. */
@Command(
    name = "retry",
    description =
        "Start failed or skipped units of an ended run again: aidp retry ID UNIT... (none: all of them)")
final class RetryCommand extends ContinueCommand {

  RetryCommand(Shell shell) {
    super(shell, "aidp retry ID UNIT... [--detach]", 0, Integer.MAX_VALUE - 1);
  }

  @Override
  Receipt steer(RunHandle run) {
    return run.retry(rest());
  }
}
