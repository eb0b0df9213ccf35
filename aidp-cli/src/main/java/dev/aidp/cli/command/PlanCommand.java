package dev.aidp.cli.command;

import dev.aidp.cli.io.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code aidp plan}. */
@Command(
    name = "plan",
    description = "Check a plan, or draw it: aidp plan check FILE, aidp plan show FILE.",
    synopsisSubcommandLabel = "check|show FILE")
final class PlanCommand extends BaseCommand {

  private PlanCommand(Shell shell) {
    super(shell);
  }

  static CommandLine line(Shell shell) {
    CommandLine line = new CommandLine(new PlanCommand(shell));
    line.addSubcommand(new PlanCheckCommand(shell));
    line.addSubcommand(new PlanShowCommand(shell));
    return line;
  }

  @Override
  int run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do with the plan: check or show");
  }
}
