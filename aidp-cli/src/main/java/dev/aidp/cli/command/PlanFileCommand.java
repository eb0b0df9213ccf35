package dev.aidp.cli.command;

import dev.aidp.activities.git.Repository;
import dev.aidp.activities.layout.Layout;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
    return PlanFile.read(shell.directory().resolve(file), file.toString())
        .plan(Map.of(), committed());
  }

  /** Returns the files that a run would find which is started here, or null where none can be. */
  private @Nullable Function<String, Optional<byte[]>> committed() {
    Path place = Session.place(shell, common);
    Repository repository =
        Layout.around(place).map(layout -> new Repository(layout, place)).orElse(null);
    return repository == null
        ? null
        : path -> repository.content(repository.resolveCommit("HEAD"), path);
  }
}
