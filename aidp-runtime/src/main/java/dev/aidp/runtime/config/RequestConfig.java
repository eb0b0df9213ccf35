package dev.aidp.runtime.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import dev.aidp.activities.request.SettingsReader;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.run.AgentChain;
import dev.aidp.run.RequestSettings;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.config.Config.Given;
import dev.aidp.workflows.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of a request over those of the repository. A request may come from anywhere:
 * it sets what concerns its own run, nothing of the machine.
 */
public final class RequestConfig implements SettingsReader {

  /** The sections of a settings file that a request may hold. */
  static final ImmutableSet<String> SECTIONS =
      ImmutableSet.of(
          "checks",
          "units",
          "limits",
          "resources",
          "budget",
          "merge",
          "planning",
          "guards",
          "review",
          "questions");

  /** Where the ladder of models begins. */
  static final String TIER = "tier";

  private static final String WHERE = "request";

  /** What is said of a request besides its text, plan, base and branches, which are no settings. */
  private static final ImmutableSet<String> KEYS =
      ImmutableSet.<String>builder()
          .add(RequestSettings.AGENTS, RequestSettings.INHERIT, TIER)
          .addAll(SECTIONS)
          .build();

  private final @Nullable Path file;
  private final Map<String, String> environment;
  private final ImmutableList<Given> application;
  private final ImmutableSet<String> agents;

  /**
   * Reads over {@code file}, {@code environment} and {@code application}, as they are then.
   *
   * @param file the settings of the repository, or null without any
   * @param application what the application says over both, by key
   * @param agents the names of agents that the application brings along
   */
  public RequestConfig(
      @Nullable Path file,
      Map<String, String> environment,
      Map<String, String> application,
      Iterable<String> agents) {
    this.file = file;
    this.environment = environment;
    this.application =
        application.entrySet().stream()
            .map(said -> new Given(said.getKey(), said.getValue(), said.getKey()))
            .collect(ImmutableList.toImmutableList());
    this.agents = ImmutableSet.copyOf(agents);
  }

  @Override
  public RunSettings read(Map<String, Object> said) {
    return read(said, ImmutableList.of());
  }

  /** Does the same where {@code options} hold over what {@code said} says. */
  public RunSettings read(Map<String, Object> said, List<Given> options) {
    List<Detail> faults = new ArrayList<>();
    boolean inherits = inherits(said, faults);
    Config base =
        inherits
            ? Config.read(file, environment, application, Setting.Layer.APPLICATION, agents)
            : Config.read(null, Map.of(), ImmutableList.of());
    List<Setting> all = new ArrayList<>(sections(said, faults));
    options.forEach(given -> Config.fromOption(given, all, faults));
    Config config = base.with(all);
    faults.addAll(new ConfiguredUnits(config).faults());
    RunSettings settings = config.runSettings();
    Object who = said.get(RequestSettings.AGENTS);
    if (who != null) {
      Map<Role, AgentChain> chains =
          new RequestAgents(config, agents, faults).chains(who, settings.agents());
      chains.putAll(named(options, settings.agents()));
      settings = settings.withAgents(inherits ? RequestAgents.completed(chains) : chains);
    }
    if (!faults.isEmpty()) {
      throw Config.refused(
          "the request", "docs/request.schema.json says what it may hold.", faults);
    }
    return settings;
  }

  /** Returns the agents of the roles that options name. */
  private static Map<Role, AgentChain> named(List<Given> options, Map<Role, AgentChain> agents) {
    Set<String> keys = options.stream().map(Given::key).collect(Collectors.toSet());
    boolean all = keys.stream().anyMatch(ConfiguredAgents.FOR_ALL_ROLES::contains);
    return Maps.filterKeys(
        agents,
        role -> all && role != Role.REVIEWER || keys.contains(ConfigKey.agent(role).name()));
  }

  private static boolean inherits(Map<String, Object> said, List<Detail> faults) {
    Object inherit = said.getOrDefault(RequestSettings.INHERIT, true);
    if (!(inherit instanceof Boolean)) {
      faults.add(new Detail(WHERE, RequestSettings.INHERIT + " must be true or false"));
    }
    return !Boolean.FALSE.equals(inherit);
  }

  private static List<Setting> sections(Map<String, Object> said, List<Detail> faults) {
    Map<String, Object> file = new LinkedHashMap<>();
    said.forEach(
        (key, value) -> {
          if (SECTIONS.contains(key)) {
            file.put(key, value);
          } else if (key.equals(TIER)) {
            file.put("agent", Map.of(TIER, value));
          } else if (!KEYS.contains(key)) {
            faults.add(new Detail(WHERE, "unknown key " + key + suggestion(key)));
          }
        });
    if (file.isEmpty()) {
      return ImmutableList.of();
    }
    List<Detail> found = new ArrayList<>();
    byte[] text = Wire.json(file).getBytes(StandardCharsets.UTF_8);
    List<Setting> settings = ConfigFile.read(WHERE, text, Setting.Layer.REQUEST, found);
    found.forEach(each -> faults.add(new Detail(WHERE, each.message())));
    return settings;
  }

  private static String suggestion(String key) {
    return KEYS.stream()
        .filter(known -> Typo.near(known, key))
        .findFirst()
        .map(known -> " (did you mean " + known + "?)")
        .orElse("");
  }
}
