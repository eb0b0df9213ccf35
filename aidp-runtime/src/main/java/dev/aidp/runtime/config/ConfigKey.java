package dev.aidp.runtime.config;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.aidp.activities.spending.Price;
import dev.aidp.activities.worktree.WorktreeSettings;
import dev.aidp.failure.FailureKind;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.PrunePolicy;
import dev.aidp.run.Baseline;
import dev.aidp.run.Check;
import dev.aidp.run.Claims;
import dev.aidp.run.Defaults;
import dev.aidp.run.Limits;
import dev.aidp.run.MinSuccess;
import dev.aidp.run.Permission;
import dev.aidp.run.ResolverScope;
import dev.aidp.run.Review;
import dev.aidp.run.Role;
import dev.aidp.run.Strategy;
import dev.aidp.run.Tier;
import dev.aidp.text.Durations;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A setting: the one table from which everything that speaks of settings is made.
 *
 * @param name the path in the file; {@code *} stands for any name
 * @param type what it holds
 * @param fallback what holds when nothing is said, or null
 * @param doc what it does
 */
record ConfigKey<T>(String name, ConfigType<T> type, @Nullable String fallback, String doc) {

  private static final ConfigType<String> COMMAND = ConfigType.text("a command for sh -c");
  private static final ConfigType<String> NAME = ConfigType.text("a name");

  static final ConfigKey<String> ENGINE =
      of(
          "engine",
          ConfigType.oneOf("native", "temporal"),
          "native",
          "The engine that new runs use.");

  static final ConfigKey<String> AGENT =
      of(
          "agent.command",
          COMMAND,
          null,
          "The agent of every role but reviewer: a command that reads its prompt from standard"
              + " input.");

  static final ConfigKey<List<String>> CHAIN =
      of(
          "agent.chain",
          ConfigType.NAMES,
          null,
          "The agents of every role but reviewer, by name: the first takes the turns, the next ones"
              + " where those before it cannot.");

  static final ConfigKey<Tier> TIER =
      of(
          "agent.tier",
          ConfigType.oneOf(Tier.class),
          null,
          "The tier of model that work begins with; without it a unit's class decides: lightweight"
              + " mini, standard standard, heavyweight thinking.");

  static final ConfigKey<Permission> PERMISSION =
      of(
          "agents.*.permission",
          ConfigType.oneOf(Permission.class),
          null,
          "What the agent may do without being asked: plan, edit (the default) or full.");

  static final ConfigKey<Baseline> BASELINE =
      of(
          "checks.baseline",
          ConfigType.oneOf(Baseline.class),
          "warn",
          "What follows where a run's check is red on the base before any work: agents and people are told, the run fails at once, or nobody looks.");

  static final ConfigKey<Integer> FLAKY_RERUNS =
      of(
          "checks.flaky_reruns",
          ConfigType.whole(0),
          "" + Defaults.FLAKY_RERUNS,
          "How often a check that is red on exactly the tree on which it was green before runs again there; once green, it counts as green and flaky.");

  static final ConfigKey<Check> CHECKS =
      of(
          "checks.*",
          ConfigType.CHECK,
          null,
          "A check by its name: a command that must exit 0 on every unit's tree and on the merged one, or a mapping with it and with what else is said of it, see checks.md.");

  static final ConfigKey<Integer> MAX_PARALLEL =
      of(
          "limits.max_parallel",
          ConfigType.whole(1),
          "" + Defaults.MAX_PARALLEL,
          "Units of a feature that run at the same time.");

  static final ConfigKey<Integer> CAPACITIES =
      of(
          "resources.capacities.*",
          ConfigType.whole(0),
          null,
          "How much there is of what the units of a plan take, by name, where the plan does not say it; for lightweight, standard and heavyweight how many units of that class run at the same time.");

  static final ConfigKey<Integer> MAX_ITERATIONS =
      of(
          "limits.max_iterations",
          ConfigType.whole(1),
          "" + Defaults.MAX_ITERATIONS,
          "Iterations of one attempt of a unit.");

  static final ConfigKey<Integer> RETRIES =
      of(
          "limits.retries",
          ConfigType.whole(0),
          "" + Defaults.RETRIES,
          "Further attempts of a unit that failed by a limit, a transient error or a time-out; how"
              + " often an agent of a chain is asked again after limits in a row.");

  static final ConfigKey<Duration> AGENT_TIMEOUT =
      of(
          "limits.agent_timeout",
          ConfigType.TIME,
          time(Defaults.AGENT_TIMEOUT),
          "Longest turn of an agent.");

  static final ConfigKey<Duration> CHECK_TIMEOUT =
      of(
          "limits.check_timeout",
          ConfigType.TIME,
          time(Defaults.CHECK_TIMEOUT),
          "Longest run of one check.");

