package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.RunHandle;
import dev.aidp.cli.io.CommandWords;
import dev.aidp.cli.io.Errors;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.io.Texts;
import dev.aidp.cli.progress.Merges;
import dev.aidp.cli.progress.Progress;
import dev.aidp.failure.UnusableException;
import dev.aidp.merge.MergeReport;
import dev.aidp.run.RunState;
import dev.aidp.run.Waiting;
import dev.aidp.runtime.view.ErrorView;
import dev.aidp.runtime.view.RunView;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Stays with a run until it has ended, waits for a person, or this process is asked to end. */
final class Foreground {

  /** Often enough for a person, seldom enough for a machine that works. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private static final Duration KEPT = Duration.ofSeconds(5);

  /** As a worker does that is stopped. */
  private static final Duration OTHERS = Duration.ofSeconds(10);

  private final BaseCommand verb;
  private final Shell shell;
  private final Session session;
  private final RunHandle run;
  private final @Nullable Waiting settled;
  private final Consumer<RunView> report;
  private boolean owner;
  private CompletableFuture<RunView> ended;

  private Foreground(
      BaseCommand verb,
      Session session,
      RunHandle run,
      @Nullable Waiting settled,
      Consumer<RunView> report) {
    this.settled = settled;
    this.report = report;
    this.verb = verb;
    this.shell = verb.shell;
    this.session = session;
    this.run = run;
    this.owner = run.adopt();
    this.ended = run.ended();
  }

  /**
   * Stays with {@code run}, shows its result and returns the exit code; that it still waits for
   * {@code settled}, which a message under way ends, is no reason to leave it.
   */
  static int stay(BaseCommand verb, Session session, RunHandle run, @Nullable Waiting settled) {
    Consumer<RunView> report =
        last -> {
          verb.shell.say("");
          verb.report(run, last);
        };
    return new Foreground(verb, session, run, settled, report).stay();
  }

  /** Does the same, and shows a run that has ended by {@code report}. */
  static int stay(BaseCommand verb, Session session, RunHandle run, Consumer<RunView> report) {
    return new Foreground(verb, session, run, null, report).stay();
  }

  private int stay() {
    RunView last = run.view();
    try (Progress progress = verb.progress()) {
      progress.look(last);
      while (!last.ended() && !waitsForPerson(last) && shell.interruption().signal() == null) {
        shell.interruption().await(ended, LOOK);
        last = look(last);
        progress.look(last);
      }
    } catch (UnusableException e) {
      return unusable(last, e);
    }
    if (last.ended()) {
      shell.interruption().await(ended, KEPT); // so that its last document is kept
      session.aidp().drain(OTHERS); // what is done here for other runs need not be done again
    }
    String signal = shell.interruption().signal();
    return signal == null || last.ended() ? finish(last) : interrupted(last, signal);
  }

  /** Returns whether only a person can go on with the run. */
  private boolean waitsForPerson(RunView view) {
    return view.state() == RunState.WAITING && !Objects.equals(view.standing().waiting(), settled);
  }

  private RunView look(RunView last) {
    if (!ended.isDone()) {
      RunView view = run.view();
      return view.state() == RunState.INTERRUPTED && takenOver() ? run.view() : view;
    }
    try {
      return ended.join();
    } catch (CompletionException e) {
      if (takenOver()) {
        return last;
      }
      throw e.getCause() instanceof UnusableException unusable ? unusable : e;
    }
  }

  /** Its owner has died while this process only watched: whoever is here goes on with it. */
  private boolean takenOver() {
    if (owner || !run.adopt()) {
      return false;
    }
    owner = true;
    ended = run.ended();
    return true;
  }

  private int finish(RunView last) {
    if (verb.common.quiet && !verb.common.json) {
      shell.say(
          last.branch() == null
              ? last.id() + " " + last.state().wireName()
              : last.branch() + " " + last.commit());
    } else if (!verb.common.json) {
      report.accept(last);
    } else {
      verb.say(verb.document(run, last));
    }
    if (!(shell.screen().out() && shell.screen().err()) || verb.common.quiet || verb.common.json) {
      why(last).forEach(shell::note); // else it stands in the report on the same screen
    }
    if (last.state() == RunState.CANCELLED) {
      shell.note(
          "aidp: "
              + last.id()
              + " was cancelled; start what had not finished again with: aidp retry "
              + last.id());
    }
    return last.exitCode();
  }

  /** Returns why the run is not what it should have come to, and what to do about it. */
  private static List<String> why(RunView last) {
    MergeReport merge = last.merge();
    ErrorView error = CommandWords.of(last).error();
    return switch (last.state()) {
      case FAILED, WAITING -> error == null ? List.of() : Errors.lines(error);
      case PARTIAL ->
          merge == null
              ? List.of()
              : merge.leftOut().stream()
                  .map(left -> Texts.printable("aidp: " + Merges.leftOut(left)))
                  .toList();
      default -> List.of();
    };
  }

  private int interrupted(RunView last, String signal) {
    String id = last.id();
    session.close();
    ErrorView error =
        owner
            ? ErrorView.of(
                Exits.INTERRUPTED,
                id
                    + " was interrupted by "
                    + signal
                    + "; its agents have been ended, what was recorded is kept",
                "Go on with the same command, or: aidp resume " + id)
            : ErrorView.of(
                Exits.INTERRUPTED,
                "Interrupted by " + signal + "; " + id + " goes on in the process that owns it",
                "Look: aidp status " + id + ". End it: aidp cancel " + id);
    return broken(last, error, owner);
  }

  private int unusable(RunView last, UnusableException e) {
    session.close(); // what it holds open, the words below may need
    return broken(last, Errors.of(e), true);
  }

  private int broken(RunView last, ErrorView error, boolean stopped) {
    Errors.lines(error).forEach(shell::note);
    if (verb.common.json) {
      ObjectNode document = Json.run(last);
      if (stopped && !last.ended()) {
        document.put("state", RunState.INTERRUPTED.wireName());
      }
      document.set("error", Json.tree(error));
      verb.say(document);
    }
    return error.code();
  }
}
