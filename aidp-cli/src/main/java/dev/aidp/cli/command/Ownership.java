package dev.aidp.cli.command;

import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.jobs.Jobs;
import dev.aidp.run.RunRequest;
import dev.aidp.run.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Who works on the run of a command: this process in the foreground, or one that it starts for
 * that.
 */
final class Ownership {

  private final BaseCommand verb;
  private final DetachOptions options;

  private Ownership(BaseCommand verb, DetachOptions options) {
    this.verb = verb;
    this.options = options;
  }

  static Ownership of(BaseCommand verb, DetachOptions options) {
    return new Ownership(verb, options);
  }

  /** Starts a run or attaches to it, here or in a background process. */
  int begin(Session session, RunRequest<?> request, StartOptions start) throws IOException {
    return options.detach
        ? detach(session, session.aidp().idOf(request, start))
        : begin(session, session.aidp().start(request, start));
  }

  /**
   * Works on {@code run}, or watches it; in a background process only what nobody else works on.
   */
  int begin(Session session, RunHandle run) throws IOException {
    return begin(session, run, null);
  }

  /** Does the same; that the run still waits for {@code settled} is no reason to leave it. */
  int begin(Session session, RunHandle run, @Nullable Waiting settled) throws IOException {
    if (options.ready == null) {
      return Foreground.stay(verb, session, run, settled);
    }
    if (!run.adopt()) {
      report(options.ready, run.id());
      return Exits.DONE;
    }
    Jobs jobs = new Jobs(Layout.seen(session.aidp().top()));
    // One of its name that is still ending holds the name for a moment; the run is ours all the
    // same.
    try (Jobs.Held held = jobs.enter(run.id(), verb.mode()).orElse(null)) {
      report(options.ready, run.id());
      return Foreground.stay(verb, session, run, settled);
    }
  }

  /**
   * Lets a background process do this command.
   *
   * @param expected the run's id, unless another process takes it meanwhile
   */
  int detach(Session session, String expected) throws IOException {
    String id = background(session, expected);
    if (verb.common.json) {
      verb.say(Json.run(session.run(id).view()));
    } else {
      verb.shell.say(id);
    }
    return Exits.DONE;
  }

  /** Does the same and prints nothing; returns the id that the background process has. */
  String background(Session session, String expected) throws IOException {
    return new Background(verb.shell, session.aidp().top(), expected).start(arguments());
  }

  private List<String> arguments() {
    CommandSpec spec = verb.spec;
    List<String> arguments =
        new ArrayList<>(spec.root().commandLine().getParseResult().originalArgs());
    int end = arguments.indexOf("--");
    List<String> options = end < 0 ? arguments : arguments.subList(0, end);
    options.removeIf(List.of(DetachOptions.DETACH, "--json")::contains);
    return arguments;
  }

  /** The file appears with its content, never without. */
  static void report(Path ready, String id) throws IOException {
    PrivateFiles.replace(ready, id + "\n");
  }
}
