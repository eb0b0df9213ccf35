package dev.aidp.activities.agent.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableMap;
import dev.aidp.provider.TurnOutput;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Usage;
import dev.aidp.text.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * Reads output that is lines of JSON, by what a record of each type means. A line that is no JSON
 * object is noise: the log shows it, nothing else becomes of it.
 */
final class Records implements TurnReader {

  /** What a record means. */
  @FunctionalInterface
  interface Meaning {
    /** Writes into {@code turn} what {@code record} says. */
    void read(JsonNode record, Turn turn);
  }

  /** Stands for every record, before its own type's meaning. */
  static final String ANY = "";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN = 300;

  private final ImmutableMap<String, Meaning> meanings;
  private final Turn turn = new Turn();

  /** Makes one by the value of the records' field {@code type}. */
  Records(ImmutableMap<String, Meaning> meanings) {
    this.meanings = meanings;
  }

  @Override
  public @Nullable String output(String line) {
    JsonNode record = line.startsWith("{") ? parsed(line) : null;
    if (record == null) {
      return line.isBlank() ? null : shortened(line);
    }
    means(ANY, record);
    String type = record.path("type").asText();
    if (!type.isEmpty()) {
      means(type, record);
    }
    return turn.takeShown();
  }

  private void means(String type, JsonNode record) {
    Meaning meaning = meanings.get(type);
    if (meaning != null) {
      meaning.read(record, turn);
    }
  }

  private static @Nullable JsonNode parsed(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return node.isObject() ? node : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  @Override
  public @Nullable String session() {
    return turn.session();
  }

  @Override
  public Usage used() {
    return turn.soFar();
  }

  /** Returns what was told last of all that the turn, or the session so far, has used. */
  Usage total() {
    return turn.usage();
  }

  @Override
  public boolean done() {
    return turn.isOver();
  }

  @Override
  public TurnOutput end(@Nullable Integer exitCode) {
    return turn.reading();
  }

  /** Returns {@code text} as the log shows it: one line, not long. */
  static String shortened(String text) {
    return Excerpt.start(text.strip().replace('\n', ' '), SHOWN);
  }

  /** Returns what the log shows of the use of a tool. */
  static String tool(String name, JsonNode input) {
    return "[" + name + "] " + shortened(input.isTextual() ? input.asText() : input.toString());
  }
}
