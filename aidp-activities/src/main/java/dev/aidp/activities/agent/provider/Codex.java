package dev.aidp.activities.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.aidp.provider.ProviderError;
import dev.aidp.provider.TurnReader;

/**
 * OpenAI Codex. Its failures are texts; an {@code error} record may be one that it recovers from,
 * so it counts only if the turn does not come to an end.
 */
final class Codex {

  private Codex() {}

  static TurnReader reader() {
    return new Records(
        ImmutableMap.of(
            "thread.started", (record, turn) -> turn.session(record.path("thread_id")),
            "item.completed", Codex::item,
            "error", (record, turn) -> turn.warn(fault(record.path("message"))),
            "turn.completed", Codex::completed,
            "turn.failed",
                (record, turn) -> turn.failed(fault(record.path("error").path("message")))));
  }

  private static ProviderError fault(JsonNode message) {
    return ProviderError.of(message.asText("Codex names no reason."));
  }

  private static void item(JsonNode record, Turn turn) {
    JsonNode item = record.path("item");
    switch (item.path("type").asText()) {
      case "agent_message" -> {
        turn.message(item.path("text"));
        turn.show(item.path("text").asText());
      }
      case "command_execution" -> tool(turn, "shell", item.path("command"));
      case "file_change" -> tool(turn, "edit", item.path("changes"));
      case "mcp_tool_call" -> tool(turn, item.path("tool").asText(), item.path("arguments"));
      case "error" -> turn.show("[warning] " + Records.shortened(item.path("message").asText()));
      default -> {}
    }
  }

  private static void tool(Turn turn, String name, JsonNode input) {
    turn.toolUsed();
    turn.show(Records.tool(name, input));
  }

  /** What it tells is the thread's total, cached tokens included in those read. */
  private static void completed(JsonNode record, Turn turn) {
    JsonNode usage = record.path("usage");
    turn.used(
        Turn.inclusive(
            usage.path("input_tokens").asLong(),
            usage.path("cached_input_tokens").asLong(),
            usage.path("cache_write_input_tokens").asLong(),
            usage.path("output_tokens").asLong(),
            0));
    turn.over();
  }
}
