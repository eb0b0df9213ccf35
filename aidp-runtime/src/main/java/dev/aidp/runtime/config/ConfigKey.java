package dev.aidp.runtime.config;

import com.google.common.collect.ImmutableList;
import dev.aidp.AidpOptions;
import dev.aidp.run.Defaults;
import dev.aidp.run.Role;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A setting: the one table from which everything that speaks of settings is made.
 *
 * @param name the path in the file; {@code *} stands for any name
 * @param type what it holds
 * @param fallback what holds when nothing is said, or null
 * @param doc what it does
 */
public record ConfigKey(String name, ConfigType type, @Nullable String fallback, String doc) {

  private static final ConfigType COMMAND = new ConfigType.Text("a command for sh -c");
  private static final ConfigType NAME = new ConfigType.Text("a name");

  /** The engine of new runs. */
  public static final ConfigKey ENGINE =
      of(
          "engine",
          ConfigType.Choice.of("native", "temporal"),
          "native",
          "The engine that new runs use.");

  /** The agent of every role but reviewer. */
  public static final ConfigKey AGENT =
      of(
          "agent.command",
          COMMAND,
          null,
          "The agent of every role but reviewer: a command that reads its prompt from standard input.");

  /** The checks of every run. */
  public static final ConfigKey CHECKS =
      of(
          "checks.*",
          COMMAND,
          null,
          "A check by its name: a command that must exit 0 on every unit's tree and on the merged one.");

  /** Units at the same time. */
  public static final ConfigKey MAX_PARALLEL =
      of(
          "limits.max_parallel",
          new ConfigType.Whole(1),
          "" + Defaults.MAX_PARALLEL,
          "Units of a feature that run at the same time.");

  /** Iterations of an attempt. */
  public static final ConfigKey MAX_ITERATIONS =
      of(
          "limits.max_iterations",
          new ConfigType.Whole(1),
          "" + Defaults.MAX_ITERATIONS,
          "Iterations of one attempt of a unit.");

  /** Further attempts. */
  public static final ConfigKey RETRIES =
      of(
          "limits.retries",
          new ConfigType.Whole(0),
          "" + Defaults.RETRIES,
          "Further attempts of a unit that failed by a rate limit, a transient error or a time-out.");

  /** Longest turn. */
  public static final ConfigKey AGENT_TIMEOUT =
      of(
          "limits.agent_timeout",
          new ConfigType.Time(),
          time(Defaults.AGENT_TIMEOUT),
          "Longest turn of an agent.");

  /** Longest check. */
  public static final ConfigKey CHECK_TIMEOUT =
      of(
          "limits.check_timeout",
          new ConfigType.Time(),
          time(Defaults.CHECK_TIMEOUT),
          "Longest run of one check.");

  /** Longest run. */
  public static final ConfigKey TIMEOUT =
      of(
          "limits.timeout",
          new ConfigType.Time(),
          null,
          "Longest time of a whole run, not counting the time it is paused or waits for a person.");

  /** How units join. */
  public static final ConfigKey STRATEGY =
      of(
          "merge.strategy",
          ConfigType.Choice.of("merge", "rebase", "squash", "sequential_rebase"),
          "merge",
          "How units join the result branch; only merge is there yet.");

  /** What makes a partial result. */
  public static final ConfigKey MIN_SUCCESS =
      of(
          "merge.min_success",
          new ConfigType.Share(),
          Defaults.MIN_SUCCESS_PERCENT + "%",
          "Units that must be in the branch for a partial result.");

  /** Whether a person is asked before the branch is moved. */
  public static final ConfigKey APPROVE_MERGE =
      of(
          "merge.approve",
          new ConfigType.Flag(),
          "false",
          "Whether a feature waits for aidp approve or aidp reject before its result branch is moved.");

  /** Work outside a unit's files. */
  public static final ConfigKey CLAIMS =
      of(
          "guards.claims",
          ConfigType.Choice.of("warn", "deny"),
          "warn",
          "Work outside the files that a unit claims: a warning, or back to the agent like a failed check.");

  /** Signed commits. */
  public static final ConfigKey SIGN =
      of(
          "git.sign",
          new ConfigType.Flag(),
          "false",
          "Whether aidp's commits are signed as git is configured.");

  /** What if the server is not there. */
  public static final ConfigKey FALLBACK =
      of(
          "orchestration.fallback",
          ConfigType.Choice.of("none", "native"),
          "none",
          "What a run does that asks for a Temporal service that is not there.");

  /** The service. */
  public static final ConfigKey TARGET =
      of(
          "temporal.target",
          new ConfigType.Address(),
          AidpOptions.DEFAULT_TARGET,
          "The Temporal service.");

  /** Its namespace. */
  public static final ConfigKey NAMESPACE =
      of("temporal.namespace", NAME, "default", "The namespace on the Temporal service.");

  /** Every kind of queue, in the order of documents. */
  public static final ImmutableList<String> QUEUES =
      ImmutableList.of("orchestrator", "lightweight", "standard", "heavyweight", "merge");

  /** Every key, in the order of documents. */
  public static final ImmutableList<ConfigKey> ALL = all();

  /** Returns the key of the agent of one role. */
  public static ConfigKey agent(Role role) {
    return of(
        "agent.commands." + role.wireName(),
        COMMAND,
        null,
        "The agent of the role " + role.wireName() + " instead of agent.command.");
  }

  /** Returns the key of a queue's name. */
  public static ConfigKey queue(String queue) {
    return of(
        "temporal.queues." + queue,
        NAME,
        "aidp-" + queue,
        "The name of the task queue " + queue + ".");
  }

  /** Returns the key that {@code name} is one of, or null. */
  static @Nullable ConfigKey named(String name) {
    return ALL.stream().filter(key -> key.covers(name)).findFirst().orElse(null);
  }

  /** Returns whether {@code name} is a mapping that holds keys. */
  static boolean isMapping(String name) {
    return ALL.stream().anyMatch(key -> key.name.startsWith(name + "."));
  }

  /** Returns the variable that sets it. */
  public String variable() {
    return "AIDP_CFG_" + name.replace(".", "__").replace("*", "NAME").toUpperCase(Locale.ROOT);
  }

  /** Returns whether it stands for any name below a mapping. */
  boolean open() {
    return name.endsWith(".*");
  }

  private boolean covers(String other) {
    if (!open()) {
      return name.equals(other);
    }
    String stem = name.substring(0, name.length() - 1);
    return other.startsWith(stem) && other.length() > stem.length();
  }

  private static ImmutableList<ConfigKey> all() {
    ImmutableList.Builder<ConfigKey> keys = ImmutableList.builder();
    keys.add(ENGINE, AGENT);
    List.of(Role.values()).forEach(role -> keys.add(agent(role)));
    keys.add(CHECKS, MAX_PARALLEL, MAX_ITERATIONS, RETRIES, AGENT_TIMEOUT, CHECK_TIMEOUT, TIMEOUT);
    keys.add(STRATEGY, MIN_SUCCESS, APPROVE_MERGE, CLAIMS, SIGN, FALLBACK, TARGET, NAMESPACE);
    QUEUES.forEach(queue -> keys.add(queue(queue)));
    return keys.build();
  }

  private static ConfigKey of(String name, ConfigType type, @Nullable String fallback, String doc) {
    return new ConfigKey(name, type, fallback, doc);
  }

  private static String time(Duration time) {
    return Durations.text(time);
  }
}
