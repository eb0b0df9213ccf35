package dev.aidp.cli.command;

import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The root: without a command it says what there is. */
@Command(
    name = "aidp",
    description =
        "Durable agent workflows on code: many coding agents in parallel, one green branch.",
    versionProvider = AidpCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "See it work in a minute:      aidp demo",
      "One feature of yours:         aidp feature \"Add CSV export\" --agent-command CMD --check"
          + " tests='make test'",
      "What is missing here:         aidp doctor",
      "Options of a command:         aidp COMMAND --help"
    })
public final class AidpCommand extends BaseCommand {

  private AidpCommand(Shell shell) {
    super(shell);
  }

  /** Returns the whole command line. */
  public static CommandLine line(Shell shell) {
    CommandLine line = new CommandLine(new AidpCommand(shell));
    line.addSubcommand(new DemoCommand(shell));
    line.addSubcommand(new FeatureCommand(shell));
    line.addSubcommand(new LoopCommand(shell));
    line.addSubcommand(new MergeCommand(shell));
    line.addSubcommand(new AnalyzeCommand(shell));
    line.addSubcommand(PlanCommand.line(shell));
    line.addSubcommand(WorkstreamsCommand.line(shell));
    line.addSubcommand(new ListCommand(shell));
    line.addSubcommand(new StatusCommand(shell));
    line.addSubcommand(new WaitCommand(shell));
    line.addSubcommand(JobsCommand.line(shell));
    line.addSubcommand(new LogsCommand(shell));
    line.addSubcommand(new HistoryCommand(shell));
    line.addSubcommand(new PauseCommand(shell));
    line.addSubcommand(new ResumeCommand(shell));
    line.addSubcommand(new CancelCommand(shell));
    line.addSubcommand(new InjectCommand(shell));
    line.addSubcommand(new GuardCommand(shell));
    line.addSubcommand(new UnitsCommand(shell));
    line.addSubcommand(new AnswerCommand(shell));
    line.addSubcommand(new SignalCommand(shell));
    line.addSubcommand(new UpdateCommand(shell));
    line.addSubcommand(new QueryCommand(shell));
    line.addSubcommand(new RetryCommand(shell));
    line.addSubcommand(new ApproveCommand(shell));
    line.addSubcommand(new RejectCommand(shell));
    line.addSubcommand(new DiffCommand(shell));
    line.addSubcommand(new CheckpointsCommand(shell));
    line.addSubcommand(new RollbackCommand(shell));
    line.addSubcommand(new ForkCommand(shell));
    line.addSubcommand(new VerifyCommand(shell));
    line.addSubcommand(new PruneCommand(shell));
    line.addSubcommand(new WorkerCommand(shell));
    line.addSubcommand(new DoctorCommand(shell));
    line.addSubcommand(new InitCommand(shell));
    return settled(line);
  }

  /** A text may begin with {@code @} or hold quotes: nothing of it means anything to the parser. */
  private static CommandLine settled(CommandLine line) {
    line.setExpandAtFiles(false);
    line.setInterpolateVariables(false);
    line.setUsageHelpLongOptionsMaxWidth(30);
    for (CommandLine sub : line.getSubcommands().values()) {
      sub.getCommandSpec().versionProvider(new Version());
      sub.getCommandSpec().usageMessage().synopsisHeading("Usage: ");
      settled(sub);
    }
    return line;
  }

  @Override
  int run() {
    if (common.json) {
      say(Json.help(spec.commandLine()));
    } else {
      spec.commandLine().usage(shell.out());
    }
    return 0;
  }

  /** Reads the version from the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = AidpCommand.class.getPackage().getImplementationVersion();
      return new String[] {"aidp " + (version == null ? "of a build without a version" : version)};
    }
  }
}
