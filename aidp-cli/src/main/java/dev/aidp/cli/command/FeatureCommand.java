package dev.aidp.cli.command;

import dev.aidp.cli.io.Shell;
import dev.aidp.run.RunKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code aidp feature}. */
@Command(
    name = "feature",
    description =
        "One feature: decompose it, run its units in parallel, merge, leave one green branch.")
final class FeatureCommand extends StartCommand {

  @Parameters(arity = "0..1", paramLabel = "TEXT", description = "What is wanted.")
  @Nullable String text;

  FeatureCommand(Shell shell) {
    super(shell, RunKind.FEATURE);
  }

  @Override
  @Nullable String text() {
    return text;
  }
}
