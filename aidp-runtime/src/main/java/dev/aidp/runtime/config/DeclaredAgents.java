package dev.aidp.runtime.config;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.aidp.activities.agent.provider.Declared;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.provider.AgentProvider;
import dev.aidp.run.Permission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The programs that the settings declare, or start by another name. */
record DeclaredAgents(Config config) {

  private static final String STEM = "agents.";

  /** Every key below {@code agents.NAME} that speaks of a program, in the order of documents. */
  static final ImmutableList<ConfigKey<?>> KEYS = keys();

  private static ImmutableList<ConfigKey<?>> keys() {
    ConfigType<String> words = ConfigType.text("arguments with places");
    ConfigType<String> pattern = ConfigType.text("a regular expression");
    ImmutableList.Builder<ConfigKey<?>> keys = ImmutableList.builder();
    keys.add(
        key(
            "binary",
            ConfigType.text("a program"),
            "The program that is started, by its name or path."),
        key(
            "args",
            words,
            "Declares an agent that Aidp does not know: what its program is started with; see"
                + " docs/agents.md."),
        key(
            "prompt",
            ConfigType.oneOf("stdin", "file", "argument"),
            "How a declared agent gets its prompt: on standard input (the default), or in args as"
                + " {prompt_file} or {prompt}."),
        key(
            "output",
            ConfigType.oneOf("text", "jsonl"),
            "What a declared agent writes: text (the default), or a JSON record per line."),
        key(
            "usage",
            ConfigType.oneOf("turn", "step", "session"),
            "What tokens and cost of a record count: the turn (the default), a step of it, or the"
                + " session from its beginning."));
    for (Permission permission : Permission.values()) {
      String name = permission.wireName();
      keys.add(
          key("permissions." + name, words, "What {permission} in args stands for: " + name + "."));
    }
    Map<String, String> places = new LinkedHashMap<>();
    places.put("session", "the session's id");
    places.put(
        "text", "the agent's text; all that it says after the last use of a tool is its reply");
    places.put("tool", "that a tool is used, so that what is said next begins the reply anew");
    places.put(
        "error", "an error; a turn with one has failed, unless the agent says more after it");
    places.put("tokens_input", "tokens read afresh");
    places.put("tokens_cache_read", "tokens read from a cache");
    places.put("tokens_cache_write", "tokens written to a cache");
    places.put("tokens_output", "tokens written");
    places.put("cost_usd", "the cost in US dollars");
    places.forEach(
        (name, what) ->
            keys.add(
                key(
                    "read." + name,
                    ConfigType.text("a JSON pointer"),
                    "Where a record holds " + what + ".")));
    keys.add(
        key(
            "read.end",
            ConfigType.text("/PLACE=VALUE"),
            "What tells the record that ends a turn; without it the exit code says how the turn"
                + " ended."));
    Stream.of(FailureKind.values())
        .filter(kind -> kind != FailureKind.CANCELLED && kind != FailureKind.BUDGET_SPENT)
        .map(FailureKind::wireName)
        .forEach(
            kind ->
                keys.add(
                    key(
                        "failures." + kind,
                        pattern,
                        "What the agent's errors say when it is " + kind + ".")));
    keys.add(
        key(
            "failures.session_lost",
            pattern,
            "What the agent's errors say when it does not know a session."));
    return keys.build();
  }

  private static ConfigKey<String> key(String name, ConfigType<String> type, String doc) {
    return new ConfigKey<>(STEM + "*." + name, type, null, doc);
  }

  /** Returns what is wrong with them. */
  List<Detail> faults() {
    List<Detail> faults = new ArrayList<>();
    ImmutableList<String> builtIn = Providers.builtIn().names();
    said()
        .forEach(
            (name, said) -> {
              try {
                if (said.containsKey("args") || !builtIn.contains(name)) {
                  Declared.of(name, said);
                } else {
                  demandNoDeclaration(said);
                }
              } catch (IllegalArgumentException e) {
                faults.add(new Detail(origin(name), "agents." + name + ": " + e.getMessage()));
              }
            });
    return faults;
  }

  private static void demandNoDeclaration(Map<String, String> said) {
    said.keySet().stream()
        .filter(key -> !key.equals("binary"))
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(
                  key + " belongs to a declared agent, which needs args");
            });
  }

  /** Returns them. */
  ImmutableList<AgentProvider> providers() {
    ImmutableList.Builder<AgentProvider> providers = ImmutableList.builder();
    Providers builtIn = Providers.builtIn();
    said()
        .forEach(
            (name, said) -> {
              String binary = said.get("binary");
              if (said.containsKey("args") || builtIn.named(name) == null) {
                providers.add(Declared.of(name, said));
              } else if (binary != null) {
                AgentProvider other = builtIn.startedAs(name, binary).named(name);
                if (other != null) {
                  providers.add(other);
                }
              }
            });
    return providers.build();
  }

  /** Returns what is said of each name, by the rest of its key. */
  private Map<String, Map<String, String>> said() {
    Map<String, Map<String, String>> said = new LinkedHashMap<>();
    for (Setting setting : config.said()) {
      String value = setting.value();
      if (setting.key().startsWith(STEM) && value != null) {
        List<String> parts = Splitter.on('.').limit(3).splitToList(setting.key());
        String key = parts.get(2);
        // These say how any agent is used, an application's own included.
        if (!key.equals("permission") && !key.startsWith("models.")) {
          said.computeIfAbsent(parts.get(1), name -> new LinkedHashMap<>()).put(key, value);
        }
      }
    }
    return said;
  }

  private String origin(String name) {
    return config.said().stream()
        .filter(setting -> setting.key().startsWith(STEM + name + "."))
        .findFirst()
        .map(Setting::origin)
        .orElse(STEM + name.toLowerCase(Locale.ROOT));
  }
}
