package dev.aidp.cli.command;

import dev.aidp.RunStart;
import dev.aidp.cli.io.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code aidp feature}. */
@Command(
    name = "feature",
    description =
        "One feature: decompose it, run its units in parallel, merge, leave one green branch.")
final class FeatureCommand extends StartVerb {

  @Parameters(paramLabel = "TEXT", description = "What is wanted.")
  @Nullable String text;

  FeatureCommand(Shell shell) {
    super(shell, RunStart.Kind.FEATURE);
  }

  @Override
  String text() {
    return text == null ? "" : text;
  }
}
