package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.CommandWords;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.NotFoundException;
import picocli.CommandLine.Command;

/** {@code aidp rollback}. */
@Command(
    name = "rollback",
    description = {
      "Go back, in a run that has ended: aidp rollback ID CHECKPOINT.",
      "CHECKPOINT is an iteration that aidp checkpoints lists, such as 3, 1.3, UNIT@3: the run goes"
          + " on from it.",
      "Or it is @40, of a feature: only the first 40 units that were done stay so.",
      "Or it is merge: the result branch is put back to before the merge."
    })
final class RollbackCommand extends ContinueCommand {

  RollbackCommand(Shell shell) {
    super(shell, "aidp rollback ID CHECKPOINT [--detach]", 1, 1);
  }

  @Override
  Receipt steer(RunHandle run) {
    try {
      Receipt receipt = run.rollback(rest().get(0));
      return receipt.outcome() == Receipt.Outcome.NOT_ENDED
          ? new Receipt(
              receipt.outcome(), "%s (aidp cancel %s)".formatted(receipt.text(), run.id()))
          : receipt;
    } catch (NotFoundException e) {
      throw CommandWords.seeing(e, "aidp checkpoints %s --all".formatted(run.id()));
    }
  }
}
