package dev.aidp.activities.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.ProviderError;
import dev.aidp.provider.TurnReader;
import org.jspecify.annotations.Nullable;

/**
 * GitHub Copilot. One option both names a new session and goes on with one that exists. What it
 * used is told call by call; that the tokens read include cached ones is a guess from what it shows
 * people.
 */
final class Copilot {

  private static final ImmutableMap<String, FailureKind> KINDS =
      ImmutableMap.of(
          "authentication", FailureKind.AUTH_EXPIRED,
          "authorization", FailureKind.AUTH_EXPIRED,
          "policy", FailureKind.PERMANENT,
          "quota", FailureKind.QUOTA_EXCEEDED,
          "rate_limit", FailureKind.RATE_LIMITED,
          "context_limit", FailureKind.PERMANENT);

  private Copilot() {}

  static TurnReader reader() {
    return new Records(
        ImmutableMap.<String, Records.Meaning>builder()
            .put(
                "session.start",
                (record, turn) -> turn.session(record.path("data").path("sessionId")))
            .put("assistant.message", Copilot::message)
            .put(
                "tool.execution_start",
                (record, turn) -> {
                  turn.toolUsed();
                  turn.show(
                      Records.tool(
                          record.path("data").path("toolName").asText(),
                          record.path("data").path("arguments")));
                })
            .put("assistant.usage", Copilot::usage)
            .put("session.error", Copilot::error)
            .put("session.shutdown", Copilot::shutdown)
            .put("result", Copilot::result)
            .buildOrThrow());
  }

  private static void message(JsonNode record, Turn turn) {
    JsonNode data = record.path("data");
    if (data.path("parentToolCallId").isTextual() || data.path("content").asText().isEmpty()) {
      return; // of a sub-agent, or only tools
    }
    turn.message(data.path("content"));
    turn.show(data.path("content").asText());
  }

  private static void usage(JsonNode record, Turn turn) {
    JsonNode data = record.path("data");
    turn.usedToo(
        Turn.inclusive(
            data.path("inputTokens").asLong(),
            data.path("cacheReadTokens").asLong(),
            data.path("cacheWriteTokens").asLong(),
            data.path("outputTokens").asLong(),
            0));
  }

  private static void error(JsonNode record, Turn turn) {
    JsonNode data = record.path("data");
    String type = data.path("errorType").asText();
    turn.show("[error] " + Records.shortened(data.path("message").asText(type)));
    int status = data.path("statusCode").asInt();
    FailureKind kind = KINDS.get(type);
    String message = data.path("message").asText(type);
    turn.warn(
        new ProviderError(
            kind,
            kind != null || status == 0 ? message : message + " (status " + status + ")",
            null));
  }

  private static void shutdown(JsonNode record, Turn turn) {
    JsonNode data = record.path("data");
    if (data.path("shutdownType").asText().equals("error")) {
      end(turn, ProviderError.of(data.path("errorReason").asText("It shut down by an error.")));
    }
  }

  private static void result(JsonNode record, Turn turn) {
    turn.session(record.path("sessionId"));
    int exit = record.path("exitCode").asInt();
    end(turn, exit == 0 ? null : ProviderError.of("It ended with " + exit + "."));
  }

  private static void end(Turn turn, @Nullable ProviderError otherwise) {
    ProviderError told = turn.warning();
    ProviderError fault = told == null ? otherwise : told;
    if (fault == null) {
      turn.over();
    } else {
      turn.failed(fault);
    }
  }
}
