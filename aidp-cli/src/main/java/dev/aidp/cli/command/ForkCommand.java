package dev.aidp.cli.command;

import com.google.common.base.Splitter;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.cli.io.CommandWords;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UsageException;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.config.Config;
import dev.aidp.runtime.config.Config.Given;
import dev.aidp.runtime.config.RequestConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aidp fork}; {@code --id} is the new run's. */
@Command(
    name = "fork",
    description = {
      "Start another run that goes on from a checkpoint of this one, with changed settings: aidp"
          + " fork ID CHECKPOINT.",
      "CHECKPOINT is one that aidp checkpoints lists: an iteration, such as 3, 1.3, UNIT@3, or a"
          + " feature with 40 units done, @40. The run ID stays as it is."
    })
final class ForkCommand extends BaseCommand {

  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "The run, and one of its checkpoints.")
  List<String> words = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of the new run, by its key in .aidp/aidp.yml, such as agent.command=CMD or"
              + " limits.max_iterations=80 (repeatable).")
  List<String> changes = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "CHECKPOINT",
      description = "The checkpoint, where it is not the second word.")
  @Nullable String from;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "Another plan: units that were done at @N, and are the same in it, are done.")
  @Nullable Path plan;

  @Mixin final DetachOptions detaching = new DetachOptions();

  ForkCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() throws IOException {
    if (from != null) {
      words.add(from);
    }
    if (words.size() != 2) {
      throw new UsageException(
          words.size() < 2 ? "Which run, and which checkpoint?" : "Too many words",
          null,
          "Write: aidp fork ID CHECKPOINT [--set KEY=VALUE]... [--id NEW]. See which there are:"
              + " aidp checkpoints ID");
    }
    Config config = Session.config(shell, common, common.given());
    StartOptions options = started(config);
    List<Given> given = given();
    try (Session session = look()) {
      if (detaching.detach) {
        String expected = options.id() == null ? words.get(0) + "-fork" : options.id();
        return Ownership.of(this, detaching).detach(session, expected);
      }
      RunHandle run =
          forked(
              session.run(words.get(0)),
              new StartOptions(options.id(), common.engine, options.labels()),
              before -> changed(before, given, config));
      return Ownership.of(this, detaching).begin(session, run);
    }
  }

  private RunHandle forked(RunHandle from, StartOptions options, UnaryOperator<RunSettings> change)
      throws IOException {
    PlanSource other =
        plan == null
            ? null
            : PlanFile.read(shell.directory().resolve(plan), plan.toString()).source();
    try {
      return from.fork(words.get(1), options, change, other);
    } catch (NotFoundException e) {
      throw CommandWords.seeing(e, "aidp checkpoints %s --all".formatted(from.id()));
    }
  }

  private List<Given> given() {
    List<Given> given = new ArrayList<>();
    for (String change : changes) {
      List<String> both = Splitter.on('=').limit(2).splitToList(change);
      if (both.size() < 2 || both.get(0).isBlank()) {
        throw new UsageException(
            "'" + change + "' is no setting", "--set", "Write: --set KEY=VALUE");
      }
      given.add(new Given(both.get(0), both.get(1), "--set"));
    }
    return given;
  }

  private RunSettings changed(RunSettings before, List<Given> given, Config config) {
    if (given.isEmpty()) {
      return before;
    }
    RunSettings settings =
        new RequestConfig(
                Session.configFile(shell, common), shell.environment(), Map.of(), List.of())
            .read(before.document(), given);
    AgentCommands.check(shell, settings, config.providers());
    return settings;
  }
}
