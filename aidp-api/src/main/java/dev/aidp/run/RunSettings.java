package dev.aidp.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run was started with, besides its text and plan.
 *
 * @param agents who plays each role, in the order of {@link Role}; a role without one cannot be
 *     asked
 * @param checks what must be green on every unit's tree and on the result
 * @param limits when it gives up
 * @param strategy how units join
 * @param minSuccess what makes a partial result
 * @param claims what follows on work outside a unit's files
 * @param approvals what is done only after a person has approved it
 */
public record RunSettings(
    Map<Role, AgentChain> agents,
    List<Check> checks,
    Limits limits,
    Strategy strategy,
    MinSuccess minSuccess,
    Claims claims,
    List<Approval> approvals) {

  /** Copies the collections, keeping their order. */
  public RunSettings {
    agents = ImmutableMap.copyOf(agents);
    checks = ImmutableList.copyOf(checks);
    // What was started before there were approvals has none.
    approvals = approvals == null ? ImmutableList.of() : ImmutableList.copyOf(approvals);
  }

  /** Makes settings that need no approval. */
  public RunSettings(
      Map<Role, AgentChain> agents,
      List<Check> checks,
      Limits limits,
      Strategy strategy,
      MinSuccess minSuccess,
      Claims claims) {
    this(agents, checks, limits, strategy, minSuccess, claims, ImmutableList.of());
  }

  /** Returns settings with the usual limits, in which {@code agent} codes, plans and resolves. */
  public static RunSettings of(String agent, Check... checks) {
    AgentChain chain = AgentChain.command(agent);
    return new RunSettings(
        ImmutableMap.of(Role.CODER, chain, Role.PLANNER, chain, Role.RESOLVER, chain),
        ImmutableList.copyOf(checks),
        Limits.defaults(),
        Strategy.MERGE,
        MinSuccess.defaults(),
        Claims.WARN);
  }

  /** Returns who plays {@code role}, or null if nobody does. */
  public @Nullable AgentChain agent(Role role) {
    return agents.get(role);
  }

  /** Returns a copy with other limits. */
  public RunSettings withLimits(Limits other) {
    return new RunSettings(agents, checks, other, strategy, minSuccess, claims, approvals);
  }

  /** Returns a copy in which these need an approval. */
  public RunSettings withApprovals(Approval... needed) {
    return new RunSettings(
        agents, checks, limits, strategy, minSuccess, claims, ImmutableList.copyOf(needed));
  }
}
