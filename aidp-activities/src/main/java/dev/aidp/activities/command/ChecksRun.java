package dev.aidp.activities.command;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.agent.AgentEnvironment;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Heartbeat;
import dev.aidp.activities.process.Launch;
import dev.aidp.activities.process.ProcessResult;
import dev.aidp.activities.process.ProcessWatch;
import dev.aidp.activities.process.Supervisor;
import dev.aidp.activities.process.UnitLog;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.activities.worktree.WorkingCopy;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.TreeCheck;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Check;
import dev.aidp.run.Count;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs checks in one place, prepared for them, with the environment and log of who asks. */
record ChecksRun(
    Layout layout,
    Worktrees worktrees,
    ArtifactStore store,
    InheritedEnvironment surroundings,
    Preparation preparation,
    Map<String, TreeCheck> own) {

  /**
   * Where checks run.
   *
   * @param request what is asked
   * @param work whose worktree they run in
   * @param put puts that to the tree
   */
  record Place(ChecksRequest request, Work work, Runnable put) {

    private boolean clean() {
      return request.where().clean();
    }
  }

  /**
   * Returns what the checks came to, in their order; or only how the setup command ended, if that
   * has failed on this tree.
   */
  ImmutableList<CheckResult> in(Place place, List<Check> checks) {
    Work asking = place.request().work();
    UnitLog.show(layout.logs(asking.run(), asking.unit()));
    try (UnitLog log =
        UnitLog.open(layout.logs(asking.run(), asking.unit()), surroundings.secrets())) {
      if (checks.isEmpty()) {
        Heartbeat.during(place.put());
        return ImmutableList.of();
      }
      log.header(
          "%s, iteration %d%s"
              .formatted(
                  Count.of(checks.size(), "check"),
                  place.request().iteration(),
                  place.clean() ? ", clean checkout of " + place.request().state().tree() : ""));
      ImmutableList<CheckResult> results = Budget.share(results(place, checks, log));
      for (CheckResult result : results) {
        log.header("check %s %s".formatted(result.name(), result.passed() ? "passed" : "failed"));
      }
      return results;
    } catch (IOException | UncheckedIOException e) {
      throw unkept(asking, e);
    }
  }

  private static UnusableException unkept(Work asking, Exception cause) {
    return UnusableException.ofStorage(
        "The checks of %s cannot be kept on disk".formatted(asking.unit()), cause);
  }

  private List<CheckResult> results(Place place, List<Check> checks, UnitLog log)
      throws IOException {
    Optional<CheckResult> unprepared = put(place, log);
    if (unprepared.isPresent()) {
      return ImmutableList.of(unprepared.get());
    }
    List<CheckResult> results = inTurns(place, checks, log);
    // A check that ran alone has seen exactly the tree, whatever it did to it.
    if (checks.size() > 1 && changed(place)) {
      log.header("a check has changed the tree: they run again, one by one");
      return oneByOne(place, checks, log);
    }
    return results;
  }

  /** Runs those that are exclusive after all others, each by itself. */
  private List<CheckResult> inTurns(Place place, List<Check> checks, UnitLog log)
      throws IOException {
    List<List<Check>> turns = new ArrayList<>();
    turns.add(checks.stream().filter(check -> !check.exclusive()).toList());
    checks.stream().filter(Check::exclusive).forEach(check -> turns.add(List.of(check)));
    Map<Check, CheckResult> results = new LinkedHashMap<>();
    for (List<Check> turn : turns) {
      List<CheckResult> ended = turn.isEmpty() ? List.of() : sideBySide(place, turn, log);
      for (int i = 0; i < turn.size(); i++) {
        results.put(turn.get(i), ended.get(i));
      }
    }
    return checks.stream().flatMap(each -> Stream.ofNullable(results.get(each))).toList();
  }

  /** Puts and prepares the place; returns a red check if the setup command has failed there. */
  private Optional<CheckResult> put(Place place, UnitLog log) throws IOException {
    Heartbeat.during(place.put());
    ChecksRequest request = place.request();
    WorkingCopy copy =
        new WorkingCopy(place.work(), request.state(), command -> environment(request, command));
    Optional<ProcessResult> failed = preparation.prepare(copy, log);
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    try (ProcessResult ended = failed.get()) {
      return Optional.of(
          Verdict.of(
              preparation.setup(),
              ended,
              preparation.setupTimeout(),
              store,
              worktrees.path(place.work()),
              place.clean()));
    }
  }

  private boolean changed(Place place) {
    return !worktrees.tree(place.work()).equals(place.request().state().tree());
  }

  private List<CheckResult> oneByOne(Place place, List<Check> checks, UnitLog log)
      throws IOException {
    List<CheckResult> results = new ArrayList<>();
    for (Check check : checks) {
      Optional<CheckResult> unprepared = put(place, log);
      if (unprepared.isPresent()) {
        return ImmutableList.of(unprepared.get());
      }
      results.addAll(sideBySide(place, ImmutableList.of(check), log));
    }
    return results;
  }

  private List<CheckResult> sideBySide(Place place, List<Check> checks, UnitLog log)
      throws IOException {
    List<UnitLog.Lines> lines =
        checks.stream().map(check -> log.lines(check.name() + " | ")).toList();
    ImmutableList.Builder<Launch> launches = ImmutableList.builder();
    for (int i = 0; i < checks.size(); i++) {
      launches.add(launch(place, checks.get(i), lines.get(i)));
    }
    ImmutableList<ProcessResult> ended = ended(checks.get(0), launches.build(), log);
    try {
      ImmutableList.Builder<CheckResult> results = ImmutableList.builder();
      for (int i = 0; i < checks.size(); i++) {
        lines.get(i).flush();
        results.add(verdict(place, checks.get(i), ended.get(i)));
      }
      return results.build();
    } finally {
      for (ProcessResult each : ended) {
        each.close();
      }
    }
  }

  /** An output may take long to read. */
  private CheckResult verdict(Place place, Check check, ProcessResult ended) {
    return Heartbeat.during(
        () -> {
          try {
            return Verdict.of(
                check,
                ended,
                place.request().timeout(),
                store,
                worktrees.path(place.work()),
                place.clean());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private ImmutableList<ProcessResult> ended(Check first, List<Launch> launches, UnitLog log) {
    Supervisor supervisor = preparation.supervisor();
    if (!first.exclusive()) {
      return supervisor.run(launches);
    }
    Runnable waiting =
        () -> {
          try {
            log.header("check %s is exclusive: it waits for another one".formatted(first.name()));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    return ImmutableList.of(supervisor.runAlone(launches.get(0), waiting));
  }

  private Launch launch(Place place, Check check, UnitLog.Lines lines) {
    return new Launch(
        place.work(),
        program(place, check),
        worktrees.path(place.work()),
        environment(place.request(), check.command()),
        "",
        check.timeout(place.request().timeout()),
        new Launch.Sinks(lines, Launch.WITH_OUTPUT),
        ProcessWatch.NONE);
  }

  private Launch.Program program(Place place, Check check) {
    String id = check.code();
    if (id == null) {
      return new Launch.Command(Launch.shell(check.command()));
    }
    TreeCheck code = own.get(id);
    if (code == null) {
      throw new UnusableException(
          "This process has no check %s.".formatted(id),
          "Go on with the run in the application that has that check.");
    }
    return new CheckInProcess(id, code, worktrees.path(place.work()));
  }

  private ImmutableMap<String, String> environment(ChecksRequest request, String command) {
    Work work = request.work();
    Role role = work.ofMerge() ? Role.RESOLVER : Role.CODER;
    return ImmutableMap.copyOf(
        AgentEnvironment.of(
            surroundings.ofCheck(command),
            work,
            AgentEnvironment.unit(work),
            role,
            request.iteration(),
            layout.io(work),
            worktrees.environment(work)));
  }
}
