package dev.aidp;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Approval;
import dev.aidp.run.Budget;
import dev.aidp.run.Check;
import dev.aidp.run.Defaults;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.Limits;
import dev.aidp.run.Review;
import dev.aidp.run.RunKind;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Tiers;
import dev.aidp.run.UnitAction;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.workflows.wire.Wire;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a run was started with and keeps: a later start with the same id must agree in all of it.
 *
 * @param asked what was asked besides its settings
 * @param agents the commands by role's name
 * @param checks the checks
 * @param limits those that may not change later, as text
 * @param strategy how units join, and what is enough
 * @param server the Temporal service it is on, or null: where it is found, nothing to agree in
 * @param labels what it is found by, or null for nothing: likewise
 */
@RecordBuilder
record StartTerms(
    Asked asked,
    Map<String, String> agents,
    List<Check> checks,
    String limits,
    String strategy,
    @Nullable Server server,
    @Nullable Labels labels)
    implements StartTermsBuilder.With {

  /**
   * What a run is asked besides its settings.
   *
   * @param kind feature, loop or merge
   * @param text the text, by reference
   * @param plan the plan, by reference, or null
   * @param base the ref as it was written
   * @param baseCommit what it meant then
   * @param branch the result branch
   * @param engine the engine that was asked for
   */
  record Asked(
      String kind,
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
        asked,
        agents,
        settings.checks(),
        "max-iterations %d, retries %s, agent-timeout %s, check-timeout %s%s%s%s"
            .formatted(
                limits.maxIterations(),
                retries(limits.further()),
                limits.agentTimeout(),
                limits.checkTimeout(),
                tiers(settings.tiers()),
                budget(limits.budget()),
                patience(settings.patience())),
        "%s, min-success %s, claims %s"
                .formatted(
                    settings.strategy().wireName(),
                    settings.minSuccess(),
                    settings.claims().wireName())
            + ", rework %d, resolver-scope %s"
                .formatted(
                    settings.merging().rework(), settings.merging().resolverScope().wireName())
            + (settings.merging().reuse() ? "" : ", no reuse")
            + approvals(settings)
            + ", baseline "
            + settings.baseline().wireName()
            + guards(settings.guards().diff())
            + units(settings.units())
            + review(settings.review()),
        null,
        null);
  }

  /** Returns those of a workflow of the application's own. */
  static StartTerms own(OwnRun.Call call, String engine) {
    return unread(new Asked(OwnRun.KIND, call.workflow(), null, "", "", "", engine));
  }

  /** Returns those of a run whose settings nobody has read. */
  static StartTerms unread(Asked asked) {
    return new StartTerms(asked, Map.of(), List.of(), "", "", null, null);
  }

  private static String budget(Budget budget) {
    return budget.none() ? "" : ", budget " + Wire.json(budget);
  }

  private static String patience(Duration patience) {
    return patience.equals(Defaults.PATIENCE) ? "" : ", patience " + patience;
  }

  private static String review(Review review) {
    return review.equals(Review.USUAL) ? "" : ", review " + Wire.json(review);
  }

  private static String guards(DiffGuards guards) {
    return guards.equals(DiffGuards.USUAL) ? "" : ", guards " + Wire.json(guards);
  }

  private static String retries(Limits.Retries retries) {
    return retries.retries()
        + (retries.retriesAfter().isEmpty() ? "" : " " + Wire.json(retries.retriesAfter()));
  }

  private static String units(Map<String, UnitAction> units) {
    return units.isEmpty() ? "" : ", units " + Wire.json(units);
  }

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
    difference(found, "kind", asked.kind, other.asked.kind);
    boolean merge = asked.kind.equals(RunKind.MERGE.wireName());
    difference(found, merge ? "list of branches" : "text", asked.text, other.asked.text);
    difference(found, "plan", asked.plan, other.asked.plan);
    if (!asked.base.equals(other.asked.base)) {
      difference(found, "base", asked.baseCommit, other.asked.baseCommit);
    }
    difference(found, "branch", asked.branch, other.asked.branch);
    difference(found, "agents", agents, other.agents);
    difference(found, "checks", checks, other.checks);
    difference(found, "limits (" + limits + ")", limits, other.limits);
    difference(found, "strategy (" + strategy + ")", strategy, other.strategy);
    difference(found, "engine (" + asked.engine + ")", asked.engine, other.asked.engine);
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
