package dev.aidp.run;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Map;

/**
 * A request that has its settings said one by one. Each method returns a copy; keys that do not
 * exist are refused where the request is resolved.
 *
 * @param <Q> the kind of request
 * @param <R> what its workflow returns
 */
public interface ConfigurableRequest<Q extends ConfigurableRequest<Q, R>, R> extends RunRequest<R> {

  /** Returns a copy with just these settings, in the sections of a settings file. */
  Q withSettings(Map<String, Object> settings);

  /** Returns a copy with just these settings; those of the repository do not hold. */
  default Q with(RunSettings all) {
    return withSettings(all.document());
  }

  /**
   * Returns a copy in which agents with these names play every role but reviewer, each where those
   * before cannot.
   */
  default Q agent(String... names) {
    return set(RequestSettings.AGENTS, ImmutableList.copyOf(names));
  }

  /** Returns a copy in which a command for {@code sh -c} plays every role but reviewer. */
  default Q agentCommand(String command) {
    return set(RequestSettings.AGENTS, ImmutableMap.of("command", command));
  }

  /** Returns a copy with one more check, a command that must exit 0; its name may hold dots. */
  default Q check(String name, String command) {
    return withSettings(RequestSettings.set(settings(), ImmutableList.of("checks", name), command));
  }

  /**
   * Returns a copy with one setting, such as {@code set("limits.max_parallel", 3)}.
   *
   * @param key as in a settings file
   */
  default Q set(String key, Object value) {
    return withSettings(RequestSettings.set(settings(), key, value));
  }
}