  static final ConfigKey<Duration> TIMEOUT =
      of(
          "limits.timeout",
          ConfigType.TIME,
          null,
          "Longest time of a whole run, not counting the time it is paused or waits for a person.");

  static final ConfigKey<Long> BUDGET_USD = dollars("usd", "of all turns of the run together");

  static final ConfigKey<Integer> BUDGET_TOKENS =
      tokens("tokens", "of all turns of the run together");

  static final ConfigKey<Long> UNIT_USD = dollars("unit_usd", "of all turns of one unit together");

  static final ConfigKey<Integer> UNIT_TOKENS =
      tokens("unit_tokens", "of all turns of one unit together");

  static final ConfigKey<Long> TURN_USD = dollars("turn_usd", "of one turn");

  static final ConfigKey<Integer> TURN_TOKENS = tokens("turn_tokens", "of one turn");

  static final ConfigKey<Price> PRICES =
      of(
          "prices.*",
          ConfigType.PRICE,
          null,
          "What models cost whose names begin so, for agents that tell only their tokens:"
              + " input/cache read/cache write/output in US dollars per million tokens.");

  static final ConfigKey<List<String>> ENVIRONMENT =
      of(
          "agent.environment",
          ConfigType.VARIABLES,
          null,
          "Variables that agents and checks inherit besides the usual ones.");

  static final ConfigKey<List<String>> SECRETS =
      of(
          "secrets.variables",
          ConfigType.VARIABLES,
          null,
          "Variables whose values are secrets, besides those whose names say so.");

  static final ConfigKey<String> SETUP =
      of(
          "worktree.setup",
          COMMAND,
          null,
          "A command that is run once in every working copy before agents and checks work in it,"
              + " such as npm ci.");

  static final ConfigKey<Duration> SETUP_TIMEOUT =
      of(
          "worktree.setup_timeout",
          ConfigType.TIME,
          time(WorktreeSettings.SETUP_TIMEOUT),
          "Longest run of worktree.setup.");

  static final ConfigKey<List<String>> SETUP_INPUTS =
      of(
          "worktree.setup_inputs",
          ConfigType.GLOBS,
          null,
          "Files of the tree, as globs: when one of them changes, worktree.setup is run again.");

  static final ConfigKey<List<String>> COPY =
      of(
          "worktree.copy",
          ConfigType.GLOBS,
          null,
          "Ignored files of the main checkout, as globs from its top, that every working copy gets"
              + " a copy of.");

  static final ConfigKey<List<String>> LINK =
      of(
          "worktree.link",
          ConfigType.GLOBS,
          null,
          "Ignored files and folders of the main checkout, as globs from its top, that every"
              + " working copy gets a link to: all share them.");

  static final ConfigKey<List<String>> CACHES =
      of(
          "worktree.caches",
          ConfigType.GLOBS,
          null,
          "Ignored folders, as globs, that a clean checkout may keep from the tree it held"
              + " before.");

  static final ConfigKey<Boolean> SPARSE =
      of(
          "worktree.sparse",
          ConfigType.FLAG,
          "false",
          "Whether working copies, clean checkouts included, have only that part of the tree that"
              + " git sparse-checkout has put into the main checkout.");

  static final ConfigKey<String> STYLE_GUIDE =
      of(
          "prompt.style_guide",
          ConfigType.text("a file of the repository, by its path from the top"),
          null,
          "A file of the repository that coders are shown in their first iteration and every 5 iterations.");

  static final ConfigKey<Integer> PORT_BASE =
      of(
          "lanes.port_base",
          ConfigType.PORT,
          "" + Defaults.PORT_BASE,
          "First port of lane 0: every agent and check has a lane, a number that no other on the"
              + " host has meanwhile, and 100 ports of its own from AIDP_PORT_BASE.");

  static final ConfigKey<Strategy> STRATEGY =
      of(
          "merge.strategy",
          ConfigType.oneOf(Strategy.class),
          "merge",
          "How units join the result branch.");

  static final ConfigKey<MinSuccess> MIN_SUCCESS =
      of(
          "merge.min_success",
          ConfigType.SHARE,
          Defaults.MIN_SUCCESS_PERCENT + "%",
          "Units that must be in the branch for a partial result.");

  static final ConfigKey<Integer> REWORK =
      of(
          "merge.rework",
          ConfigType.whole(0),
          "0",
          "How often units that make the merged tree red go back to their agents before they are"
              + " left out.");

  static final ConfigKey<ResolverScope> RESOLVER_SCOPE =
      of(
          "merge.resolver_scope",
          ConfigType.oneOf(ResolverScope.class),
          "conflict",
          "What a resolver may change: the conflicting files only, or any file.");

