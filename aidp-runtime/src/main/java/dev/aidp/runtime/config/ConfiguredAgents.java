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
    List<String> names = config.get(ConfigKey.CHAIN);
    if (chain != null && names != null) {
      Set<String> known = known(others);
      Set<String> seen = new TreeSet<>();
      for (String name : names) {
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
      String own = config.get(ConfigKey.agent(role));
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
    Map<Tier, Duration> timeouts = new EnumMap<>(Tier.class);
    for (Tier tier : Tier.values()) {
      Duration longest = config.get(ConfigKey.timeout(tier));
      if (longest != null) {
        timeouts.put(tier, longest);
      }
    }
    return new Tiers(config.get(ConfigKey.TIER), timeouts);
  }

  private @Nullable AgentChain forAll() {
    List<String> chain = config.get(ConfigKey.CHAIN);
    if (chain != null) {
      return new AgentChain(chain.stream().map(this::agent).toList());
    }
    String command = config.get(ConfigKey.AGENT);
    return command == null ? null : AgentChain.command(command);
  }

  /** Returns the agent {@code name} with its permission and models. */
  AgentChoice agent(String name) {
    Permission permission = config.get(ConfigKey.PERMISSION, name);
    ImmutableMap.Builder<Tier, String> models = ImmutableMap.builder();
    for (Tier tier : Tier.values()) {
      String model = config.get(ConfigKey.model(tier), name);
      if (model != null) {
        models.put(tier, model);
      }
    }
    return new AgentChoice(
        name, null, permission == null ? Permission.EDIT : permission, models.buildOrThrow());
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
}
