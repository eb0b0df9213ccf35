package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.jobs.Jobs;
import dev.aidp.cli.show.JobText;
import dev.aidp.runtime.view.RunView;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code aidp jobs status}. */
@Command(name = "status", description = "A background process, and how its run stands.")
final class JobStatusCommand extends JobCommand {

  JobStatusCommand(Shell shell) {
    super(shell, "aidp jobs status ID");
  }

  @Override
  int run(Session session, Jobs jobs, Jobs.Seen seen) {
    Optional<RunView> view = JobsCommand.view(session, seen);
    if (common.json) {
      ObjectNode document = JobsCommand.document(jobs, seen, view);
      view.ifPresent(run -> document.set("run", document(handle(session, seen), run)));
      say(document);
    } else {
      say(JobText.table(Map.of(seen, view), shell.clock().instant()));
      shell.say("Log: " + jobs.log(seen.job().id()));
      view.ifPresent(run -> report(handle(session, seen), run));
    }
    return Exits.DONE;
  }

  private static RunHandle handle(Session session, Jobs.Seen seen) {
    return session.run(seen.job().id());
  }
}