  static final ConfigKey<Boolean> REUSE =
      of(
          "merge.reuse",
          ConfigType.FLAG,
          "true",
          "Whether a unit that an earlier run has finished is merged as it is, if nothing has"
              + " changed that its work hangs on, rather than done again.");

  static final ConfigKey<Boolean> APPROVE_MERGE =
      of(
          "merge.approve",
          ConfigType.FLAG,
          "false",
          "Whether a feature, or aidp merge, waits for aidp approve or aidp reject before its"
              + " result branch is moved.");

  static final ConfigKey<Boolean> APPROVE_PLAN =
      of(
          "planning.approve",
          ConfigType.FLAG,
          "false",
          "Whether a feature waits for aidp approve or aidp reject before the units of its plan are"
              + " worked on.");

  static final ConfigKey<Integer> DEPTH =
      of(
          "planning.depth",
          ConfigType.whole(0, 5),
          "5",
          "How many levels of features a feature may have within it (units of 'kind: feature'); a"
              + " unit below them is worked on whole.");

  static final ConfigKey<Claims> CLAIMS =
      of(
          "guards.claims",
          ConfigType.oneOf(Claims.class),
          "warn",
          "Work outside the files that a unit claims: a warning, or back to the agent like a failed"
              + " check.");

  static final ConfigKey<String> REVIEW_BLOCKING =
      of(
          "review.blocking",
          ConfigType.oneOf("low", "medium", "high", "critical", "never"),
          "high",
          "Findings of the reviewer that go back to the coder: those at least so grave, or none.");

  static final ConfigKey<Integer> REVIEW_ROUNDS =
      of(
          "review.rounds",
          ConfigType.whole(0),
          "" + Review.USUAL.rounds(),
          "How often findings go back to the coder in one attempt of a unit; what then remains is a"
              + " warning.");

  static final ConfigKey<Duration> PATIENCE =
      of(
          "questions.patience",
          ConfigType.TIME_OR_ZERO,
          time(Defaults.PATIENCE),
          "How long a unit whose agent asks something waits for an answer before it decides by"
              + " itself; 0: it never waits.");

  static final ConfigKey<Boolean> SIGN =
      of(
          "git.sign",
          ConfigType.FLAG,
          "false",
          "Whether aidp's commits are signed as git is configured.");

  static final ConfigKey<String> HUB =
      of(
          "repository.hub",
          ConfigType.text("a URL, a path or the name of a remote"),
          null,
          "A git remote that all hosts reach, by which the work of runs on Temporal travels between"
              + " them.");

  static final ConfigKey<String> ARTIFACTS =
      of(
          "repository.artifacts",
          ConfigType.text("a folder or s3://BUCKET/PREFIX"),
          null,
          "Where all hosts keep the artifacts of runs that travel by repository.hub, instead of in"
              + " its commits.");

  static final ConfigKey<Integer> PRUNE_KEEP =
      of(
          "prune.keep",
          ConfigType.whole(0),
          "" + PrunePolicy.USUAL.keep(),
          "So many of the runs that ended last stay, however old they are.");

  static final ConfigKey<Duration> PRUNE_OLDER =
      of(
          "prune.older",
          ConfigType.TIME,
          time(PrunePolicy.USUAL.older()),
          "All other runs that ended longer ago than this are pruned.");

  static final ConfigKey<Boolean> PRUNE_AUTOMATIC =
      of(
          "prune.automatic",
          ConfigType.FLAG,
          "" + PrunePolicy.USUAL.automatic(),
          "Whether starting a run prunes, beside that run and at most once a day; without it only"
              + " aidp prune does.");

  static final ConfigKey<String> FALLBACK =
      of(
          "orchestration.fallback",
          ConfigType.oneOf("none", "native"),
          "none",
          "What a run does that asks for a Temporal service that is not there.");

  static final ConfigKey<String> TARGET =
      of(
          "temporal.target",
          ConfigType.ADDRESS,
          AidpOptions.DEFAULT_TARGET,
          "The Temporal service of new runs.");

  static final ConfigKey<String> NAMESPACE =
      of("temporal.namespace", NAME, "default", "The namespace on the Temporal service.");

  static final ImmutableList<String> QUEUES =
      ImmutableList.of("orchestrator", "lightweight", "standard", "heavyweight", "merge");

  static final ImmutableList<ConfigKey<?>> ALL = all();

  /** Returns the key of the agent of one role. */
  static ConfigKey<String> agent(Role role) {
    return of(
        "agent.commands." + role.wireName(),
        COMMAND,
        null,
        "The agent of the role " + role.wireName() + " instead of agent.command.");
  }

