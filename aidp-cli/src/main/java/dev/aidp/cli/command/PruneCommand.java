package dev.aidp.cli.command;

import dev.aidp.Pruned;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;
import dev.aidp.cli.show.Stored;
import dev.aidp.failure.UsageException;
import dev.aidp.options.PrunePolicy;
import dev.aidp.run.Count;
import dev.aidp.text.Durations;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp prune}. */
@Command(
    name = "prune",
    description = {
      "Removes what ended runs have left and nothing needs: journals, logs, artifacts, refs.",
      "Without --keep and --older as the settings say (prune.keep, prune.older)."
    })
final class PruneCommand extends BaseCommand {

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "All but the last N that have ended; with --older those of them only.")
  @Nullable Integer keep;

  @Option(
      names = "--older",
      paramLabel = "D",
      description = "All that ended longer ago than this: 30d, 12h.")
  @Nullable String older;

  @Option(names = "--dry-run", description = "Only say what would go.")
  boolean dryRun;

  PruneCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() {
    PrunePolicy given = given();
    try (Session session = open()) {
      PrunePolicy usual = session.config().options().repository().pruning();
      Pruned pruned = session.aidp().prune(Objects.requireNonNullElse(given, usual), dryRun);
      if (common.json) {
        say(Json.tree(pruned));
      } else {
        text(pruned);
      }
      return Exits.DONE;
    }
  }

  /** What is given stands alone: one who keeps ten does not mean thirty days too. */
  private @Nullable PrunePolicy given() {
    if (keep == null && older == null) {
      return null;
    }
    if (keep != null && keep < 0) {
      throw new UsageException("Not a number of runs: " + keep, "--keep", "Give 0 or more.");
    }
    Duration age = older == null ? Duration.ZERO : Durations.parse(older);
    if (age == null) {
      throw new UsageException(
          "Not a length of time: " + older, "--older", "Give " + Durations.EXPECTED + ".");
    }
    return new PrunePolicy(keep == null ? 0 : keep, age, false);
  }

  private void text(Pruned pruned) {
    if (common.verbose) {
      pruned.runs().forEach(run -> shell.say("  " + Texts.printable(run)));
    }
    shell.say(
        "%s %s, %s (%s), evidence of %s, %s, %s."
            .formatted(
                pruned.dryRun() ? "Would remove" : "Removed",
                Count.of(pruned.runs().size(), "run"),
                Count.of(pruned.artifacts(), "artifact"),
                Stored.bytes(pruned.artifactBytes()),
                Count.of(pruned.evidence(), "commit"),
                Count.of(pruned.refs(), "ref"),
                Count.of(pruned.remembered(), "remembered merge result")));
    shell.say((pruned.dryRun() ? "Stored: " : "Stored now: ") + Stored.words(pruned.size()));
  }
}
