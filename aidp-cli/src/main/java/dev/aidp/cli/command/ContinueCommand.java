package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.CliException;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;
import dev.aidp.run.Waiting;
import picocli.CommandLine.Mixin;

/**
 * A steering command after which the run has to go on: where nobody owns it, here or in the
 * background.
 */
abstract class ContinueCommand extends SteerCommand {

  @Mixin final DetachOptions detaching = new DetachOptions();

  ContinueCommand(Shell shell, String form, int least, int most) {
    super(shell, form, least, most);
  }

  /** Returns whether a change by it ends that the run waits for {@code what}. */
  boolean ends(Waiting what) {
    return false;
  }

  @Override
  int run() throws Exception {
    String id = id();
    try (Session session = open()) {
      RunHandle run = session.run(id);
      if (detaching.detach) {
        return Ownership.of(this, detaching).detach(session, run.id());
      }
      Waiting before = run.view().standing().waiting();
      Receipt receipt = steer(run);
      if (detaching.ready != null && !receipt.changed()) {
        throw new CliException(Exits.FAILED, receipt.text(), null);
      } else if (detaching.ready == null && !(receipt.changed() && run.adopt())) {
        return receipt(run, receipt);
      }
      shell.note(Texts.printable(receipt.text()));
      Waiting settled = before != null && ends(before) ? before : null;
      return Ownership.of(this, detaching).begin(session, run, settled);
    }
  }
}
