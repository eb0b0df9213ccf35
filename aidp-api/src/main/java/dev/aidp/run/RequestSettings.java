package dev.aidp.run;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link RunRequest}: sections as in a settings file, values as JSON has them.
 */
public final class RequestSettings {

  /** Whether what is not said is as the settings of the repository say; else as the defaults do. */
  public static final String INHERIT = "inherit";

  /** Who plays each role: a name, a list of names, or a mapping of roles to either. */
  public static final String AGENTS = "agents";

  private RequestSettings() {}

  /** Returns an unmodifiable copy, in the order of the keys; what is null is not said. */
  public static Map<String, Object> copy(@Nullable Map<String, Object> settings) {
    return settings == null
        ? ImmutableMap.of()
        : ImmutableSortedMap.copyOf(Maps.filterValues(settings, Objects::nonNull));
  }

  /** Returns settings in which {@code key}, such as {@code limits.max_parallel}, has this value. */
  static Map<String, Object> set(Map<String, Object> settings, String key, Object value) {
    return set(settings, Splitter.on('.').splitToList(key), value);
  }

  /** Returns settings in which the value at {@code path} is this one. */
  static Map<String, Object> set(Map<String, Object> settings, List<String> path, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(settings);
    String first = path.get(0);
    changed.put(
        first,
        path.size() == 1
            ? value
            : set(section(settings.get(first)), path.subList(1, path.size()), value));
    return Collections.unmodifiableMap(changed);
  }

  private static Map<String, Object> section(@Nullable Object said) {
    Map<String, Object> section = new LinkedHashMap<>();
    if (said instanceof Map<?, ?> map) {
      map.forEach((name, value) -> section.put(String.valueOf(name), value));
    }
    return section;
  }

  /** Returns the document that says all of {@code settings}. */
  static Map<String, Object> document(RunSettings settings) {
    Map<String, Object> agents = new LinkedHashMap<>();
    settings.agents().forEach((role, chain) -> agents.put(role.wireName(), agents(chain)));
    Map<String, Object> checks = new LinkedHashMap<>();
    settings.checks().forEach(check -> checks.put(check.name(), check.document()));
    checks.put("baseline", settings.baseline().wireName());
    checks.put("flaky_reruns", settings.flakyReruns());
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(INHERIT, false);
    document.put(AGENTS, agents);
    document.put("checks", checks);
    document.put("limits", limits(settings.limits(), settings.tiers()));
    put(document, "units", units(settings.units()));
    put(document, "budget", budget(settings.limits().budget()));
    if (!settings.limits().capacities().isEmpty()) {
      document.put("resources", ImmutableMap.of("capacities", settings.limits().capacities()));
    }
    document.put("merge", merge(settings));
    document.put(
        "planning",
        ImmutableMap.of(
            "approve",
            settings.approvals().contains(Approval.PLAN),
            "depth",
            settings.guards().depth()));
    document.put("guards", guards(settings.guards()));
    document.put("review", review(settings.review()));
    document.put("questions", ImmutableMap.of("patience", settings.patience().toString()));
    if (settings.tiers().start() != null) {
      document.put("tier", settings.tiers().start().wireName());
    }
    return copy(document);
  }

  private static List<Object> agents(AgentChain chain) {
    return chain.agents().stream()
        .map(RequestSettings::agent)
        .collect(ImmutableList.toImmutableList());
  }

  private static Object agent(AgentChoice choice) {
    if (choice.command() != null) {
      return ImmutableMap.of("command", choice.command());
    }
    Map<String, String> models = new LinkedHashMap<>();
    choice.models().forEach((tier, model) -> models.put(tier.wireName(), model));
    return ImmutableMap.of(
        "name", choice.provider(), "permission", choice.permission().wireName(), "models", models);
  }

  private static Map<String, Object> limits(Limits limits, Tiers tiers) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("max_parallel", limits.maxParallel());
    said.put("max_iterations", limits.maxIterations());
    said.put("retries", limits.further().retries());
    Map<String, Object> after = new LinkedHashMap<>();
    limits.further().retriesAfter().forEach((kind, count) -> after.put(kind.wireName(), count));
    put(said, "retries_after", after);
    said.put("agent_timeout", limits.agentTimeout().toString());
    Map<String, Object> turns = new LinkedHashMap<>();
    tiers.timeouts().forEach((tier, longest) -> turns.put(tier.wireName(), longest.toString()));
    put(said, "agent_timeouts", turns);
    said.put("check_timeout", limits.checkTimeout().toString());
    Duration whole = limits.runTimeout();
    if (whole != null) {
      said.put("timeout", whole.toString());
    }
    return said;
  }

  private static Map<String, Object> units(Map<String, UnitAction> units) {
    Map<String, Object> said = new LinkedHashMap<>();
    units.forEach(
        (name, action) -> {
          UnitAction.Poll poll = action.poll();
          said.put(
              name,
              poll == null
                  ? ImmutableMap.of("run", action.command())
                  : ImmutableMap.of(
                      "until", action.command(),
                      "interval", poll.interval().toString(),
                      "backoff", poll.backoff(),
                      "timeout", poll.timeout().toString()));
        });
    return said;
  }

  private static Map<String, Object> budget(Budget budget) {
    Map<String, Object> said = new LinkedHashMap<>();
    cap(said, "", budget.run());
    cap(said, "unit_", budget.unit());
    cap(said, "turn_", budget.turn());
    return said;
  }

  private static void cap(Map<String, Object> said, String whose, Cap cap) {
    if (cap.microUsd() != null) {
      said.put(whose + "usd", BigDecimal.valueOf(cap.microUsd(), 6).toPlainString());
    }
    if (cap.tokens() != null) {
      said.put(whose + "tokens", cap.tokens().toString());
    }
  }

  private static Map<String, Object> merge(RunSettings settings) {
    return ImmutableMap.of(
        "strategy", settings.strategy().wireName(),
        "min_success", settings.minSuccess().toString(),
        "approve", settings.approvals().contains(Approval.MERGE),
        "rework", settings.merging().rework(),
        "resolver_scope", settings.merging().resolverScope().wireName(),
        "reuse", settings.merging().reuse());
  }

  private static Map<String, Object> guards(Guards guards) {
    DiffGuards diff = guards.diff();
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("claims", guards.claims().wireName());
    list(said, "include", diff.include());
    list(said, "exclude", diff.exclude());
    list(said, "confirm", diff.confirm());
    list(said, "protected", diff.protectedPaths());
    said.put("max_lines", diff.maxLines());
    said.put("max_files", diff.maxFiles());
    said.put("patience", diff.patience());
    List<String> content =
        diff.forbidden().content().stream().map(DiffGuards.Content::wireName).toList();
    said.put("forbidden", content.isEmpty() ? ImmutableList.of("none") : content);
    put(said, "patterns", ImmutableMap.copyOf(diff.forbidden().patterns()));
    said.values().removeIf(Objects::isNull);
    return said;
  }

  private static void list(Map<String, Object> said, String name, List<String> list) {
    if (!list.isEmpty()) {
      said.put(name, list);
    }
  }

  private static Map<String, Object> review(Review review) {
    Severity blocking = review.blocking();
    return ImmutableMap.of(
        "blocking", blocking == null ? "never" : blocking.wireName(), "rounds", review.rounds());
  }

  private static void put(Map<String, Object> section, String name, Map<String, Object> inner) {
    if (!inner.isEmpty()) {
      section.put(name, inner);
    }
  }
}
