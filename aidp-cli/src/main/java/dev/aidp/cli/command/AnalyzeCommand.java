package dev.aidp.cli.command;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.activities.git.Repository;
import dev.aidp.activities.layout.Layout;
import dev.aidp.analysis.AnalyzeRequest;
import dev.aidp.analysis.AnalyzeWorkflow;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.NotFoundException;
import dev.aidp.run.RunState;
import dev.aidp.runtime.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aidp analyze}. */
@Command(
    name = "analyze",
    description =
        "Look at the repository at a commit: languages, size, tests, checks, risks. No agent, no checkout; a run like any other.")
final class AnalyzeCommand extends BaseCommand {

  /** Enough of a commit's name to know it. */
  private static final int SHORT = 12;

  @Option(names = "--base", paramLabel = "REF", description = "Which commit (HEAD).")
  String base = "HEAD";

  @Mixin final DetachOptions detaching = new DetachOptions();

  @Mixin final WatchOptions watching = new WatchOptions();

  AnalyzeCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() throws IOException {
    Config config = Session.config(shell, common, common.given());
    try (Session session = Session.open(shell, common, config)) {
      if (watching.watch) {
        String name = common.id == null ? "watch" : Session.checkedId(common.id);
        return new Watch(this, detaching, watching, name, base)
            .stay(
                session, (id, commit) -> begun(session.aidp(), started(config).withId(id), commit));
      }
      Path place = Session.place(shell, common);
      String commit = new Repository(Layout.of(place), place).resolveCommit(base);
      StartOptions start = started(config).withId(id(session.aidp(), commit));
      Ownership owner = Ownership.of(this, detaching);
      return detaching.detach
          ? owner.detach(session, String.valueOf(start.id()))
          : owner.begin(session, begun(session.aidp(), start, commit));
    }
  }

  private static RunHandle begun(Aidp aidp, StartOptions start, String commit) {
    AnalyzeRequest request = new AnalyzeRequest(commit);
    return aidp.start(AnalyzeWorkflow.class, start, look -> look.run(request));
  }

  /** The same commit is looked at once; anew only where that came to nothing. */
  private String id(Aidp aidp, String commit) {
    if (common.id != null) {
      return Session.checkedId(common.id);
    }
    String first = "a-" + commit.substring(0, SHORT);
    for (int n = 1; ; n++) {
      String id = n == 1 ? first : first + "-" + n;
      try {
        RunState state = aidp.run(id).lastKnown().state();
        if (!state.ended() || state == RunState.COMPLETED) {
          return id;
        }
      } catch (NotFoundException e) {
        return id;
      }
    }
  }

  @Override
  String mode() {
    return watching.watch ? Watch.MODE : "analyze";
  }
}
