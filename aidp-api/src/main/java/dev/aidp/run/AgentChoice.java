package dev.aidp.run;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent that may take a turn.
 *
 * @param provider the name of a provider, or {@link #COMMAND}
 * @param command what is given to {@code sh -c}; null unless the provider is {@link #COMMAND}
 * @param permission what it may do without being asked
 * @param models the provider's model of each tier that is configured, weakest first; {@code
 *     standard} without one is the provider's own default
 */
public record AgentChoice(
    String provider, @Nullable String command, Permission permission, Map<Tier, String> models) {

  /** The provider that is any command. */
  public static final String COMMAND = "command";

  /** The provider of a unit's own command, which is no agent: exit 0 means that it is done. */
  public static final String STEP = "(step)";

  /** Copies the models. */
  public AgentChoice {
    models = ImmutableMap.copyOf(models);
  }

  /** Returns the agent that is {@code command}. */
  public static AgentChoice command(String command) {
    return new AgentChoice(COMMAND, command, Permission.EDIT, ImmutableMap.of());
  }

  /** Returns what takes the place of an agent in a unit that is {@code command}. */
  public static AgentChoice step(String command) {
    return new AgentChoice(STEP, command, Permission.EDIT, ImmutableMap.of());
  }

  /** Returns a provider by its name, which may edit and uses its own default model. */
  public static AgentChoice provider(String name) {
    return new AgentChoice(name, null, Permission.EDIT, ImmutableMap.of());
  }

  /** Returns all that a run fixes of it, as text: of a command, just that. */
  public String terms() {
    return command == null ? "%s (%s, %s)".formatted(provider, permission, models) : command;
  }

  /** Returns what a person calls it: the command, or the provider's name. */
  public String shown() {
    return command == null ? provider : command;
  }
}
