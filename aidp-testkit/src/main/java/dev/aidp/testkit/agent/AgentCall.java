package dev.aidp.testkit.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One turn that an agent was asked for.
 *
 * @param role as the agent was told
 * @param unit as the agent was told
 * @param attempt as the agent was told
 * @param iteration as the agent was told
 * @param call which call of these four it is, from 1
 * @param pid its process
 * @param promptFile what it was given
 */
public record AgentCall(
    String role, String unit, int attempt, int iteration, int call, long pid, Path promptFile) {

  /** Returns what it was given. */
  public String prompt() {
    try {
      return Files.readString(promptFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns what it was asked for. */
  public PlayedTurn turn() {
    return new PlayedTurn(role, unit, attempt, iteration, prompt());
  }

  /** Returns {@code role/unit/attempt/iteration}. */
  public String key() {
    return role + "/" + unit + "/" + attempt + "/" + iteration;
  }

  /** Reads what follows the first word of a line of the agent's log. */
  static AgentCall read(String[] words, Path prompts) {
    return new AgentCall(
        words[1],
        words[2],
        Integer.parseInt(words[3]),
        Integer.parseInt(words[4]),
        Integer.parseInt(words[5]),
        Long.parseLong(words[6]),
        prompts.resolve(words[7]));
  }
}
