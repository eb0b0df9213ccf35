package dev.aidp.activities.agent.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.google.common.collect.ImmutableMap;
import dev.aidp.provider.ProviderError;
import dev.aidp.provider.TurnOutput;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Usage;
import org.jspecify.annotations.Nullable;

/** Reads lines of JSON by places in them. */
final class DeclaredReader implements TurnReader {

  /** The record that ends a turn: a place, and what stands there. */
  record End(JsonPointer place, String value) {

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

  private final Records records;
  private final boolean ends;

  DeclaredReader(ImmutableMap<String, JsonPointer> pointers, @Nullable End end, boolean steps) {
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
      turn.trouble(ProviderError.of(error.isTextual() ? error.asText() : error.toString()));
    }
    if (last) {
      end(turn);
    }
  }

  private static void end(Turn turn) {
    ProviderError fault = turn.warning();
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
    return pointer == null ? MissingNode.getInstance() : record.at(pointer);
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
  public TurnOutput end(@Nullable Integer exitCode) {
    TurnOutput reading = records.end(exitCode);
    boolean over = reading.over() || !ends && exitCode != null && exitCode == 0;
    return new TurnOutput(
        reading.reply(), over ? records.total() : reading.usage(), over, reading.fault());
  }
}
