package dev.aidp.cli.command;

import dev.aidp.RunStart;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.config.Config;
import dev.aidp.runtime.config.Config.Given;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aidp merge}. */
@Command(
    name = "merge",
    description =
        "Merge finished branches into one that is green: checks on the merged tree, nobody innocent left out.")
final class MergeCommand extends Verb {

  @Parameters(arity = "0..*", paramLabel = "BRANCH", description = "The branches, in this order.")
  List<String> branches = new ArrayList<>();

  @Option(
      names = "--into",
      paramLabel = "BRANCH",
      description = "The result: made at --base or, if it exists, moved forward.")
  @Nullable String into;

  @Option(
      names = "--base",
      paramLabel = "REF",
      description = "Where the result begins if it does not exist (HEAD).")
  String base = "HEAD";

  @Mixin final JoinOptions joining = new JoinOptions();

  @Mixin final DetachOptions detaching = new DetachOptions();

  MergeCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() throws IOException {
    List<Given> given = new ArrayList<>(common.given());
    given.addAll(joining.given());
    Config config = Session.config(shell, common, given);
    RunStart start = start(config);
    try (Session session = Session.open(shell, common, config)) {
      return Ownership.of(this, detaching).begin(session, start);
    }
  }

  private RunStart start(Config config) {
    if (into == null || branches.isEmpty()) {
      throw new UsageException(
          into == null ? "Into which branch?" : "Which branches?",
          "--into",
          "Write: aidp merge --into BRANCH [--base REF] BRANCH...");
    }
    var settings = config.runSettings();
    AgentCommands.check(shell, settings, config.providers());
    RunStart start = RunStart.merge(into, branches, settings).from(base).on(config.engine());
    return common.id == null ? start : start.withId(Session.checkedId(common.id));
  }
}
