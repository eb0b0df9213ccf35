package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.activities.layout.Layout;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.jobs.Jobs;
import dev.aidp.cli.show.JobText;
import dev.aidp.failure.NotFoundException;
import dev.aidp.runtime.view.RunView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code aidp jobs}, and {@code aidp jobs list}. */
@Command(
    name = "jobs",
    description =
        "What works in the background on this repository (--detach): aidp jobs [list], aidp jobs status ID,"
            + " aidp jobs logs ID [--follow], aidp jobs stop ID [--cancel].",
    synopsisSubcommandLabel = "[list|status|logs|stop] [ID]")
class JobsCommand extends BaseCommand {

  JobsCommand(Shell shell) {
    super(shell);
  }

  static CommandLine line(Shell shell) {
    CommandLine line = new CommandLine(new JobsCommand(shell));
    line.addSubcommand(new Listing(shell));
    line.addSubcommand(new JobStatusCommand(shell));
    line.addSubcommand(new JobLogsCommand(shell));
    line.addSubcommand(new JobStopCommand(shell));
    return line;
  }

  @Override
  int run() {
    try (Session session = open()) {
      Map<Jobs.Seen, Optional<RunView>> all = new LinkedHashMap<>();
      Jobs jobs = new Jobs(Layout.seen(session.aidp().top()));
      for (Jobs.Seen seen : jobs.all()) {
        Optional<RunView> run = view(session, seen);
        if (seen.alive() || run.filter(RunView::ended).isEmpty()) {
          all.put(seen, run); // of one that is gone somebody else may have ended the run
        }
      }
      if (common.json) {
        ArrayNode array = Json.object().arrayNode();
        all.forEach((seen, run) -> array.add(document(jobs, seen, run)));
        say(array);
      } else {
        say(JobText.table(all, shell.clock().instant()));
      }
      return Exits.DONE;
    }
  }

  /** Returns how the run of a job stands; a watch has none of its own name. */
  static Optional<RunView> view(Session session, Jobs.Seen seen) {
    try {
      return Optional.of(session.run(seen.job().id()).lastKnown());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  static ObjectNode document(Jobs jobs, Jobs.Seen seen, Optional<RunView> run) {
    return Json.object()
        .put("id", seen.job().id())
        .put("mode", seen.job().mode())
        .put("pid", seen.job().pid())
        .put("alive", seen.alive())
        .put("since", seen.job().since().toString())
        .put("state", JobText.state(seen, run))
        .put("log", jobs.log(seen.job().id()).toString());
  }

  /** By its full name. */
  @Command(name = "list", description = "What works in the background on this repository.")
  private static final class Listing extends JobsCommand {
    Listing(Shell shell) {
      super(shell);
    }
  }
}
