package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;

/** A command that says something to a run and prints a receipt. */
abstract class SteerCommand extends RunIdCommand {

  SteerCommand(Shell shell, String form, int least, int most) {
    super(shell, form, least, most);
  }

  abstract Receipt steer(RunHandle run);

  @Override
  int run() throws Exception {
    String id = id();
    try (Session session = open()) {
      RunHandle run = session.run(id);
      return receipt(run, steer(run));
    }
  }

  /**
   * Prints {@code receipt} and returns the exit code: a final run that was not changed is a
   * failure.
   */
  final int receipt(RunHandle run, Receipt receipt) {
    String text = Texts.printable(receipt.text());
    if (common.json) {
      shell.note(text);
      say(Json.receipt(run.view(), new Receipt(receipt.outcome(), text)));
    } else if (receipt.changed()) {
      shell.say(text);
    } else {
      shell.note("aidp: " + text);
    }
    return receipt.changed() ? Exits.DONE : Exits.FAILED;
  }
}
