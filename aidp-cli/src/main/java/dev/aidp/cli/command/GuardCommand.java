package dev.aidp.cli.command;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.run.GuardUpdate;
import dev.aidp.workflows.steering.GuardChange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp guard}. */
@Command(
    name = "guard",
    description =
        "Change what units may change, from their next iterations on: aidp guard ID KEY=VALUE.")
final class GuardCommand extends SteerCommand {

  private static final int MOST = 50;

  @Option(names = "--unit", paramLabel = "U", description = "Of this unit (default: of all).")
  @Nullable String unit;

  GuardCommand(Shell shell) {
    super(shell, "aidp guard ID KEY=VALUE... [--unit U]", 1, MOST);
  }

  @Override
  int run() throws Exception {
    id();
    var unused = update();
    return super.run();
  }

  @Override
  Receipt steer(RunHandle run) {
    GuardUpdate update = update();
    return run.guard(update.guards(), update.unit());
  }

  private GuardUpdate update() {
    try {
      return GuardChange.read(rest(), unit);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          String.valueOf(e.getMessage()),
          null,
          "Write, for example: aidp guard ID max_lines=400 protected=pom.xml,.github");
    }
  }
}
