package dev.aidp.cli.command;

import dev.aidp.RunHandle;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.text.Durations;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp wait}. */
@Command(
    name = "wait",
    description =
        "Wait until a run has ended, waits for a person, or nobody works on it; exit as it did, 7 if it has not ended.")
final class WaitCommand extends RunIdCommand {

  private static final Duration LOOK = Duration.ofMillis(300);

  @Option(names = "--for", paramLabel = "D", description = "At most so long: 90s, 10m.")
  @Nullable String limit;

  WaitCommand(Shell shell) {
    super(shell, "aidp wait ID [--for D]", 0, 0);
  }

  @Override
  int run() {
    String id = id();
    Instant deadline = deadline();
    try (Session session = open()) {
      RunHandle run = session.run(id);
      RunView view = run.lastKnown();
      while (!settled(view.state()) && shell.clock().instant().isBefore(deadline)) {
        if (shell.interruption().await(LOOK) != null) {
          throw shell.interruption().leavesAlone(id, "aidp wait " + id);
        }
        view = run.lastKnown();
      }
      if (common.json) {
        say(document(run, view));
      } else if (!common.quiet) {
        report(run, view);
      }
      return view.exitCode();
    }
  }

  private Instant deadline() {
    if (limit == null) {
      return Instant.MAX;
    }
    Duration time = Durations.parse(limit);
    if (time == null) {
      throw new UsageException(
          "Not a length of time: " + limit, "--for", "Give " + Durations.EXPECTED + ".");
    }
    return shell.clock().instant().plus(time);
  }

  private static boolean settled(RunState state) {
    return state.ended() || state == RunState.INTERRUPTED || state == RunState.WAITING;
  }
}
