package dev.aidp.cli.command;

import dev.aidp.cli.io.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code aidp plan}. */
@Command(
    name = "plan",
    description =
        "Check a plan, draw it, or run it in virtual time: aidp plan check FILE, aidp plan show FILE,"
            + " aidp plan simulate FILE.",
    synopsisSubcommandLabel = "check|show|simulate FILE")
final class PlanCommand extends BaseCommand {

  private PlanCommand(Shell shell) {
    super(shell);
  }

  static CommandLine line(Shell shell) {
    CommandLine line = new CommandLine(new PlanCommand(shell));
    line.addSubcommand(new PlanCheckCommand(shell));
    line.addSubcommand(new PlanShowCommand(shell));
    line.addSubcommand(new PlanSimulateCommand(shell));
    return line;
  }

  @Override
  int run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do with the plan: check, show or simulate");
  }
}
