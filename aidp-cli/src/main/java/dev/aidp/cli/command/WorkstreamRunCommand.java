package dev.aidp.cli.command;

import com.google.common.collect.ImmutableList;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.activities.layout.Layout;
import dev.aidp.cli.io.CliException;
import dev.aidp.cli.io.Exits;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Shell;
import dev.aidp.cli.jobs.Jobs;
import dev.aidp.cli.show.RunText;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Defaults;
import dev.aidp.run.RunKind;
import dev.aidp.run.RunRequest;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workloop.WorkLoopRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code aidp ws run}. What it has done is nothing but the runs there are: killed and called again,
 * it goes on with those that have not ended, and does none twice.
 */
@Command(
    name = "run",
    description = "A work loop for each task, side by side (--max-parallel N at a time).")
final class WorkstreamRunCommand extends StartCommand {

  private static final Duration LOOK = Duration.ofMillis(200);

  @Parameters(arity = "1..*", paramLabel = "TASK", description = "What is to be done.")
  List<String> tasks = new ArrayList<>();

  private final Set<String> told = new LinkedHashSet<>();

  WorkstreamRunCommand(Shell shell) {
    super(shell, RunKind.LOOP);
  }

  @Override
  @Nullable String text() {
    return tasks.get(0);
  }

  @Override
  int begin(Session session, RunRequest<?> request, StartOptions start) throws IOException {
    if (request.branch() != null) {
      throw new UsageException(
          "Each workstream has a branch of its own", "--branch", "Leave it out.");
    }
    Workstreams.demandDifferent(tasks);
    String run = common.id == null ? new Workstreams(session).next(tasks) : common.id;
    if (run.length() > Workstreams.LONGEST_RUN || run.contains("-")) {
      throw new UsageException(
          "The --id of workstreams has at most %d characters, and no hyphen"
              .formatted(Workstreams.LONGEST_RUN),
          "--id",
          "Shorten it.");
    }
    Map<String, WorkLoopRequest> loops = new LinkedHashMap<>();
    ImmutableList<String> ids = Workstreams.ids(tasks, run);
    for (int i = 0; i < ids.size(); i++) {
      loops.put(
          ids.get(i),
          new WorkLoopRequest(tasks.get(i), request.base(), null, request.settings(), null));
    }
    return detaching.detach ? detach(session, run, ids) : stay(session, run, loops, start);
  }

  private int detach(Session session, String run, List<String> ids) throws IOException {
    var unused = Ownership.of(this, detaching).background(session, job(run));
    if (common.json) {
      say(Json.tree(ids));
    } else {
      ids.forEach(shell::say);
    }
    return Exits.DONE;
  }

  private static String job(String run) {
    return "workstreams-" + run;
  }

  private int stay(
      Session session, String run, Map<String, WorkLoopRequest> loops, StartOptions start)
      throws IOException {
    if (detaching.ready == null) {
      return worked(session, loops, start);
    }
    Jobs jobs = new Jobs(Layout.seen(session.aidp().top()));
    try (Jobs.Held held = jobs.enter(job(run), mode()).orElse(null)) {
      Ownership.report(detaching.ready, job(run));
      return worked(session, loops, start);
    }
  }

  private int worked(Session session, Map<String, WorkLoopRequest> loops, StartOptions start) {
    Deque<Map.Entry<String, WorkLoopRequest>> waiting = new ArrayDeque<>(loops.entrySet());
    Map<String, RunHandle> begun = new LinkedHashMap<>();
    int most = parallel(loops.values().iterator().next());
    while (shell.interruption().signal() == null) {
      List<RunView> views = begun.values().stream().map(RunHandle::view).toList();
      views.stream().filter(RunView::ended).forEach(this::tell);
      long busy = views.stream().filter(WorkstreamRunCommand::works).count();
      for (; busy < most && !waiting.isEmpty(); busy++) {
        Map.Entry<String, WorkLoopRequest> next = waiting.remove();
        begun.put(next.getKey(), begun(session, next.getValue(), start.withId(next.getKey())));
      }
      if (busy == 0) {
        return end(views);
      }
      shell.interruption().await(LOOK);
    }
    throw new CliException(
        Exits.INTERRUPTED,
        "Interrupted by %s".formatted(shell.interruption().signal()),
        "Go on with the same command: what has ended is not done again.");
  }

  private static int parallel(WorkLoopRequest loop) {
    Object limits = loop.settings().get("limits");
    Object most = limits instanceof Map<?, ?> said ? said.get("max_parallel") : null;
    return most instanceof Integer number ? number : Defaults.MAX_PARALLEL;
  }

  /** Begins one, or goes on with it where nobody works on it. */
  private RunHandle begun(Session session, WorkLoopRequest loop, StartOptions start) {
    RunHandle run = session.aidp().start(loop, start);
    boolean ours = run.adopt();
    if (!common.quiet && !run.view().ended()) {
      shell.note(run.id() + (ours ? ": begins" : ": another process works on it"));
    }
    return run;
  }

  /** Who waits for a person keeps nobody else waiting. */
  private static boolean works(RunView run) {
    return !run.ended() && run.state() != RunState.WAITING;
  }

  private void tell(RunView run) {
    if (told.add(run.id()) && !common.quiet) {
      shell.note(
          run.id()
              + ": "
              + run.state().wireName()
              + (run.branch() == null ? "" : ", its branch is " + run.branch()));
    }
  }

  private int end(List<RunView> runs) {
    if (common.json) {
      say(Json.runs(runs));
    } else {
      say(RunText.table(runs, shell.clock().instant()));
    }
    boolean all = runs.stream().allMatch(run -> run.state() == RunState.COMPLETED);
    return runs.stream()
        .filter(run -> run.state() == RunState.WAITING)
        .findFirst()
        .map(RunView::exitCode)
        .orElse(all ? Exits.DONE : Exits.FAILED);
  }
}
