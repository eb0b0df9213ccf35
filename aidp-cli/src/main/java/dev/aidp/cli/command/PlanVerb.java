package dev.aidp.cli.command;

import dev.aidp.RunStart.PlanFile;
import dev.aidp.activities.plan.PlanReader;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.plan.Plan;
import dev.aidp.run.Count;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** A command that only reads a plan: it needs no repository. */
abstract class PlanVerb extends Verb {

  @Parameters(paramLabel = "FILE", description = "The plan.")
  Path file = Path.of("");

  PlanVerb(Shell shell) {
    super(shell);
  }

  /** Reads the plan; its faults are the command's error. */
  Plan plan() throws IOException {
    PlanFile given = StartVerb.read(shell.directory().resolve(file), file.toString());
    PlanReader.Result read = PlanReader.read(given.name(), given.content());
    Plan plan = read.plan();
    if (plan == null) {
      int faults = read.faults().size();
      throw new UsageException(
          "The plan has " + Count.of(faults, "fault") + ".",
          read.faults().get(0).where(),
          "Mend the plan; docs/plan.md says what it may hold.",
          read.faults());
    }
    return plan;
  }
}
