package dev.aidp.cli.command;

import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Names;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A command about a run that is there: its first word, or {@code --id}, names the run. */
abstract class RunIdCommand extends BaseCommand {

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "The run, and what the command needs besides.")
  List<String> words = new ArrayList<>();

  private final String form;
  private final int least;
  private final int most;

  /**
   * Takes from {@code least} to {@code most} words besides the id; {@code form} is how they are
   * written.
   */
  RunIdCommand(Shell shell, String form, int least, int most) {
    super(shell);
    this.form = form;
    this.least = least;
    this.most = most;
  }

  String id() {
    List<String> all = all();
    int extra = all.size() - 1;
    if (extra < least || extra > most) {
      String what =
          extra < 0
              ? "Which run?"
              : extra < least
                  ? "Something is missing"
                  : "Too many words: " + String.join(" ", all.subList(1 + most, all.size()));
      throw new UsageException(
          what, null, "Write: " + form + (extra < 0 ? ". See which there are: aidp list" : ""));
    }
    String id = all.get(0);
    return !Names.isRun(id) && Session.config(shell, common, common.given()).serviceKnown()
        ? id // as the service knows it
        : Session.checkedId(id);
  }

  @Override
  Session open() {
    return look();
  }

  /** Returns the words besides the id. */
  List<String> rest() {
    List<String> all = all();
    return all.subList(1, all.size());
  }

  private List<String> all() {
    List<String> all = new ArrayList<>(words);
    if (common.id != null) {
      all.add(0, common.id);
    }
    return all;
  }
}
