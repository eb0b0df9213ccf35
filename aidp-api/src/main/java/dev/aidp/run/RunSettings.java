package dev.aidp.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run was started with, besides its text and plan.
 *
 * @param agents the command of each role, in the order of {@link Role}; a role without one cannot
 *     be asked
 * @param checks what must be green on every unit's tree and on the result
 * @param limits when it gives up
 * @param strategy how units join
 * @param minSuccess what makes a partial result
 * @param claims what follows on work outside a unit's files
 */
public record RunSettings(
    Map<Role, String> agents,
    List<Check> checks,
    Limits limits,
    Strategy strategy,
    MinSuccess minSuccess,
    Claims claims) {

  /** Copies the collections, keeping their order. */
  public RunSettings {
    agents = ImmutableMap.copyOf(agents);
    checks = ImmutableList.copyOf(checks);
  }

  /** Returns settings with the usual limits, in which {@code agent} codes, plans and resolves. */
  public static RunSettings of(String agent, Check... checks) {
    return new RunSettings(
        ImmutableMap.of(Role.CODER, agent, Role.PLANNER, agent, Role.RESOLVER, agent),
        ImmutableList.copyOf(checks),
        Limits.defaults(),
        Strategy.MERGE,
        MinSuccess.defaults(),
        Claims.WARN);
  }

  /** Returns the command of {@code role}, or null if nobody plays it. */
  public @Nullable String agent(Role role) {
    return agents.get(role);
  }

  /** Returns a copy with other limits. */
  public RunSettings withLimits(Limits other) {
    return new RunSettings(agents, checks, other, strategy, minSuccess, claims);
  }
}
