package dev.aidp.runtime.config;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.aidp.activities.worktree.WorktreeSettings;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.PrunePolicy;
import dev.aidp.run.Baseline;
import dev.aidp.run.Defaults;
import dev.aidp.run.Permission;
import dev.aidp.run.Role;
import dev.aidp.run.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
          "The agent of every role but reviewer: a command that reads its prompt from standard"
              + " input.");

  /** The providers of every role but reviewer. */
  public static final ConfigKey CHAIN =
      of(
          "agent.chain",
          new ConfigType.Names(),
          null,
          "The agents of every role but reviewer, by name: the first takes the turns, the next ones"
              + " where those before it cannot.");

  /** Where a unit's ladder of models begins. */
  public static final ConfigKey TIER =
      of(
          "agent.tier",
          ConfigType.Choice.of(wireNames(Tier.values(), Tier::wireName)),
          null,
          "The tier of model that work begins with; without it a unit's class decides: lightweight"
              + " mini, standard standard, heavyweight thinking.");

  /** What an agent may do. */
  public static final ConfigKey PERMISSION =
      of(
          "agents.*.permission",
          ConfigType.Choice.of(wireNames(Permission.values(), Permission::wireName)),
          null,
          "What the agent may do without being asked: plan, edit (the default) or full.");

  /** What follows on a check that is red before any work. */
  public static final ConfigKey BASELINE =
      of(
          "checks.baseline",
          ConfigType.Choice.of(wireNames(Baseline.values(), Baseline::wireName)),
          "warn",
          "What follows where a run's check is red on the base before any work: agents and people are told, the run fails at once, or nobody looks.");

  /** The checks of every run. */
  public static final ConfigKey CHECKS =
      of(
          "checks.*",
          new ConfigType.CheckText(),
          null,
          "A check by its name: a command that must exit 0 on every unit's tree and on the merged one; of those that are exclusive only one runs on the host at a time.");

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
          "Further attempts of a unit that failed by a transient error or a time-out; waiting for"
              + " the end of a limit is none.");

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

  /** Money for the whole run. */
  public static final ConfigKey BUDGET_USD = budget("usd", "of all turns of the run together");

  /** Tokens for the whole run. */
  public static final ConfigKey BUDGET_TOKENS =
      budget("tokens", "of all turns of the run together");

  /** Money for a unit. */
  public static final ConfigKey UNIT_USD = budget("unit_usd", "of all turns of one unit together");

  /** Tokens for a unit. */
  public static final ConfigKey UNIT_TOKENS =
      budget("unit_tokens", "of all turns of one unit together");

  /** Money for a turn. */
  public static final ConfigKey TURN_USD = budget("turn_usd", "of one turn");

  /** Tokens for a turn. */
  public static final ConfigKey TURN_TOKENS = budget("turn_tokens", "of one turn");

  /** What models cost. */
  public static final ConfigKey PRICES =
      of(
          "prices.*",
          new ConfigType.Prices(),
          null,
          "What models cost whose names begin so, for agents that tell only their tokens:"
              + " input/cache read/cache write/output in US dollars per million tokens.");

  /** Variables that agents inherit. */
  public static final ConfigKey ENVIRONMENT =
      of(
          "agent.environment",
          new ConfigType.Variables(),
          null,
          "Variables that agents and checks inherit besides the usual ones.");

  /** Variables that are secrets. */
  public static final ConfigKey SECRETS =
      of(
          "secrets.variables",
          new ConfigType.Variables(),
          null,
          "Variables whose values are secrets, besides those whose names say so.");

  /** What is run in a new working copy. */
  public static final ConfigKey SETUP =
      of(
          "worktree.setup",
          COMMAND,
          null,
          "A command that is run once in every working copy before agents and checks work in it,"
              + " such as npm ci.");

  /** Its longest run. */
  public static final ConfigKey SETUP_TIMEOUT =
      of(
          "worktree.setup_timeout",
          new ConfigType.Time(),
          time(WorktreeSettings.SETUP_TIMEOUT),
          "Longest run of worktree.setup.");

  /** When it is run again. */
  public static final ConfigKey SETUP_INPUTS =
      of(
          "worktree.setup_inputs",
          new ConfigType.Globs(),
          null,
          "Files of the tree, as globs: when one of them changes, worktree.setup is run again.");

  /** What working copies get copies of. */
  public static final ConfigKey COPY =
      of(
          "worktree.copy",
          new ConfigType.Globs(),
          null,
          "Ignored files of the main checkout, as globs from its top, that every working copy gets"
              + " a copy of.");

  /** What working copies get links to. */
  public static final ConfigKey LINK =
      of(
          "worktree.link",
          new ConfigType.Globs(),
          null,
          "Ignored files and folders of the main checkout, as globs from its top, that every"
              + " working copy gets a link to: all share them.");

  /** What stays in a clean checkout. */
  public static final ConfigKey CACHES =
      of(
          "worktree.caches",
          new ConfigType.Globs(),
          null,
          "Ignored folders, as globs, that a clean checkout may keep from the tree it held"
              + " before.");

  /** Whether working copies are as sparse as the main checkout. */
  public static final ConfigKey SPARSE =
      of(
          "worktree.sparse",
          new ConfigType.Flag(),
          "false",
          "Whether working copies, clean checkouts included, have only that part of the tree that"
              + " git sparse-checkout has put into the main checkout.");

  /** Where the ports of lanes begin. */
  public static final ConfigKey PORT_BASE =
      of(
          "lanes.port_base",
          new ConfigType.Port(),
          "" + Defaults.PORT_BASE,
          "First port of lane 0: every agent and check has a lane, a number that no other on the"
              + " host has meanwhile, and 100 ports of its own from AIDP_PORT_BASE.");

  /** How units join. */
  public static final ConfigKey STRATEGY =
      of(
          "merge.strategy",
          ConfigType.Choice.of("merge", "rebase", "squash", "sequential_rebase"),
          "merge",
          "How units join the result branch.");

  /** What makes a partial result. */
  public static final ConfigKey MIN_SUCCESS =
      of(
          "merge.min_success",
          new ConfigType.Share(),
          Defaults.MIN_SUCCESS_PERCENT + "%",
          "Units that must be in the branch for a partial result.");

  /** Units that make the merged tree red. */
  public static final ConfigKey REWORK =
      of(
          "merge.rework",
          new ConfigType.Whole(0),
          "0",
          "How often units that make the merged tree red go back to their agents before they are"
              + " left out.");

  /** What a resolver may change. */
  public static final ConfigKey RESOLVER_SCOPE =
      of(
          "merge.resolver_scope",
          ConfigType.Choice.of("conflict", "any"),
          "conflict",
          "What a resolver may change: the conflicting files only, or any file.");

  /** Whether a person is asked before the branch is moved. */
  public static final ConfigKey APPROVE_MERGE =
      of(
          "merge.approve",
          new ConfigType.Flag(),
          "false",
          "Whether a feature, or aidp merge, waits for aidp approve or aidp reject before its"
              + " result branch is moved.");

  /** Work outside a unit's files. */
  public static final ConfigKey CLAIMS =
      of(
          "guards.claims",
          ConfigType.Choice.of("warn", "deny"),
          "warn",
          "Work outside the files that a unit claims: a warning, or back to the agent like a failed"
              + " check.");

  /** Signed commits. */
  public static final ConfigKey SIGN =
      of(
          "git.sign",
          new ConfigType.Flag(),
          "false",
          "Whether aidp's commits are signed as git is configured.");

  /** Ended runs that stay by their number. */
  public static final ConfigKey PRUNE_KEEP =
      of(
          "prune.keep",
          new ConfigType.Whole(0),
          "" + PrunePolicy.USUAL.keep(),
          "So many of the runs that ended last stay, however old they are.");

  /** Ended runs that stay by their age. */
  public static final ConfigKey PRUNE_OLDER =
      of(
          "prune.older",
          new ConfigType.Time(),
          time(PrunePolicy.USUAL.older()),
          "All other runs that ended longer ago than this are pruned.");

  /** Whether a start prunes. */
  public static final ConfigKey PRUNE_AUTOMATIC =
      of(
          "prune.automatic",
          new ConfigType.Flag(),
          "" + PrunePolicy.USUAL.automatic(),
          "Whether starting a run prunes, beside that run and at most once a day; without it only"
              + " aidp prune does.");

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
          "The Temporal service of new runs.");

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

  /** Returns the key of every agent's model of a tier. */
  public static ConfigKey model(Tier tier) {
    return of(
        "agents.*.models." + tier.wireName(),
        new ConfigType.Text("a model's name"),
        null,
        "The agent's model of the tier " + tier.wireName() + ".");
  }

  /** Returns the key of the longest turn with a model of a tier. */
  public static ConfigKey timeout(Tier tier) {
    return of(
        "limits.agent_timeouts." + tier.wireName(),
        new ConfigType.Time(),
        null,
        "Longest turn with a model of the tier "
            + tier.wireName()
            + ", instead of limits.agent_timeout.");
  }

  private static ConfigKey budget(String name, String whose) {
    boolean money = name.endsWith("usd");
    return of(
        "budget." + name,
        money ? new ConfigType.Dollars() : new ConfigType.Whole(1),
        null,
        (money ? "Most US dollars " : "Most tokens ") + whose + "; at the limit no turn begins.");
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
    return ALL.stream().anyMatch(key -> key.liesBelow(name));
  }

  /** Returns the variable that sets it. */
  public String variable() {
    return "AIDP_CFG_" + name.replace(".", "__").replace("*", "NAME").toUpperCase(Locale.ROOT);
  }

  /** Returns the key that this one is for the name {@code instead} of the {@code *}. */
  String at(String instead) {
    return name.replace("*", instead);
  }

  /** Returns whether it stands for any name. */
  boolean open() {
    return name.contains("*");
  }

  private boolean covers(String other) {
    if (!open()) {
      return name.equals(other);
    }
    String stem = name.substring(0, name.indexOf('*'));
    String rest = name.substring(name.indexOf('*') + 1);
    // A name at the end may be any, dots included; one in the middle is a single word.
    return other.startsWith(stem)
        && other.endsWith(rest)
        && other.length() > stem.length() + rest.length()
        && (rest.isEmpty()
            || !other.substring(stem.length(), other.length() - rest.length()).contains("."));
  }

  /** Returns whether keys that it covers may lie below {@code mapping}. */
  private boolean liesBelow(String mapping) {
    List<String> own = Splitter.on('.').splitToList(name);
    List<String> other = Splitter.on('.').splitToList(mapping);
    return own.size() > other.size()
        && IntStream.range(0, other.size())
            .allMatch(i -> own.get(i).equals("*") || own.get(i).equals(other.get(i)));
  }

  private static ImmutableList<ConfigKey> all() {
    ImmutableList.Builder<ConfigKey> keys = ImmutableList.builder();
    keys.add(ENGINE, AGENT);
    List.of(Role.values()).forEach(role -> keys.add(agent(role)));
    keys.add(CHAIN, TIER, PERMISSION);
    List.of(Tier.values()).forEach(tier -> keys.add(model(tier)));
    keys.addAll(DeclaredAgents.KEYS);
    keys.add(BASELINE, CHECKS, MAX_PARALLEL, MAX_ITERATIONS, RETRIES, AGENT_TIMEOUT);
    List.of(Tier.values()).forEach(tier -> keys.add(timeout(tier)));
    keys.add(CHECK_TIMEOUT, TIMEOUT);
    keys.add(BUDGET_USD, BUDGET_TOKENS, UNIT_USD, UNIT_TOKENS, TURN_USD, TURN_TOKENS, PRICES);
    keys.add(ENVIRONMENT, SECRETS);
    keys.add(SETUP, SETUP_TIMEOUT, SETUP_INPUTS, COPY, LINK, CACHES, SPARSE, PORT_BASE);
    keys.add(STRATEGY, MIN_SUCCESS, APPROVE_MERGE, REWORK, RESOLVER_SCOPE);
    keys.add(CLAIMS, SIGN, PRUNE_KEEP, PRUNE_OLDER, PRUNE_AUTOMATIC);
    keys.add(FALLBACK, TARGET, NAMESPACE);
    keys.addAll(ConfiguredTemporal.KEYS);
    QUEUES.forEach(queue -> keys.add(queue(queue)));
    return keys.build();
  }

  private static <E> String[] wireNames(E[] values, Function<E, String> name) {
    return Stream.of(values).map(name).toArray(String[]::new);
  }

  private static ConfigKey of(String name, ConfigType type, @Nullable String fallback, String doc) {
    return new ConfigKey(name, type, fallback, doc);
  }

  private static String time(Duration time) {
    return Durations.text(time);
  }
}
