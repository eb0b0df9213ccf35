package dev.aidp.activities.command;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.agent.AgentEnvironment;
import dev.aidp.activities.agent.PlannedWork;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Ended;
import dev.aidp.activities.process.Launch;
import dev.aidp.activities.process.Leftovers;
import dev.aidp.activities.process.Pulse;
import dev.aidp.activities.process.Supervisor;
import dev.aidp.activities.process.UnitLog;
import dev.aidp.activities.secret.Surroundings;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.activities.worktree.WorkingCopy;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.CommandActivities;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Check;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs checks in the worktrees of this repository. Safe for use by many threads. */
public final class CommandActivitiesImpl implements CommandActivities {

  private static final int OUTSIDE_SHOWN = 20;

  private final Layout layout;
  private final Worktrees worktrees;
  private final ArtifactStore store;
  private final PlannedWork plans;
  private final Surroundings surroundings;
  private final Supervisor supervisor;
  private final Leftovers leftovers;
  private final Verdicts verdicts;
  private final Preparation preparation;

  /** Makes it. */
  public CommandActivitiesImpl(
      Layout layout,
      Worktrees worktrees,
      ArtifactStore store,
      PlannedWork plans,
      Surroundings surroundings,
      Preparation preparation) {
    this.layout = layout;
    this.worktrees = worktrees;
    this.store = store;
    this.plans = plans;
    this.surroundings = surroundings;
    supervisor = preparation.supervisor();
    leftovers = new Leftovers(layout.processes());
    verdicts = new Verdicts(layout);
    this.preparation = preparation;
  }

  @Override
  public CheckReport checks(ChecksRequest request) {
    List<Check> checks = all(request);
    ImmutableMap<Check, CheckResult> known = known(request, checks);
    if (!checks.isEmpty() && known.size() == ImmutableSet.copyOf(checks).size()) {
      return report(checks, known, outside(request), true);
    }
    return checks(request, checks, known);
  }

  private CheckReport checks(
      ChecksRequest request, List<Check> checks, Map<Check, CheckResult> known) {
    Work work = request.work();
    leftovers.end(work);
    Pulse.during(() -> worktrees.restore(work, request.state()));
    try (UnitLog log = UnitLog.open(layout.logs(work.run(), work.unit()), surroundings.secrets())) {
      List<Check> rest = checks.stream().filter(check -> !known.containsKey(check)).toList();
      Optional<CheckResult> unprepared =
          rest.isEmpty() ? Optional.empty() : unprepared(request, log);
      if (unprepared.isPresent()) {
        return new CheckReport(ImmutableList.of(unprepared.get()), outside(request));
      }
      List<CheckResult> results = run(request, rest, log);
      Pulse.during(() -> worktrees.restore(work, request.state()));
      Map<Check, CheckResult> both = new LinkedHashMap<>(known);
      for (int i = 0; i < rest.size(); i++) {
        verdicts.remember(request, rest.get(i), results.get(i));
        both.put(rest.get(i), results.get(i));
      }
      return report(checks, both, outside(request), false);
    } catch (IOException e) {
      throw UnusableException.ofStorage(
          "The checks of %s cannot be kept on disk".formatted(work.unit()), e);
    }
  }

  /** Prepares the worktree; returns a red check if the setup command has failed on this tree. */
  private Optional<CheckResult> unprepared(ChecksRequest request, UnitLog log) throws IOException {
    Check setup = preparation.setup();
    Optional<Ended> failed =
        preparation.prepare(
            new WorkingCopy(
                request.work(), request.state(), command -> environment(request, command)),
            log);
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    try (Ended ended = failed.get()) {
      return Optional.of(Verdict.of(setup, ended, preparation.setupTimeout(), store));
    }
  }

