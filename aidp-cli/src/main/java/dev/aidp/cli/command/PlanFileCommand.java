package dev.aidp.cli.command;

import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** A command that only reads a plan: it needs no repository. */
abstract class PlanFileCommand extends BaseCommand {

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The plan.")
  @Nullable Path file;

  PlanFileCommand(Shell shell) {
    super(shell);
  }

  /** Reads the plan; its faults are the command's error. */
  Plan plan() throws IOException {
    if (file == null) {
      throw new UsageException("Which plan?", null, "Name a file.");
    }
    return PlanFile.read(shell.directory().resolve(file), file.toString()).plan(Map.of());
  }
}
