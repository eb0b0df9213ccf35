package dev.aidp.cli.command;

import com.google.common.collect.ImmutableList;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.show.CheckpointText;
import dev.aidp.feature.FeatureCheckpoint;
import dev.aidp.workloop.Checkpoint;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp checkpoints}. */
@Command(
    name = "checkpoints",
    description =
        "What a run can go back to, and another can start from: iterations, and of a feature each unit that is done: aidp checkpoints ID [UNIT].")
final class CheckpointsCommand extends RunIdCommand {

  @Option(names = "--all", description = "Every iteration, not only each fifth and the last.")
  boolean all;

  CheckpointsCommand(Shell shell) {
    super(shell, "aidp checkpoints ID [UNIT] [--all]", 0, 1);
  }

  @Override
  int run() {
    String id = id();
    try (Session session = open()) {
      RunHandle run = session.run(id);
      List<Checkpoint> shown =
          run.checkpoints(rest().isEmpty() ? null : rest().get(0)).stream()
              .filter(one -> all || one.regular())
              .toList();
      List<FeatureCheckpoint> whole =
          rest().isEmpty() ? run.wholeCheckpoints() : ImmutableList.of();
      boolean one = run.lastKnown().units().size() == 1;
      if (common.json) {
        say(CheckpointText.json(whole, shown, one));
      } else {
        say(CheckpointText.lines(run.id(), whole, shown, one));
      }
      return Exits.DONE;
    }
  }
}
