package dev.aidp.activities.agent.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.Capabilities;
import dev.aidp.provider.Capabilities.Feature;
import dev.aidp.provider.Capabilities.PromptWay;
import dev.aidp.provider.FailureHints;
import dev.aidp.provider.Probe;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Permission;
import dev.aidp.wire.WireNamed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes a provider of a table: of what a user declares, without any code, or of that and of code
 * that reads the output. {@code programs.yml} has those that Aidp brings along.
 */
public final class Declared {

  private static final ImmutableSet<String> PLACES =
      ImmutableSet.of(
          "model",
          "new_session",
          "session",
          "permission",
          "budget_usd",
          "worktree",
          "files",
          "prompt_file",
          "prompt");

  /** Keys, and what keys begin with that end with a name. */
  private static final ImmutableSet<String> KEYS =
      ImmutableSet.of(
          "binary",
          "args",
          "prompt",
          "output",
          "usage",
          "permissions.",
          "read.",
          "failures.",
          "exit_codes.",
          "features",
          "environment.",
          "withheld",
          "variables",
          "login",
          "home",
          "install");

  private static final Splitter WORDS =
      Splitter.on(CharMatcher.whitespace()).omitEmptyStrings().trimResults();

  private final String name;
  private final Map<String, String> said;
  private final @Nullable Supplier<TurnReader> own;

  private Declared(String name, Map<String, String> said, @Nullable Supplier<TurnReader> own) {
    this.name = name;
    this.said = said;
    this.own = own;
  }

  /**
   * Returns the provider {@code name}.
   *
   * @param said what the configuration says below {@code agents.NAME}, by key; see {@code
   *     docs/configuration.md}
   * @throws IllegalArgumentException if it cannot be made of that; the message says why
   */
  public static AgentProvider of(String name, Map<String, String> said) {
    return new Declared(name, ImmutableMap.copyOf(said), null).adapter();
  }

  /**
   * Returns the provider {@code name}, whose output {@code reader} reads. Its table says in {@code
   * features} what that tells: {@code end_record}, {@code tokens}, {@code cost}, {@code
   * running_totals}.
   *
   * @param reader makes what reads one turn
   * @throws IllegalArgumentException if it cannot be made of that; the message says why
   */
  public static AgentProvider of(
      String name, Map<String, String> said, Supplier<TurnReader> reader) {
    return new Declared(name, ImmutableMap.copyOf(said), reader).adapter();
  }

  private Adapter adapter() {
    said.keySet().forEach(Declared::demandKnown);
    String binary = said.get("binary");
    if (binary == null) {
      throw new IllegalArgumentException("it needs a binary: the program to start");
    }
    var unused =
        DeclaredReader.End.of(
            said.get("read.end")); // wrong, it is refused now and not in the first turn
    ArgumentTemplate arguments = ArgumentTemplate.of(said.getOrDefault("args", ""));
    for (String place : arguments.names()) {
      if (!PLACES.contains(place)) {
        throw new IllegalArgumentException(
            "its args hold {%s}; known are %s".formatted(place, String.join(", ", PLACES)));
      }
    }
    Map<Permission, ArgumentTemplate> permissions = new LinkedHashMap<>();
    for (Permission permission : Permission.values()) {
      String words = said.get("permissions." + permission.wireName());
      if (words != null) {
        permissions.put(permission, ArgumentTemplate.of(words));
      }
    }
    // What says nothing of permissions cannot be held to any; edit is what everybody is asked for.
    ImmutableSet<Permission> held =
        permissions.isEmpty()
            ? ImmutableSet.of(Permission.EDIT, Permission.FULL)
            : ImmutableSet.copyOf(permissions.keySet());
    boolean structured = said.getOrDefault("output", "text").equals("jsonl");
    ImmutableMap<String, JsonPointer> pointers = pointers();
    return new Adapter(
        name,
        new Adapter.CommandLine(binary, arguments, permissions),
        new Adapter.Environment(
            below("environment."), ImmutableSet.copyOf(words("withheld")), words("variables")),
        new Capabilities(prompt(arguments), features(arguments, structured), held),
        own == null ? order -> reader(structured, pointers) : order -> own.get(),
        failures(),
        new Probe(
            ImmutableList.of(binary, "--version"),
            words("login"),
            words("home"),
            said.getOrDefault(
                "install", "Install it, or name another in agents." + name + ".binary.")));
  }

