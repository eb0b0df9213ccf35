package dev.aidp.cli.command;

import dev.aidp.cli.io.Shell;
import dev.aidp.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Parameters;

/** A command that only reads a plan: it needs no repository. */
abstract class PlanFileCommand extends BaseCommand {

  @Parameters(paramLabel = "FILE", description = "The plan.")
  Path file = Path.of("");

  PlanFileCommand(Shell shell) {
    super(shell);
  }

  /** Reads the plan; its faults are the command's error. */
  Plan plan() throws IOException {
    return PlanFile.read(shell.directory().resolve(file), file.toString()).plan(Map.of());
  }
}
