package dev.aidp.cli.command;

import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.merge.MergeRequest;
import dev.aidp.run.RunSettings;
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
final class MergeCommand extends BaseCommand {

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
  @Nullable String base;

  @Mixin final JoinOptions joining = new JoinOptions();

  @Mixin final RequestOptions document = new RequestOptions();

  @Mixin final DetachOptions detaching = new DetachOptions();

  MergeCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() throws IOException {
    List<Given> given = new ArrayList<>(common.given());
    given.addAll(joining.given());
    Config config = Session.config(shell, common, given);
    MergeRequest request = request(config, given);
    try (Session session = Session.open(shell, common, config)) {
      return Ownership.of(this, detaching).begin(session, request, started(config));
    }
  }

  private MergeRequest request(Config config, List<Given> given) throws IOException {
    MergeRequest said =
        document.read(
            shell.directory(),
            detaching.detach,
            MergeRequest.class,
            MergeRequest.of("", List.of()));
    String result = into == null ? said.branch() : into;
    List<String> joining = branches.isEmpty() ? said.branches() : branches;
    if (result == null || result.isEmpty() || joining.isEmpty()) {
      throw new UsageException(
          joining.isEmpty() ? "Which branches?" : "Into which branch?",
          "--into",
          "Write: aidp merge --into BRANCH [--base REF] BRANCH...");
    }
    RunSettings settings = settings(said, config, given);
    AgentCommands.check(shell, settings, config.providers());
    return new MergeRequest(
        joining, result, base == null ? said.base() : base, settings.document(), null);
  }
}
