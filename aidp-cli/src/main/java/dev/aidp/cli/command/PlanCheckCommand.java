package dev.aidp.cli.command;

import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.plan.Plan;
import dev.aidp.run.Count;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code aidp plan check}. */
@Command(name = "check", description = "Find every fault of a plan.")
final class PlanCheckCommand extends PlanFileCommand {

  PlanCheckCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() throws IOException {
    Plan plan = plan();
    int units = plan.units().size();
    if (common.json) {
      say(Json.object().put("feature", plan.feature()).put("units", units).put("valid", true));
    } else {
      shell.say(file + ": fine, " + Count.of(units, "unit"));
    }
    return Exits.DONE;
  }
}
