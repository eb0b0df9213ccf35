package dev.aidp.activities.command;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.agent.PlannedWork;
import dev.aidp.activities.command.ChecksRun.Place;
import dev.aidp.activities.git.CleanCheckouts;
import dev.aidp.activities.git.TreeDiffs;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.guard.GuardCheck;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Heartbeat;
import dev.aidp.activities.process.OrphanReaper;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.CommandActivities;
import dev.aidp.command.TreeCheck;
import dev.aidp.run.Check;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs checks on trees of this repository. Safe for use by many threads. */
public final class CommandActivitiesImpl implements CommandActivities {

  private static final int OUTSIDE_SHOWN = 20;

  private final Worktrees worktrees;
  private final PlannedWork plans;
  private final OrphanReaper leftovers;
  private final CheckCache verdicts;
  private final Preparation preparation;
  private final CleanCheckouts cleanCheckouts;
  private final ChecksRun run;
  private final GuardCheck guards;

  /** Makes it of commands alone. */
  public CommandActivitiesImpl(
      Layout layout,
      Worktrees worktrees,
      ArtifactStore store,
      PlannedWork plans,
      InheritedEnvironment surroundings,
      Preparation preparation) {
    this(layout, worktrees, store, plans, surroundings, preparation, ImmutableMap.of());
  }

  /** Makes it; {@code own} are the checks that are code of this process, by name and version. */
  public CommandActivitiesImpl(
      Layout layout,
      Worktrees worktrees,
      ArtifactStore store,
      PlannedWork plans,
      InheritedEnvironment surroundings,
      Preparation preparation,
      Map<String, TreeCheck> own) {
    this.worktrees = worktrees;
    this.plans = plans;
    this.preparation = preparation;
    leftovers = new OrphanReaper(layout.processes());
    verdicts = new CheckCache(layout, preparation);
    cleanCheckouts = new CleanCheckouts(layout, worktrees, leftovers::end);
    guards = new GuardCheck(new TreeDiffs(layout));
    run = new ChecksRun(layout, worktrees, store, surroundings, preparation, own);
  }

  @Override
  public CheckReport checks(ChecksRequest request) {
    DiffGuards asked = request.bounds().guards();
    CheckReport report = ran(request);
    return asked == null
        ? report
        : report.guarded(guards.check(asked, request.bounds().start(), request.state()));
  }

  private CheckReport ran(ChecksRequest request) {
    List<Check> checks = all(request);
    ImmutableMap<Check, CheckResult> known = verdicts.known(request, checks);
    if (!checks.isEmpty() && known.size() == ImmutableSet.copyOf(checks).size()) {
      return report(checks, known, outside(request), true);
    }
    if (checks.isEmpty() && request.where().clean()) {
      return new CheckReport(ImmutableList.of(), outside(request));
    }
    List<Check> rest = checks.stream().filter(check -> !known.containsKey(check)).toList();
    List<CheckResult> results = results(request, rest);
    if (results.size() == 1 && results.get(0).name().equals(Preparation.SETUP)) {
      return new CheckReport(results, outside(request));
    }
    Map<Check, CheckResult> both = new LinkedHashMap<>(known);
    for (int i = 0; i < rest.size(); i++) {
      CheckResult result = settled(request, rest.get(i), results.get(i));
      verdicts.remember(request, rest.get(i), result);
      both.put(rest.get(i), result);
    }
    return report(checks, both, outside(request), false);
  }

  private List<CheckResult> results(ChecksRequest request, List<Check> checks) {
    return request.where().clean()
        ? inCleanCheckout(request, checks)
        : inWorkingCopy(request, checks);
  }

  /**
   * Where a check is red on the tree on which it was green before, one of the two was chance: it
   * runs again there, and once it is green it has passed, and is flaky.
   */
  private CheckResult settled(ChecksRequest request, Check check, CheckResult first) {
    if (first.passed() || !verdicts.wasGreen(request, check)) {
      return first;
    }
    for (int i = 0; i < request.reruns(); i++) {
      CheckResult again = results(request, ImmutableList.of(check)).get(0);
      if (again.passed()) {
        CheckResult.Details red = first.more();
        return again.withDetails(again.more().withFlaky(true).withFailures(red.failures()));
      }
    }
    return first;
  }

  private List<CheckResult> inWorkingCopy(ChecksRequest request, List<Check> checks) {
    Work work = request.work();
    leftovers.end(work);
    Runnable put = () -> worktrees.ready(work, request.state());
    List<CheckResult> results = run.in(new Place(request, work, put), checks);
    Heartbeat.during(put);
    return results;
  }

  private List<CheckResult> inCleanCheckout(ChecksRequest request, List<Check> checks) {
    worktrees.makeFolders(request.work());
    try (CleanCheckouts.Lease lease = cleanCheckouts.lease(request.work())) {
      Runnable put = () -> lease.put(request.state(), preparation.caches());
      return run.in(new Place(request, lease.work(), put), checks);
    }
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
    List<Check> all = new ArrayList<>();
    all.addAll(request.required().checks());
    for (String unit : request.required().units()) {
      for (Check own : plans.checks(request.required().plan(), unit)) {
        all.add(own.named(unit + "/" + own.name()));
      }
    }
    return all.stream().filter(check -> check.phase().due(request.required().upTo())).toList();
  }

  private List<String> outside(ChecksRequest request) {
    String unit = request.work().unit();
    String plan = request.required().plan();
    if (!request.required().units().contains(unit) || plans.claims(plan, unit).isEmpty()) {
      return ImmutableList.of();
    }
    return worktrees.changed(request.bounds().start(), request.state().tree()).stream()
        .filter(path -> !plans.claimed(plan, unit, path))
        .limit(OUTSIDE_SHOWN)
        .collect(ImmutableList.toImmutableList());
  }
}
