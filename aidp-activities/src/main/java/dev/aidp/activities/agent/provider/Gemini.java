package dev.aidp.activities.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.aidp.provider.ProviderError;
import dev.aidp.provider.TurnReader;

/**
 * Gemini CLI. Without a login it writes nothing but to standard error; the status of an HTTP error
 * is its exit code, modulo 256.
 */
final class Gemini {

  private Gemini() {}

  static TurnReader reader() {
    return new Records(
        ImmutableMap.of(
            "init", (record, turn) -> turn.session(record.path("session_id")),
            "message", Gemini::message,
            "tool_use",
                (record, turn) -> {
                  turn.toolUsed();
                  turn.show(
                      Records.tool(record.path("tool_name").asText(), record.path("parameters")));
                },
            "error", Gemini::error,
            "result", Gemini::result));
  }

  private static void message(JsonNode record, Turn turn) {
    if (!record.path("role").asText().equals("assistant")) {
      return;
    }
    if (!record.path("delta").asBoolean()) {
      turn.line();
    }
    turn.piece(record.path("content"));
    turn.show(record.path("content").asText());
  }

  private static void error(JsonNode record, Turn turn) {
    String severity = record.path("severity").asText("error");
    String message = record.path("message").asText();
    turn.show("[" + severity + "] " + Records.shortened(message));
    if (severity.equals("error")) {
      turn.warn(ProviderError.of(message));
    }
  }

  private static void result(JsonNode record, Turn turn) {
    JsonNode stats = record.path("stats");
    turn.used(
        Turn.inclusive(
            stats.path("input_tokens").asLong(),
            stats.path("cached").asLong(),
            0,
            stats.path("output_tokens").asLong(),
            0));
    if (record.path("status").asText().equals("success")) {
      turn.over();
    } else {
      JsonNode error = record.path("error");
      turn.failed(
          ProviderError.of(
              (error.path("type").asText() + ": " + error.path("message").asText()).strip()));
    }
  }
}
