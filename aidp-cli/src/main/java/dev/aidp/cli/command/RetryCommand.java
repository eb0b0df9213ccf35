package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;
import dev.aidp.feature.RetryReach;
import dev.aidp.runtime.view.RunView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp retry}. */
@Command(
    name = "retry",
    description =
        "Start failed or skipped units of an ended run again: aidp retry ID UNIT... (none: all of them)")
final class RetryCommand extends ContinueCommand {

  @Option(
      names = "--dry-run",
      description = "Only say which units would run again, and which are kept.")
  boolean dryRun;

  RetryCommand(Shell shell) {
    super(shell, "aidp retry ID UNIT... [--dry-run] [--detach]", 0, Integer.MAX_VALUE - 1);
  }

  @Override
  Receipt steer(RunHandle run) {
    return run.retry(rest());
  }

  @Override
  int run() throws Exception {
    return dryRun ? shown() : super.run();
  }

  private int shown() {
    String id = id();
    try (Session session = open()) {
      RunHandle run = session.run(id);
      RetryReach reach = run.reach(rest());
      if (common.json) {
        ObjectNode document = (ObjectNode) Json.tree(run.view());
        document.set("retry", Json.tree(reach));
        say(document);
      } else {
        List<RunView.UnitView> units = run.view().units();
        line("again", reach.again(), units);
        line("kept", reach.kept(), units);
        line("left", reach.left(), units);
      }
      return Exits.DONE;
    }
  }

  private void line(String what, List<String> units, List<RunView.UnitView> all) {
    shell.say("%-5s %d".formatted(what, units.size()));
    all.stream()
        .filter(unit -> units.contains(unit.id()))
        .map(unit -> "  %s (%s)".formatted(unit.id(), unit.state().wireName()))
        .forEach(line -> shell.say(Texts.printable(line)));
  }
}
