package dev.aidp.cli.command;

import dev.aidp.RunFilter;
import dev.aidp.RunHandle;
import dev.aidp.activities.git.Repository;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.cli.io.CliException;
import dev.aidp.cli.io.Errors;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.jobs.Jobs;
import dev.aidp.cli.progress.Progress;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.plan.Glob;
import dev.aidp.runtime.view.RunView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Starts a run for each new commit of a ref. What it has done is nothing but the runs there are,
 * whose ids are made of the commits: killed and called again, it goes on with the one that was
 * under way, and does none twice.
 */
final class Watch {

  /** What a process that watches is for. */
  static final String MODE = "watch";

  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Duration SHOW = Duration.ofMillis(200);

  /** A server or a disk that is not there may be there again. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Enough of a commit's name to know it. */
  private static final int SHORT = 12;

  private static final int LONGEST_NAME = 64 - 1 - SHORT;

  private final BaseCommand verb;
  private final Shell shell;
  private final DetachOptions detaching;
  private final Duration settle;
  private final List<Glob> files;
  private final String name;
  private final String ref;
  private final Path place;
  private final Git git;
  private @Nullable String done;
  private String complaint = "";

  Watch(BaseCommand verb, DetachOptions detaching, WatchOptions options, String name, String ref) {
    this.verb = verb;
    this.shell = verb.shell;
    this.detaching = detaching;
    this.settle = options.settling();
    this.files = options.globs();
    this.name = name;
    this.ref = ref;
    this.place = Session.place(shell, verb.common);
    this.git = Git.at(place);
    if (name.length() > LONGEST_NAME) {
      throw new UsageException(
          "The id of a watch has at most " + LONGEST_NAME + " characters", "--id", "Shorten it.");
    }
  }

  /** Watches until it is asked to end; {@code start} starts the run with an id for a commit. */
  int stay(Session session, BiFunction<String, String, RunHandle> start) throws IOException {
    Layout layout = Layout.of(place);
    new Repository(layout, place).resolveCommit(ref); // who names none is told so at once
    if (detaching.detach) {
      return detach(session);
    }
    Jobs jobs = new Jobs(layout);
    try (Jobs.Held held = jobs.enter(name, MODE).orElseThrow(() -> watched(jobs))) {
      if (detaching.ready != null) {
        Ownership.report(detaching.ready, name);
      }
      while (shell.interruption().signal() == null) {
        look(session, start, new Repository(layout, place));
        jobs.trimLog(name);
        shell.interruption().await(LOOK);
      }
    }
    throw new CliException(
        Exits.INTERRUPTED,
        "Interrupted by %s; %s is watched no more".formatted(shell.interruption().signal(), ref),
        "Go on with the same command: no commit is done twice. What there is: aidp list");
  }

  private int detach(Session session) throws IOException {
    String id = Ownership.of(verb, detaching).background(session, name);
    if (verb.common.json) {
      verb.say(Json.object().put("id", id).put("mode", MODE));
    } else {
      shell.say(id);
    }
    return Exits.DONE;
  }

  private CliException watched(Jobs jobs) {
    String process = jobs.find(name).map(seen -> " by process " + seen.job().pid()).orElse("");
    return new CliException(
        Exits.USAGE,
        name + " is watched already" + process,
        "Look: aidp jobs status %s. End it: aidp jobs stop %s. Another one beside it: --id"
            .formatted(name, name));
  }

  private void look(
      Session session, BiFunction<String, String, RunHandle> start, Repository repository) {
    try {
      String commit = settled(repository);
      if (commit == null || commit.equals(done)) {
        return;
      }
      if (wanted(commit) && !own(session, commit)) {
        perform(start, commit);
      }
      done = shell.interruption().signal() == null ? commit : done;
      complaint = "";
    } catch (UnusableException e) {
      complain(Errors.lines(Errors.of(e)));
      shell.interruption().await(PATIENCE);
    } catch (UsageException e) {
      complain(Errors.lines(Errors.of(e))); // the ref is gone, or such a run is there otherwise
    }
  }

  /** Once, however often it is so. */
  private void complain(List<String> lines) {
    String text = String.join("\n", lines);
    if (!text.equals(complaint)) {
      lines.forEach(shell::note);
      complaint = text;
    }
  }

  /** Returns the commit, once no other one has come for a while; null if one may come still. */
  private @Nullable String settled(Repository repository) {
    String now = repository.resolveCommit(ref);
    if (now.equals(done)) {
      return now;
    }
    shell.interruption().await(settle);
    return repository.resolveCommit(ref).equals(now) ? now : null;
  }

  private boolean wanted(String commit) {
    if (files.isEmpty() || done == null) {
      return true;
    }
    return git.run("diff", "--name-only", "--no-renames", "-z", done, commit).fields().stream()
        .anyMatch(path -> files.stream().anyMatch(glob -> glob.matches(path)));
  }

  /** What a run of this watch has made, merged as it is, is nothing new: or it would never end. */
  private boolean own(Session session, String commit) {
    Optional<RunView> maker =
        session.aidp().views(RunFilter.all()).stream()
            .filter(run -> run.id().startsWith(name + "-") && run.commit() != null)
            .filter(run -> tree(String.valueOf(run.commit())).equals(tree(commit)))
            .findFirst();
    maker.ifPresent(run -> shell.note("%s is what %s has made".formatted(ref, run.id())));
    return maker.isPresent();
  }

  private String tree(String commit) {
    return git.run("rev-parse", "--verify", "--quiet", commit + "^{tree}").line();
  }

  private void perform(BiFunction<String, String, RunHandle> start, String commit) {
    RunHandle run = start.apply(name + "-" + commit.substring(0, SHORT), commit);
    CompletableFuture<RunView> ended = run.ended();
    try (Progress progress = verb.progress()) {
      while (!ended.isDone() && shell.interruption().signal() == null) {
        progress.look(run.view());
        shell.interruption().await(ended, SHOW);
      }
    }
    if (ended.isDone() && !verb.common.json) {
      verb.report(run, run.view());
    }
  }
}
