package dev.aidp.cli.command;

import dev.aidp.cli.io.CliException;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.jobs.Job;
import dev.aidp.cli.jobs.Jobs;
import dev.aidp.runtime.view.RunView;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp jobs stop}. */
@Command(
    name = "stop",
    description =
        "End a background process with its agents. Its run stays, to be gone on with (aidp resume ID); with --cancel it ends.")
final class JobStopCommand extends JobCommand {

  private static final Duration LOOK = Duration.ofMillis(50);

  /** Its agents have 10 s. */
  private static final int LOOKS = 600;

  @Option(names = "--cancel", description = "The run ends, too.")
  boolean cancel;

  JobStopCommand(Shell shell) {
    super(shell, "aidp jobs stop ID [--cancel]");
  }

  @Override
  int run(Session session, Jobs jobs, Jobs.Seen seen) {
    Job job = seen.job();
    if (cancel) {
      JobsCommand.view(session, seen)
          .filter(run -> !run.ended())
          .ifPresent(run -> session.run(job.id()).cancel());
    }
    if (seen.alive()) {
      end(jobs, seen);
    } else {
      jobs.forget(seen);
    }
    Optional<RunView> run = JobsCommand.view(session, seen);
    String text = text(seen, run.orElse(null));
    if (common.json) {
      say(Json.object().put("id", job.id()).put("stopped", seen.alive()).put("text", text));
    } else {
      shell.say(text);
    }
    return Exits.DONE;
  }

  private static String text(Jobs.Seen seen, @Nullable RunView run) {
    String id = seen.job().id();
    String process =
        seen.alive() ? id + " is stopped" : id + " was gone already; nothing was to be stopped";
    if (run == null) {
      return process + ".";
    }
    String state = "; its run is " + run.state().wireName();
    return run.ended()
        ? process + state + "."
        : "%s%s. Go on: aidp resume %s. End it: aidp cancel %s".formatted(process, state, id, id);
  }

  private void end(Jobs jobs, Jobs.Seen seen) {
    Job job = seen.job();
    if (!cancel && !Jobs.end(seen)) {
      throw new CliException(
          Exits.UNUSABLE,
          "The process %d of %s is not to be seen from here".formatted(job.pid(), job.id()),
          "End it where it was started: in its container, or on its host.");
    }
    for (int i = 0; i < LOOKS && jobs.find(job.id()).filter(Jobs.Seen::alive).isPresent(); i++) {
      if (i == LOOKS / 2 && cancel) {
        Jobs.end(seen); // it has ended its run, or cannot
      }
      if (shell.interruption().await(LOOK) != null) {
        throw shell.interruption().leavesAlone(job.id(), "aidp jobs status " + job.id());
      }
    }
    if (jobs.find(job.id()).filter(Jobs.Seen::alive).isPresent()) {
      throw new CliException(
          Exits.UNUSABLE,
          "The process %d of %s was told to end and has not".formatted(job.pid(), job.id()),
          "See what it does: aidp jobs logs " + job.id());
    }
  }
}
