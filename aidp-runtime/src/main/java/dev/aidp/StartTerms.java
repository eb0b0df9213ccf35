package dev.aidp;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Approval;
import dev.aidp.run.Budget;
import dev.aidp.run.Check;
import dev.aidp.run.Merging;
import dev.aidp.run.RunKind;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Tiers;
import dev.aidp.workflows.wire.Wire;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a run was started with and keeps: a later start with the same id must agree in all of it.
 *
 * @param kind feature, loop or merge
 * @param text the text, by reference
 * @param plan the plan, by reference, or null
 * @param base the ref as it was written
 * @param baseCommit what it meant then
 * @param branch the result branch
 * @param agents the commands by role's name
 * @param checks the checks
 * @param limits those that may not change later, as text
 * @param strategy how units join, and what is enough
 * @param engine the engine that was asked for
 * @param server the Temporal service it is on, or null: where it is found, nothing to agree in
 */
record StartTerms(
    String kind,
    String text,
    @Nullable String plan,
    String base,
    String baseCommit,
    String branch,
    Map<String, String> agents,
    List<Check> checks,
    String limits,
    String strategy,
    String engine,
    @Nullable Server server) {

  /**
   * What a run is asked besides its settings.
   *
   * @param kind feature, loop or merge
   * @param text the text, by reference
   * @param plan the plan, by reference, or null
   * @param base the ref as it was written
   * @param baseCommit what it means
   * @param branch the result branch
   * @param engine the engine that was asked for
   */
  record Asked(
      RunKind kind,
      String text,
      @Nullable String plan,
      String base,
      String baseCommit,
      String branch,
      String engine) {}

  static StartTerms of(Asked asked, RunSettings settings) {
    var limits = settings.limits();
    var agents = new java.util.TreeMap<String, String>();
    settings.agents().forEach((role, chain) -> agents.put(role.wireName(), chain.terms()));
    return new StartTerms(
        asked.kind().wireName(),
        asked.text(),
        asked.plan(),
        asked.base(),
        asked.baseCommit(),
        asked.branch(),
        agents,
        settings.checks(),
        "max-iterations %d, retries %d, agent-timeout %s, check-timeout %s%s%s"
            .formatted(
                limits.maxIterations(),
                limits.retries(),
                limits.agentTimeout(),
                limits.checkTimeout(),
                tiers(settings.tiers()),
                budget(limits.budget())),
        "%s, min-success %s, claims %s"
                .formatted(
                    settings.strategy().wireName(),
                    settings.minSuccess(),
                    settings.claims().wireName())
            + merging(settings.merging())
            + approvals(settings)
            + ", baseline "
            + settings.baseline().wireName(),
        asked.engine(),
        null);
  }

  /** Returns those of a workflow of the application's own. */
  static StartTerms own(OwnRun.Call call, String engine) {
    return new StartTerms(
        OwnRun.KIND, call.workflow(), null, "", "", "", Map.of(), List.of(), "", "", engine, null);
  }

  /** Returns a copy for a run on {@code place}. */
  StartTerms on(@Nullable Server place) {
    return new StartTerms(
        kind,
        text,
        plan,
        base,
        baseCommit,
        branch,
        agents,
        checks,
        limits,
        strategy,
        engine,
        place);
  }

  /** What was registered before there was a choice has nothing of it. */
  private static String merging(Merging merging) {
    return merging.equals(Merging.defaults())
        ? ""
        : ", rework %d, resolver-scope %s"
            .formatted(merging.rework(), merging.resolverScope().wireName());
  }

  /** Runs of a time before there were budgets have none in their terms. */
  private static String budget(Budget budget) {
    return budget.none() ? "" : ", budget " + Wire.json(budget);
  }

  /** Runs of a time before there were tiers have none in their terms. */
  private static String tiers(Tiers tiers) {
    return tiers.equals(Tiers.USUAL)
        ? ""
        : ", tier %s, agent-timeouts %s"
            .formatted(tiers.start() == null ? "by class" : tiers.start(), tiers.timeouts());
  }

  private static String approvals(RunSettings settings) {
    return settings.approvals().isEmpty()
        ? ""
        : ", approve "
            + settings.approvals().stream()
                .map(Approval::wireName)
                .collect(Collectors.joining(","));
  }

  /** Returns the names of what differs in {@code other}, in words a person used to say it. */
  List<String> differences(StartTerms other) {
    ImmutableList.Builder<String> found = ImmutableList.builder();
    difference(found, "kind", kind, other.kind);
    boolean merge = kind.equals(RunKind.MERGE.wireName());
    difference(found, merge ? "list of branches" : "text", text, other.text);
    difference(found, "plan", plan, other.plan);
    if (!base.equals(other.base)) {
      difference(found, "base", baseCommit, other.baseCommit);
    }
    difference(found, "branch", branch, other.branch);
    difference(found, "agents", agents, other.agents);
    difference(found, "checks", checks, other.checks);
    difference(found, "limits (" + limits + ")", limits, other.limits);
    difference(found, "strategy (" + strategy + ")", strategy, other.strategy);
    difference(found, "engine (" + engine + ")", engine, other.engine);
    return found.build();
  }

  private static void difference(
      ImmutableList.Builder<String> found,
      String name,
      @Nullable Object mine,
      @Nullable Object theirs) {
    if (!Objects.equals(mine, theirs)) {
      found.add(name);
    }
  }
}
