package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who plays a role: the first agent, and who takes over where those before it cannot.
 *
 * @param agents in the order of preference, at least one
 */
public record AgentChain(List<AgentChoice> agents) {

  /** Copies the agents. */
  public AgentChain {
    agents = ImmutableList.copyOf(agents);
    if (agents.isEmpty()) {
      throw new IllegalArgumentException("A role needs an agent.");
    }
  }

  /** Returns the one agent that is {@code command}; older records hold just that text. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static AgentChain command(String command) {
    return new AgentChain(ImmutableList.of(AgentChoice.command(command)));
  }

  /** Returns the preferred agent. */
  public AgentChoice first() {
    return agents.get(0);
  }

  /** Returns whether it is one plain command, of which nothing is known but what it says. */
  public boolean plainCommand() {
    return agents.size() == 1 && first().command() != null;
  }

  /** Returns all that a run fixes of it, as text. */
  public String terms() {
    return agents.stream().map(AgentChoice::terms).collect(Collectors.joining(","));
  }

  /** Returns what a person calls it. */
  public String shown() {
    return agents.stream().map(AgentChoice::shown).collect(Collectors.joining(","));
  }
}
