package dev.aidp.runtime.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Permission;
import dev.aidp.run.Role;
import dev.aidp.run.Tier;
import dev.aidp.wire.WireNamed;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who plays which role, as a request says: for all roles but reviewer, or by role; each a name, a
 * command, or a list of them.
 */
record RequestAgents(Config config, Set<String> brought, List<Detail> faults) {

  private static final String EXPECTED =
      "a name, {\"command\": …}, a list of these, or a mapping of roles to them";

  /** Every role that nobody has to be named for. */
  private static final ImmutableList<Role> ALL =
      ImmutableList.of(Role.CODER, Role.PLANNER, Role.RESOLVER);

  /** Returns who plays each role; one of which nothing is said is played as before. */
  Map<Role, AgentChain> chains(Object said, Map<Role, AgentChain> before) {
    Map<Role, AgentChain> chains = new EnumMap<>(Role.class);
    chains.putAll(before);
    if (said instanceof Map<?, ?> map && !map.containsKey("command") && !map.containsKey("name")) {
      map.forEach((role, who) -> role(String.valueOf(role), who, chains));
    } else {
      AgentChain all = chain("agents", said);
      if (all != null) {
        ALL.forEach(role -> chains.put(role, all));
      }
    }
    return chains;
  }

  /**
   * Returns {@code chains} in which the coder plays what nobody else does, but for the reviewer.
   */
  static Map<Role, AgentChain> completed(Map<Role, AgentChain> chains) {
    AgentChain coder = chains.get(Role.CODER);
    Map<Role, AgentChain> all = new EnumMap<>(Role.class);
    if (coder != null) {
      ALL.forEach(role -> all.put(role, coder));
    }
    all.putAll(chains);
    return all;
  }

  private void role(String name, @Nullable Object who, Map<Role, AgentChain> chains) {
    Optional<Role> role = WireNamed.of(Role.class, name);
    if (role.isEmpty()) {
      fault("unknown role agents." + name + "; known are coder, planner, resolver, reviewer");
      return;
    }
    AgentChain chain = chain("agents." + name, who);
    if (chain != null) {
      chains.put(role.get(), chain);
    }
  }

  private @Nullable AgentChain chain(String where, @Nullable Object said) {
    ImmutableList.Builder<AgentChoice> agents = ImmutableList.builder();
    List<?> all = said instanceof List<?> list ? list : Collections.singletonList(said);
    for (Object each : all) {
      AgentChoice choice = choice(where, each);
      if (choice == null) {
        return null;
      }
      agents.add(choice);
    }
    if (all.isEmpty()) {
      fault(where + " must be " + EXPECTED);
      return null;
    }
    return new AgentChain(agents.build());
  }

  private @Nullable AgentChoice choice(String where, @Nullable Object said) {
    if (said instanceof String name) {
      return named(where, name);
    } else if (said instanceof Map<?, ?> map) {
      if (map.get("command") instanceof String command && map.size() == 1) {
        return AgentChoice.command(command);
      } else if (map.get("name") instanceof String name) {
        AgentChoice known = named(where, name);
        return known == null ? null : special(where, known, map);
      }
    }
    fault(where + " must be " + EXPECTED);
    return null;
  }

  private @Nullable AgentChoice named(String where, String name) {
    Set<String> known = new ConfiguredAgents(config).known(brought);
    if (!known.contains(name)) {
      fault(where + " " + ConfiguredAgents.unknown(name, known));
      return null;
    }
    return new ConfiguredAgents(config).agent(name);
  }

  private AgentChoice special(String where, AgentChoice known, Map<?, ?> said) {
    Object permission = said.get("permission");
    ImmutableMap.Builder<Tier, String> models = ImmutableMap.builder();
    if (said.get("models") instanceof Map<?, ?> map) {
      map.forEach((tier, model) -> model(where, String.valueOf(tier), model, models));
    }
    ImmutableMap<Tier, String> own = models.buildKeepingLast();
    return new AgentChoice(
        known.provider(),
        null,
        permission == null ? known.permission() : permission(where, permission),
        said.containsKey("models") ? own : known.models());
  }

  private void model(
      String where, String tier, @Nullable Object model, ImmutableMap.Builder<Tier, String> all) {
    Optional<Tier> known = WireNamed.of(Tier.class, tier);
    if (known.isPresent() && model instanceof String name) {
      all.put(known.get(), name);
    } else {
      fault(where + ".models: " + tier + " is no tier with the name of a model");
    }
  }

  private Permission permission(String where, Object said) {
    return WireNamed.of(Permission.class, said)
        .orElseGet(
            () -> {
              fault(where + ".permission must be plan, edit or full");
              return Permission.EDIT;
            });
  }

  private void fault(String message) {
    faults.add(new Detail("request", message));
  }
}