  /** Returns the key of every agent's model of a tier. */
  static ConfigKey<String> model(Tier tier) {
    return of(
        "agents.*.models." + tier.wireName(),
        ConfigType.text("a model's name"),
        null,
        "The agent's model of the tier " + tier.wireName() + ".");
  }

  /** Returns the key of the longest turn with a model of a tier. */
  static ConfigKey<Duration> timeout(Tier tier) {
    return of(
        "limits.agent_timeouts." + tier.wireName(),
        ConfigType.TIME,
        null,
        "Longest turn with a model of the tier "
            + tier.wireName()
            + ", instead of limits.agent_timeout.");
  }

  /** Returns the key of the further attempts after failures of one class. */
  static ConfigKey<Integer> retriesAfter(FailureKind kind) {
    return of(
        "limits.retries_after." + kind.wireName(),
        ConfigType.whole(0),
        null,
        "Further attempts after failures of the class %s, which are then counted by themselves; instead of limits.retries."
            .formatted(kind.wireName()));
  }

  private static ConfigKey<Long> dollars(String name, String whose) {
    String doc = "Most US dollars " + whose + "; at the limit no turn begins.";
    return of("budget." + name, ConfigType.DOLLARS, null, doc);
  }

  private static ConfigKey<Integer> tokens(String name, String whose) {
    String doc = "Most tokens " + whose + "; at the limit no turn begins.";
    return of("budget." + name, ConfigType.whole(1), null, doc);
  }

  /** Returns the key of a queue's name. */
  static ConfigKey<String> queue(String queue) {
    return of(
        "temporal.queues." + queue,
        NAME,
        "aidp-" + queue,
        "The name of the task queue " + queue + ".");
  }

  /** Returns the key that {@code name} is one of, or null. */
  static @Nullable ConfigKey<?> named(String name) {
    return ALL.stream().filter(key -> key.covers(name)).findFirst().orElse(null);
  }

  /** Returns whether {@code name} is a mapping that holds keys. */
  static boolean isMapping(String name) {
    return ALL.stream().anyMatch(key -> key.liesBelow(name));
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

  private static ImmutableList<ConfigKey<?>> all() {
    ImmutableList.Builder<ConfigKey<?>> keys = ImmutableList.builder();
    keys.add(ENGINE, AGENT);
    List.of(Role.values()).forEach(role -> keys.add(agent(role)));
    keys.add(CHAIN, TIER, PERMISSION);
    List.of(Tier.values()).forEach(tier -> keys.add(model(tier)));
    keys.addAll(DeclaredAgents.KEYS);
    keys.add(BASELINE, FLAKY_RERUNS, CHECKS);
    keys.addAll(ConfiguredUnits.KEYS);
    keys.add(MAX_PARALLEL, MAX_ITERATIONS, RETRIES);
    Limits.Retries.CLASSES.forEach(kind -> keys.add(retriesAfter(kind)));
    keys.add(AGENT_TIMEOUT);
    List.of(Tier.values()).forEach(tier -> keys.add(timeout(tier)));
    keys.add(CHECK_TIMEOUT, TIMEOUT, CAPACITIES);
    keys.add(BUDGET_USD, BUDGET_TOKENS, UNIT_USD, UNIT_TOKENS, TURN_USD, TURN_TOKENS, PRICES);
    keys.add(ENVIRONMENT, SECRETS);
    keys.add(
        SETUP, SETUP_TIMEOUT, SETUP_INPUTS, COPY, LINK, CACHES, SPARSE, PORT_BASE, STYLE_GUIDE);
    keys.add(
        STRATEGY, MIN_SUCCESS, APPROVE_MERGE, REWORK, RESOLVER_SCOPE, REUSE, APPROVE_PLAN, DEPTH);
    keys.add(CLAIMS, REVIEW_BLOCKING, REVIEW_ROUNDS, PATIENCE);
    keys.addAll(ConfiguredGuards.KEYS);
    keys.add(SIGN, HUB, ARTIFACTS, PRUNE_KEEP, PRUNE_OLDER, PRUNE_AUTOMATIC);
    keys.add(FALLBACK, TARGET, NAMESPACE);
    keys.addAll(ConfiguredTemporal.KEYS);
    QUEUES.forEach(queue -> keys.add(queue(queue)));
    keys.addAll(ConfiguredWorker.KEYS);
    return keys.build();
  }

  private static <T> ConfigKey<T> of(
      String name, ConfigType<T> type, @Nullable String fallback, String doc) {
    return new ConfigKey<>(name, type, fallback, doc);
  }

  private static String time(Duration time) {
    return Durations.text(time);
  }
}