  private ImmutableMap<Check, CheckResult> known(ChecksRequest request, List<Check> checks) {
    Map<Check, CheckResult> known = new LinkedHashMap<>();
    for (Check check : request.reuse() ? checks : ImmutableList.<Check>of()) {
      verdicts.passed(request, check).ifPresent(result -> known.put(check, result));
    }
    return ImmutableMap.copyOf(known);
  }

  private static CheckReport report(
      List<Check> checks, Map<Check, CheckResult> results, List<String> outside, boolean reused) {
    ImmutableList<CheckResult> inOrder =
        checks.stream()
            .flatMap(check -> Optional.ofNullable(results.get(check)).stream())
            .collect(ImmutableList.toImmutableList());
    return new CheckReport(inOrder, outside, reused);
  }

  private List<Check> all(ChecksRequest request) {
    ImmutableList.Builder<Check> all = ImmutableList.builder();
    all.addAll(request.checks());
    for (String unit : request.units()) {
      for (Check own : plans.checks(request.plan(), unit)) {
        all.add(new Check(unit + "/" + own.name(), own.command()));
      }
    }
    return all.build();
  }

  private List<CheckResult> run(ChecksRequest request, List<Check> checks, UnitLog log)
      throws IOException {
    if (checks.isEmpty()) {
      return ImmutableList.of();
    }
    log.header("%d checks, iteration %d".formatted(checks.size(), request.iteration()));
    List<CheckResult> results = sideBySide(request, checks, log);
    // A check that ran alone has seen exactly the tree, whatever it did to it.
    if (checks.size() > 1 && changed(request)) {
      log.header("a check has changed the tree: they run again, one by one");
      results = oneByOne(request, checks, log);
    }
    results = Budget.share(results);
    for (CheckResult result : results) {
      log.header("check %s %s".formatted(result.name(), result.passed() ? "passed" : "failed"));
    }
    return results;
  }

  private boolean changed(ChecksRequest request) {
    return !worktrees.tree(request.work()).equals(request.state().tree());
  }

  private List<CheckResult> oneByOne(ChecksRequest request, List<Check> checks, UnitLog log)
      throws IOException {
    List<CheckResult> results = new ArrayList<>();
    for (Check check : checks) {
      Pulse.during(() -> worktrees.restore(request.work(), request.state()));
      results.addAll(sideBySide(request, ImmutableList.of(check), log));
    }
    return results;
  }

  private List<CheckResult> sideBySide(ChecksRequest request, List<Check> checks, UnitLog log)
      throws IOException {
    List<UnitLog.Lines> lines =
        checks.stream().map(check -> log.lines(check.name() + " | ")).toList();
    ImmutableList.Builder<Launch> launches = ImmutableList.builder();
    for (int i = 0; i < checks.size(); i++) {
      launches.add(launch(request, checks.get(i), lines.get(i)));
    }
    ImmutableList<Ended> ended = supervisor.run(launches.build());
    try {
      ImmutableList.Builder<CheckResult> results = ImmutableList.builder();
      for (int i = 0; i < checks.size(); i++) {
        lines.get(i).flush();
        results.add(Verdict.of(checks.get(i), ended.get(i), request.timeout(), store));
      }
      return results.build();
    } finally {
      for (Ended each : ended) {
        each.close();
      }
    }
  }

  private Launch launch(ChecksRequest request, Check check, UnitLog.Lines lines) {
    return new Launch(
        request.work(),
        check.command(),
        worktrees.path(request.work()),
        environment(request, check.command()),
        "",
        request.timeout(),
        lines,
        Launch.WITH_OUTPUT);
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

  private List<String> outside(ChecksRequest request) {
    String unit = request.work().unit();
    if (!request.units().contains(unit) || plans.claims(request.plan(), unit).isEmpty()) {
      return ImmutableList.of();
    }
    return worktrees.changed(request.start(), request.state().tree()).stream()
        .filter(path -> !plans.claimed(request.plan(), unit, path))
        .limit(OUTSIDE_SHOWN)
        .collect(ImmutableList.toImmutableList());
  }
}
