package dev.aidp.testkit.agent;

/**
 * One turn that an agent was asked for, whichever kind of agent it is.
 *
 * @param role as the agent was told
 * @param unit as the agent was told
 * @param attempt as the agent was told
 * @param iteration as the agent was told
 * @param prompt what it was given
 */
public record PlayedTurn(String role, String unit, int attempt, int iteration, String prompt) {

  /** Returns {@code role/unit/attempt/iteration}. */
  public String key() {
    return role + "/" + unit + "/" + attempt + "/" + iteration;
  }
}
