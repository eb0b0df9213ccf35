package dev.aidp.cli.command;

import dev.aidp.StartOptions;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.run.RunKind;
import dev.aidp.run.RunRequest;
import dev.aidp.workloop.WorkLoopRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code aidp loop}. */
@Command(
    name = "loop",
    description = "One work loop on its own branch: agent and checks, again until all is green.")
final class LoopCommand extends StartCommand {

  @Parameters(arity = "0..1", paramLabel = "TASK", description = "What is to be done.")
  @Nullable String task;

  @Mixin final WatchOptions watching = new WatchOptions();

  LoopCommand(Shell shell) {
    super(shell, RunKind.LOOP);
  }

  @Override
  @Nullable String text() {
    return task;
  }

  /** Watching, each commit has a run of its own. */
  @Override
  int begin(Session session, RunRequest<?> request, StartOptions start) throws IOException {
    if (!watching.watch) {
      return super.begin(session, request, start);
    }
    if (request.branch() != null) {
      throw new UsageException(
          "Each run of a watch has a branch of its own", "--branch", "Leave it out.");
    }
    WorkLoopRequest loop = (WorkLoopRequest) request;
    String ref = loop.base() == null ? "HEAD" : loop.base();
    return new Watch(this, detaching, watching, session.aidp().idOf(request, start), ref)
        .stay(session, (id, commit) -> session.aidp().start(loop.from(commit), start.withId(id)));
  }

  @Override
  String mode() {
    return watching.watch ? Watch.MODE : super.mode();
  }
}
