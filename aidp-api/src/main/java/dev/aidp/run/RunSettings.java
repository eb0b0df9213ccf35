package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run was started with, besides its text and plan.
 *
 * <pre>{@code
 * RunSettings settings =
 *     RunSettings.of("./agent.sh", new Check("tests", "mvn -q test"))
 *         .withLimits(Limits.defaults().withMaxParallel(3));
 * FeatureRequest request = FeatureRequest.of("Add CSV export").with(settings);
 * }</pre>
 *
 * @param agents who plays each role, in the order of {@link Role}; a role without one cannot be
 *     asked
 * @param checks what must be green on every unit's tree and on the result
 * @param limits when it gives up
 * @param guards what it watches over; where it is missing, {@link Guards#USUAL}
 * @param merging how units become one branch; where it is missing, as {@link Merging#USUAL}
 * @param tiers which models work begins with; where it is missing, as {@link Tiers#USUAL}
 * @param units what an agent may have done between two of its turns, by the name that it says in a
 *     line {@code NEXT_UNIT: NAME}
 */
@RecordBuilder
public record RunSettings(
    Map<Role, AgentChain> agents,
    List<Check> checks,
    Limits limits,
    Guards guards,
    Merging merging,
    Tiers tiers,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, UnitAction> units)
    implements RunSettingsBuilder.With {

  /** Copies the collections, keeping their order. */
  @SuppressWarnings("ConstantValue")
  public RunSettings {
    agents = ImmutableMap.copyOf(agents);
    checks = ImmutableList.copyOf(checks);
    merging = merging == null ? Merging.USUAL : merging;
    tiers = tiers == null ? Tiers.USUAL : tiers;
    guards = guards == null ? Guards.USUAL : guards;
    units = units == null ? ImmutableMap.of() : ImmutableMap.copyOf(units);
  }

  /** Returns settings in which all else is as usual. */
  public static RunSettings of(Map<Role, AgentChain> agents, List<Check> checks, Limits limits) {
    return new RunSettings(
        agents, checks, limits, Guards.USUAL, Merging.USUAL, Tiers.USUAL, ImmutableMap.of());
  }

  /** Returns settings with the usual limits, in which {@code agent} codes, plans and resolves. */
  public static RunSettings of(String agent, Check... checks) {
    AgentChain chain = AgentChain.command(agent);
    return of(
        ImmutableMap.of(Role.CODER, chain, Role.PLANNER, chain, Role.RESOLVER, chain),
        ImmutableList.copyOf(checks),
        Limits.defaults());
  }

  /**
   * Returns it as the settings of a {@link RunRequest}, which say all: those of the repository do
   * not hold.
   */
  public Map<String, Object> document() {
    return RequestSettings.document(this);
  }

  /** Returns who plays {@code role}, or null if nobody does. */
  public @Nullable AgentChain agent(Role role) {
    return agents.get(role);
  }

  /** Returns how units join. */
  public Strategy strategy() {
    return merging.strategy();
  }

  /** Returns what makes a partial result. */
  public MinSuccess minSuccess() {
    return merging.minSuccess();
  }

  /** Returns what follows on work outside a unit's files. */
  public Claims claims() {
    return guards.claims();
  }

  /** Returns what is done only after a person has approved it. */
  public List<Approval> approvals() {
    return guards.approvals();
  }

  /** Returns what follows on a check that is red before any work. */
  public Baseline baseline() {
    return guards.baseline();
  }

  /** Returns how often a check that is red on a tree on which it was green runs again there. */
  public int flakyReruns() {
    return guards.flakyReruns();
  }

  /** Returns what follows on what a reviewer finds. */
  public Review review() {
    return guards.review();
  }

  /** Returns how long a unit waits for the answer to its question. */
  public Duration patience() {
    return guards.patience();
  }

  /** Returns a copy in which a unit waits so long for the answer to its question. */
  public RunSettings withPatience(Duration other) {
    return withGuards(guards.withPatience(other));
  }

  /** Returns a copy in which this follows on what a reviewer finds. */
  public RunSettings withReview(Review other) {
    return withGuards(guards.withReview(other));
  }

  /** Returns a copy in which these need an approval. */
  public RunSettings withApprovals(List<Approval> needed) {
    return withGuards(guards.withApprovals(needed));
  }

  /** Returns a copy that treats work outside the claims of a unit so. */
  public RunSettings withClaims(Claims other) {
    return withGuards(guards.withClaims(other));
  }

  /** Returns a copy whose units may change this. */
  public RunSettings withDiff(DiffGuards other) {
    return withGuards(guards.withDiff(other));
  }

  /** Returns a copy that treats a check that is red before any work so. */
  public RunSettings withBaseline(Baseline other) {
    return withGuards(guards.withBaseline(other));
  }
}
