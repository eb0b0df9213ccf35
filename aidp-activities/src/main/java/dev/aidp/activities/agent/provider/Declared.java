package dev.aidp.activities.agent.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.Capabilities;
import dev.aidp.provider.Capabilities.Feature;
import dev.aidp.provider.Capabilities.PromptWay;
import dev.aidp.provider.FailureHints;
import dev.aidp.provider.Fault;
import dev.aidp.provider.Probe;
import dev.aidp.provider.Reading;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Permission;
import dev.aidp.run.Usage;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a provider of what a user declares, without any code. */
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

  private final String name;
  private final Map<String, String> said;

  private Declared(String name, Map<String, String> said) {
    this.name = name;
    this.said = said;
  }

  /**
   * Returns the provider {@code name}.
   *
   * @param said what the configuration says below {@code agents.NAME}, by key; see {@code
   *     docs/configuration.md}
   * @throws IllegalArgumentException if it cannot be made of that; the message says why
   */
  public static AgentProvider of(String name, Map<String, String> said) {
    return new Declared(name, ImmutableMap.copyOf(said)).adapter();
  }

  private Adapter adapter() {
    String binary = said.get("binary");
    if (binary == null) {
      throw new IllegalArgumentException("it needs a binary: the program to start");
    }
    End unused = End.of(said.get("read.end")); // wrong, it is refused now and not in the first turn
    Words arguments = Words.of(said.getOrDefault("args", ""));
    for (String place : arguments.names()) {
      if (!PLACES.contains(place)) {
        throw new IllegalArgumentException(
            "its args hold {%s}; known are %s".formatted(place, String.join(", ", PLACES)));
      }
    }
    Map<Permission, Words> permissions = new LinkedHashMap<>();
    for (Permission permission : Permission.values()) {
      String words = said.get("permissions." + permission.wireName());
      if (words != null) {
        permissions.put(permission, Words.of(words));
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
        binary,
        arguments,
        permissions,
        ImmutableMap.of(),
        ImmutableSet.of(),
        new Capabilities(prompt(arguments), features(arguments, structured), held),
        order -> reader(structured, pointers),
        failures(),
        new Probe(
            ImmutableList.of(binary, "--version"),
            ImmutableList.of(),
            ImmutableList.of(),
            "Install it, or name another in agents." + name + ".binary."),
        ImmutableList.of());
  }

  private PromptWay prompt(Words arguments) {
    PromptWay way =
        PromptWay.valueOf(said.getOrDefault("prompt", "stdin").toUpperCase(Locale.ROOT));
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

  private ImmutableSet<Feature> features(Words arguments, boolean structured) {
    ImmutableSet.Builder<Feature> features = ImmutableSet.builder();
    add(features, structured, Feature.STRUCTURED);
    add(features, structured && said.containsKey("read.end"), Feature.END_RECORD);
    add(features, arguments.names().contains("session"), Feature.RESUMES);
    add(features, arguments.names().contains("new_session"), Feature.SESSION_NAMED);
    add(features, structured && said.containsKey("read.tokens_output"), Feature.TOKENS);
    add(features, structured && said.containsKey("read.cost_usd"), Feature.COST);
    add(features, counts().equals("session"), Feature.RUNNING_TOTALS);
    add(features, arguments.names().contains("budget_usd"), Feature.BUDGET_CAP);
    return features.build();
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
    ImmutableMap.Builder<String, JsonPointer> pointers = ImmutableMap.builder();
    said.forEach(
        (key, value) -> {
          if (key.startsWith("read.") && !key.equals("read.end")) {
            pointers.put(key.substring("read.".length()), JsonPointer.compile(value));
          }
        });
    return pointers.buildOrThrow();
  }

  private FailureHints failures() {
    ImmutableList.Builder<FailureHints.Text> texts = ImmutableList.builder();
    for (FailureKind kind : FailureKind.values()) {
      String pattern = said.get("failures." + kind.wireName());
      if (pattern != null) {
        texts.add(FailureHints.Text.of(kind, pattern));
      }
    }
    String lost = said.get("failures.session_lost");
    return new FailureHints(
        texts.build(),
        ImmutableMap.of(),
        lost == null ? null : Pattern.compile(lost, Pattern.CASE_INSENSITIVE));
  }

  private TurnReader reader(boolean structured, ImmutableMap<String, JsonPointer> pointers) {
    return structured
        ? new Lines(pointers, End.of(said.get("read.end")), counts().equals("step"))
        : new Text();
  }

  /** The record that ends a turn: a place, and what stands there. */
  private record End(JsonPointer place, String value) {

    static @Nullable End of(@Nullable String text) {
      if (text == null) {
        return null;
      }
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("its read.end must be /PLACE=VALUE: " + text);
      }
      return new End(JsonPointer.compile(text.substring(0, equals)), text.substring(equals + 1));
    }
  }

  /** Reads lines of JSON by places in them. */
  private static final class Lines implements TurnReader {

    private final Records records;
    private final boolean ends;

    Lines(ImmutableMap<String, JsonPointer> pointers, @Nullable End end, boolean steps) {
      this.ends = end != null;
      this.records =
          new Records(
              ImmutableMap.of(
                  Records.ANY, (record, turn) -> read(record, turn, pointers, end, steps)));
    }

    private static void read(
        JsonNode record,
        Turn turn,
        ImmutableMap<String, JsonPointer> pointers,
        @Nullable End end,
        boolean steps) {
      turn.session(at(record, pointers, "session"));
      JsonNode text = at(record, pointers, "text");
      if (text.isTextual()) {
        turn.message(text);
        turn.show(text.asText());
      }
      if (!at(record, pointers, "tool").isMissingNode()) {
        turn.toolUsed();
      }
      usage(record, turn, pointers, steps);
      JsonNode error = at(record, pointers, "error");
      boolean last = end != null && record.at(end.place()).asText().equals(end.value());
      if (!error.isMissingNode() && !error.isNull() && !error.asText("x").isEmpty()) {
        turn.show("[error] " + Records.shortened(error.asText(error.toString())));
        turn.trouble(Fault.of(error.isTextual() ? error.asText() : error.toString()));
      }
      if (last) {
        end(turn);
      }
    }

    private static void end(Turn turn) {
      Fault fault = turn.warning();
      if (fault == null) {
        turn.over();
      } else {
        turn.failed(fault);
      }
    }

    private static void usage(
        JsonNode record, Turn turn, ImmutableMap<String, JsonPointer> pointers, boolean steps) {
      JsonNode output = at(record, pointers, "tokens_output");
      JsonNode cost = at(record, pointers, "cost_usd");
      if (!output.isNumber() && !cost.isNumber()) {
        return;
      }
      Usage used =
          new Usage(
              at(record, pointers, "tokens_input").asLong(),
              at(record, pointers, "tokens_cache_read").asLong(),
              at(record, pointers, "tokens_cache_write").asLong(),
              output.asLong(),
              Turn.microUsd(cost),
              false);
      if (steps) {
        turn.usedToo(used);
      } else {
        turn.used(used);
      }
    }

    private static JsonNode at(
        JsonNode record, ImmutableMap<String, JsonPointer> pointers, String what) {
      JsonPointer pointer = pointers.get(what);
      return pointer == null
          ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
          : record.at(pointer);
    }

    @Override
    public @Nullable String output(String line) {
      return records.output(line);
    }

    @Override
    public @Nullable String session() {
      return records.session();
    }

    @Override
    public boolean done() {
      return ends && records.done();
    }

    @Override
    public Reading end(@Nullable Integer exitCode) {
      Reading reading = records.end(exitCode);
      boolean over = reading.over() || !ends && exitCode != null && exitCode == 0;
      return new Reading(
          reading.reply(), over ? records.total() : reading.usage(), over, reading.fault());
    }
  }

  /** Reads nothing out of text: the exit code says how the turn ended. */
  private static final class Text implements TurnReader {

    @Override
    public @Nullable String output(String line) {
      return null;
    }

    @Override
    public @Nullable String session() {
      return null;
    }

    @Override
    public boolean done() {
      return false;
    }

    @Override
    public Reading end(@Nullable Integer exitCode) {
      return new Reading(null, Usage.NONE, exitCode != null && exitCode == 0, null);
    }
  }
}
