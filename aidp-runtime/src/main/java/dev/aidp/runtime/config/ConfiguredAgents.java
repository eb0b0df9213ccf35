package dev.aidp.runtime.config;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Permission;
import dev.aidp.run.Role;
import dev.aidp.run.Tier;
import dev.aidp.run.Tiers;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who plays which role, with which permission and models, as the settings say. */
record ConfiguredAgents(Config config) {

  /** The keys that name the agents of every role but reviewer. */
  static final ImmutableSet<String> FOR_ALL_ROLES =
      ImmutableSet.of(ConfigKey.AGENT.name(), ConfigKey.CHAIN.name());

  /** What an earlier layer said with these keys does not hold any more. */
  static final ImmutableSet<String> OVERRIDDEN =
      ImmutableSet.<String>builder()
          .addAll(FOR_ALL_ROLES)
          .addAll(
              Stream.of(Role.CODER, Role.PLANNER, Role.RESOLVER)
                  .map(role -> ConfigKey.agent(role).name())
                  .toList())
          .build();

  private static final String DECLARATIONS = "agents.";

  /** Returns what is wrong with the agents that are named, besides {@code others}. */
  List<Detail> faults(Collection<String> others) {
    Setting chain = config.said(ConfigKey.CHAIN.name());
    Setting command = config.said(ConfigKey.AGENT.name());
    ImmutableList.Builder<Detail> faults = ImmutableList.builder();
    if (chain != null && command != null) {
      faults.add(
          new Detail(
              chain.origin(),
              "names a chain of agents, and %s a command: name one of both"
                  .formatted(command.origin())));
    }
    if (chain != null && chain.value() != null) {
      Set<String> known = known(others);
      Set<String> seen = new TreeSet<>();
      for (String name : names(chain.value())) {
        if (!known.contains(name)) {
          faults.add(new Detail(chain.origin(), unknown(name, known)));
        } else if (!seen.add(name)) {
          faults.add(new Detail(chain.origin(), "names the agent " + name + " twice"));
        }
      }
    }
    return faults.build();
  }

  /** Returns who plays each role. */
  Map<Role, AgentChain> chains() {
    Map<Role, AgentChain> chains = new LinkedHashMap<>();
    AgentChain all = forAll();
    for (Role role : Role.values()) {
      String own = config.value(ConfigKey.agent(role));
      AgentChain chain =
          own == null ? (role == Role.REVIEWER ? null : all) : AgentChain.command(own);
      if (chain != null) {
        chains.put(role, chain);
      }
    }
    return chains;
  }

  /** Returns where the ladder of models begins, and how long turns take on each rung. */
  Tiers tiers() {
    String start = config.value(ConfigKey.TIER);
    Map<Tier, Duration> timeouts = new EnumMap<>(Tier.class);
    for (Tier tier : Tier.values()) {
      String longest = config.value(ConfigKey.timeout(tier));
      if (longest != null) {
        timeouts.put(tier, Config.time(longest));
      }
    }
    return new Tiers(start == null ? null : Tier.valueOf(start.toUpperCase(Locale.ROOT)), timeouts);
  }

  private @Nullable AgentChain forAll() {
    String chain = config.value(ConfigKey.CHAIN);
    if (chain != null) {
      return new AgentChain(names(chain).stream().map(this::agent).toList());
    }
    String command = config.value(ConfigKey.AGENT);
    return command == null ? null : AgentChain.command(command);
  }

  /** Returns the agent {@code name} with its permission and models. */
  AgentChoice agent(String name) {
    String permission = word(ConfigKey.PERMISSION.at(name));
    ImmutableMap.Builder<Tier, String> models = ImmutableMap.builder();
    for (Tier tier : Tier.values()) {
      String model = word(ConfigKey.model(tier).at(name));
      if (model != null) {
        models.put(tier, model);
      }
    }
    return new AgentChoice(
        name,
        null,
        permission == null
            ? Permission.EDIT
            : Permission.valueOf(permission.toUpperCase(Locale.ROOT)),
        models.buildOrThrow());
  }

  private @Nullable String word(String key) {
    Setting said = config.said(key);
    return said == null ? null : said.value();
  }

  /** Returns the names of all agents, {@code others} among them. */
  Set<String> known(Collection<String> others) {
    Set<String> known = new TreeSet<>(Providers.builtIn().names());
    known.addAll(others);
    config.said().stream()
        .map(Setting::key)
        .filter(key -> key.startsWith(DECLARATIONS))
        .map(key -> Splitter.on('.').splitToList(key).get(1))
        .forEach(known::add);
    return known;
  }

  static String unknown(String name, Set<String> known) {
    return known.stream()
        .filter(other -> Typo.near(other, name))
        .findFirst()
        .map(near -> "names the unknown agent %s (did you mean %s?)".formatted(name, near))
        .orElseGet(
            () ->
                "names the unknown agent %s; known are %s"
                    .formatted(name, known.stream().collect(Collectors.joining(", "))));
  }

  private static List<String> names(String chain) {
    return Splitter.on(',').trimResults().splitToList(chain);
  }
}
