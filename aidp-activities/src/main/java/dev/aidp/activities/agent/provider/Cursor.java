package dev.aidp.activities.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.aidp.provider.ProviderError;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Usage;

/**
 * Cursor. It has no way to only plan; without {@code --force} its builds differ in what they edit.
 * A failure writes no record at all, but to standard error. Only newest builds tell tokens.
 */
final class Cursor {

  private Cursor() {}

  static TurnReader reader() {
    return new Records(
        ImmutableMap.of(
            Records.ANY,
            (record, turn) -> turn.session(record.path("session_id")),
            "assistant",
            Cursor::assistant,
            "tool_call",
            Cursor::tool,
            "result",
            Cursor::result));
  }

  private static void assistant(JsonNode record, Turn turn) {
    for (JsonNode block : record.path("message").path("content")) {
      if (block.path("type").asText().equals("text")) {
        turn.show(block.path("text").asText());
        turn.message(block.path("text"));
      }
    }
  }

  private static void tool(JsonNode record, Turn turn) {
    turn.toolUsed();
    if (record.path("subtype").asText().equals("started")) {
      record
          .path("tool_call")
          .properties()
          .forEach(tool -> turn.show(Records.tool(tool.getKey(), tool.getValue().path("args"))));
    }
  }

  private static void result(JsonNode record, Turn turn) {
    if (!record.path("is_error").asBoolean()) {
      turn.result(record.path("result"));
    }
    JsonNode usage = record.path("usage");
    turn.used(
        new Usage(
            usage.path("inputTokens").asLong(),
            usage.path("cacheReadTokens").asLong(),
            usage.path("cacheWriteTokens").asLong(),
            usage.path("outputTokens").asLong(),
            0,
            false));
    if (record.path("is_error").asBoolean()) {
      turn.failed(ProviderError.of(record.path("result").asText("Cursor names no reason.")));
    } else {
      turn.over();
    }
  }
}
