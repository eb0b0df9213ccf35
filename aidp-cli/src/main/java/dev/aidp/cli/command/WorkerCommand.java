package dev.aidp.cli.command;

import dev.aidp.cli.health.HealthEndpoint;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.config.Config;
import dev.aidp.runtime.config.Config.Given;
import dev.aidp.text.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aidp worker}. */
@Command(
    name = "worker",
    description = "Run activities and workflows until stopped; take over runs whose owner died.")
final class WorkerCommand extends BaseCommand {

  /**
   * How long it may sleep between two looks at whether its work has failed; a signal wakes it at
   * once.
   */
  private static final Duration LOOK = Duration.ofHours(1);

  @Option(
      names = "--drain",
      paramLabel = "D",
      description = "How long turns under way may take to end (10s).")
  String drain = "10s";

  @Option(
      names = "--health",
      paramLabel = "PORT",
      description =
          "Answer /live and /ready by HTTP: a port of this machine (0: a free one), or HOST:PORT.")
  @Nullable String health;

  @Option(
      names = "--repository",
      paramLabel = "URL",
      arity = "1..*",
      description =
          "Work in a clone of URL that the worker makes and keeps up to date; repeatable.")
  List<String> repositories = new ArrayList<>();

  WorkerCommand(Shell shell) {
    super(shell);
  }

  @Override
  int run() {
    Duration limit = Durations.parse(drain);
    if (limit == null) {
      throw new UsageException(
          "--drain must be " + Durations.EXPECTED + ": " + drain, "--drain", "Write --drain 10s");
    }
    Config config = config();
    try (Workplaces places = places(config);
        HealthEndpoint endpoint = endpoint(config, places)) {
      CompletableFuture<@Nullable Void> failed = new CompletableFuture<>();
      Thread work = new Thread(() -> work(places, config.engine(), failed), "aidp-worker");
      work.setDaemon(true);
      work.start();
      if (!common.quiet) {
        shell.note(
            "aidp: working for the "
                + config.engine()
                + " engine in "
                + places
                + "; stop with Ctrl-C or SIGTERM");
      }
      while (shell.interruption().signal() == null && !failed.isDone()) {
        shell.interruption().await(failed, LOOK);
      }
      return failed.isDone() ? thrown(failed) : drained(places, limit);
    }
  }

  /** A clone of the worker's own has nothing to do with the repository around. */
  private Config config() {
    List<Given> given = new ArrayList<>(common.given());
    Common.add(given, "worker.health", health, "--health");
    if (repositories.isEmpty() || common.config != null) {
      return Session.config(shell, common, given);
    }
    return Config.read(null, shell.environment(), given);
  }

  private Workplaces places(Config config) {
    return repositories.isEmpty()
        ? Workplaces.here(shell, common, config)
        : Workplaces.clones(shell, config, repositories);
  }

  private @Nullable HealthEndpoint endpoint(Config config, Workplaces places) {
    String where = config.health();
    if (where == null) {
      return null;
    }
    HealthEndpoint endpoint = HealthEndpoint.at(where, places::status);
    shell.note("aidp: answering at " + endpoint.url() + "/live and /ready");
    return endpoint;
  }

  /**
   * The façade's method may come back at once or only at the end: both are well; only a failure
   * ends the command.
   */
  private static void work(
      Workplaces places, String engine, CompletableFuture<@Nullable Void> failed) {
    try {
      places.work(engine);
    } catch (RuntimeException e) {
      failed.completeExceptionally(e);
    }
  }

  private static int thrown(CompletableFuture<@Nullable Void> failed) {
    failed.join();
    return Exits.FAILED;
  }

  private int drained(Workplaces places, Duration limit) {
    String signal = shell.interruption().signal();
    if (!common.quiet) {
      shell.note(
          "aidp: "
              + signal
              + ": taking nothing new; turns may end within "
              + Durations.text(limit));
    }
    places.drain(limit);
    places.close();
    if (!common.quiet) {
      shell.note(
          "aidp: stopped; what was not finished goes on with the next worker, or aidp resume");
    }
    if (common.json) {
      say(Json.object().put("stopped_by", signal));
    }
    return "SIGTERM".equals(signal) ? Exits.DONE : Exits.INTERRUPTED;
  }
}