  private static void demandKnown(String key) {
    if (!KEYS.contains(key) && !KEYS.contains(key.substring(0, key.indexOf('.') + 1))) {
      throw new IllegalArgumentException(
          "it has no %s; known are %s".formatted(key, String.join(", ", KEYS)));
    }
  }

  private List<String> words(String key) {
    return WORDS.splitToList(said.getOrDefault(key, ""));
  }

  /** Returns what is said with keys that begin so, by the rest of the key, in its order. */
  private ImmutableMap<String, String> below(String stem) {
    ImmutableMap.Builder<String, String> below = ImmutableMap.builder();
    said.forEach(
        (key, value) -> {
          if (key.startsWith(stem)) {
            below.put(key.substring(stem.length()), value);
          }
        });
    return below.buildOrThrow();
  }

  private PromptWay prompt(ArgumentTemplate arguments) {
    PromptWay way = named(PromptWay.class, said.getOrDefault("prompt", "stdin"));
    String place =
        switch (way) {
          case STDIN -> "";
          case FILE -> "prompt_file";
          case ARGUMENT -> "prompt";
        };
    if (!place.isEmpty() && !arguments.names().contains(place)) {
      throw new IllegalArgumentException("its args lack {%s}".formatted(place));
    }
    return way;
  }

  private ImmutableSet<Feature> features(ArgumentTemplate arguments, boolean structured) {
    ImmutableSet.Builder<Feature> features = ImmutableSet.builder();
    add(features, structured, Feature.STRUCTURED);
    add(features, structured && said.containsKey("read.end"), Feature.END_RECORD);
    add(features, arguments.names().contains("session"), Feature.RESUMES);
    add(features, arguments.names().contains("new_session"), Feature.SESSION_NAMED);
    add(features, structured && said.containsKey("read.tokens_output"), Feature.TOKENS);
    add(features, structured && said.containsKey("read.cost_usd"), Feature.COST);
    add(features, counts().equals("session"), Feature.RUNNING_TOTALS);
    add(features, arguments.names().contains("budget_usd"), Feature.BUDGET_CAP);
    words("features").forEach(each -> features.add(named(Feature.class, each)));
    return features.build();
  }

  private static <E extends Enum<E> & WireNamed> E named(Class<E> type, String word) {
    return WireNamed.of(type, word)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "it says %s, not one of %s".formatted(word, WireNamed.names(type))));
  }

  private static void add(ImmutableSet.Builder<Feature> to, boolean can, Feature feature) {
    if (can) {
      to.add(feature);
    }
  }

  private String counts() {
    return said.getOrDefault("usage", "turn");
  }

  private ImmutableMap<String, JsonPointer> pointers() {
    return ImmutableMap.copyOf(
        Maps.transformValues(
            Maps.filterKeys(below("read."), what -> !what.equals("end")), JsonPointer::compile));
  }

  /** The first that is found decides. */
  private FailureHints failures() {
    Map<String, String> texts = new LinkedHashMap<>(below("failures."));
    String lost = texts.remove("session_lost");
    return new FailureHints(
        texts.entrySet().stream()
            .map(
                each ->
                    FailureHints.Text.of(named(FailureKind.class, each.getKey()), each.getValue()))
            .toList(),
        below("exit_codes.").entrySet().stream()
            .collect(
                ImmutableMap.toImmutableMap(
                    each -> Integer.valueOf(each.getKey()),
                    each -> named(FailureKind.class, each.getValue()))),
        lost == null ? null : Pattern.compile(lost, Pattern.CASE_INSENSITIVE));
  }

  private TurnReader reader(boolean structured, ImmutableMap<String, JsonPointer> pointers) {
    return structured
        ? new DeclaredReader(
            pointers, DeclaredReader.End.of(said.get("read.end")), counts().equals("step"))
        : new PlainReader();
  }
}
