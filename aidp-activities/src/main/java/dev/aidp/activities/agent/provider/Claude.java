package dev.aidp.activities.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.ProviderError;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Usage;
import java.time.Instant;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Claude Code. Its {@code result} decides: an error has {@code is_error}, whatever the subtype and
 * the exit code say.
 */
final class Claude {

  private static final ImmutableMap<String, FailureKind> KINDS =
      ImmutableMap.<String, FailureKind>builder()
          .put("authentication_failed", FailureKind.AUTH_EXPIRED)
          .put("oauth_org_not_allowed", FailureKind.AUTH_EXPIRED)
          .put("verification_required", FailureKind.AUTH_EXPIRED)
          .put("cloud_credential_error", FailureKind.AUTH_EXPIRED)
          .put("account_on_hold", FailureKind.PERMANENT)
          .put("billing_error", FailureKind.QUOTA_EXCEEDED)
          .put("rate_limit", FailureKind.RATE_LIMITED)
          .put("overloaded", FailureKind.TRANSIENT)
          .put("server_error", FailureKind.TRANSIENT)
          .put("invalid_request", FailureKind.PERMANENT)
          .put("model_not_found", FailureKind.PERMANENT)
          .put("max_output_tokens", FailureKind.PERMANENT)
          .buildOrThrow();

  private Claude() {}

  static TurnReader reader() {
    return new Records(
        ImmutableMap.of(
            Records.ANY,
            (record, turn) -> turn.session(record.path("session_id")),
            "assistant",
            Claude::assistant,
            "system",
            Claude::system,
            "rate_limit_event",
            Claude::limit,
            "result",
            Claude::result));
  }

  private static void system(JsonNode record, Turn turn) {
    switch (record.path("subtype").asText()) {
      case "api_retry" ->
          turn.show("[retry] " + Records.shortened(record.path("error").asText("the service")));
      case "permission_denied" ->
          turn.show("[denied] " + Records.shortened(record.path("tool_name").asText()));
      default -> {}
    }
  }

  /** Its own messages count, those of its sub-agents are shown. */
  private static void assistant(JsonNode record, Turn turn) {
    String error = record.path("error").asText("");
    boolean own = !record.path("parent_tool_use_id").isTextual() && error.isEmpty();
    for (JsonNode block : record.path("message").path("content")) {
      block(block, own, turn);
    }
    JsonNode used = record.path("message").path("usage");
    if (used.isObject()) {
      // Several records tell of one message, each what it has used until then.
      turn.usedFor(record.path("message").path("id").asText(), tokens(used, 0));
    }
    if (!error.isEmpty()) {
      ProviderError limit = turn.warning();
      if (limit == null || limit.retryAt() == null) {
        turn.warn(Turn.fault(KINDS.get(error), said(record, error), null));
      }
    }
  }

  private static void block(JsonNode block, boolean own, Turn turn) {
    String type = block.path("type").asText();
    if (type.equals("text")) {
      turn.show(block.path("text").asText());
      if (own) {
        turn.message(block.path("text"));
      }
    } else if (type.equals("tool_use")) {
      turn.show(Records.tool(block.path("name").asText(), block.path("input")));
      if (own) {
        turn.toolUsed();
        questions(block, turn);
      }
    }
  }

  /** Nobody sits before it, so its tool for questions is never answered there. */
  private static void questions(JsonNode block, Turn turn) {
    if (block.path("name").asText().equals("AskUserQuestion")) {
      for (JsonNode each : block.path("input").path("questions")) {
        StringJoiner options = new StringJoiner("; ", " (", ")").setEmptyValue("");
        each.path("options").forEach(option -> options.add(option.path("label").asText()));
        turn.asks(each.path("question").asText() + options);
      }
    }
  }

  private static String said(JsonNode record, String otherwise) {
    for (JsonNode block : record.path("message").path("content")) {
      if (block.path("text").isTextual()) {
        return block.path("text").asText();
      }
    }
    return otherwise;
  }

  private static void limit(JsonNode record, Turn turn) {
    JsonNode info = record.path("rate_limit_info");
    if (!info.path("status").asText().equals("rejected")) {
      return;
    }
    turn.warn(
        Turn.fault(
            FailureKind.RATE_LIMITED,
            "The limit " + info.path("rateLimitType").asText("of use") + " is reached.",
            instant(info.path("resetsAt"))));
  }

  private static @Nullable Instant instant(JsonNode epoch) {
    if (!epoch.isNumber()) {
      return null;
    }
    long number = epoch.asLong();
    return number > 1_000_000_000_000L
        ? Instant.ofEpochMilli(number)
        : Instant.ofEpochSecond(number);
  }

  private static void result(JsonNode record, Turn turn) {
    if (!record.path("is_error").asBoolean()) {
      turn.result(record.path("result"));
    }
    turn.used(usage(record));
    for (JsonNode denied : record.path("permission_denials")) {
      turn.show("[denied] " + Records.shortened(denied.path("tool_name").asText()));
    }
    boolean error =
        record.path("is_error").asBoolean() || record.path("subtype").asText().startsWith("error");
    if (!error) {
      turn.over();
      return;
    }
    turn.failed(fault(record, turn.warning()));
  }

  private static ProviderError fault(JsonNode record, @Nullable ProviderError warning) {
    String subtype = record.path("subtype").asText();
    StringJoiner errors = new StringJoiner("; ");
    record.path("errors").forEach(each -> errors.add(each.isTextual() ? each.asText() : "" + each));
    String message = record.path("result").asText(errors.toString());
    if (message.isBlank()) {
      message = subtype;
    }
    if (subtype.startsWith("error_max")) {
      return Turn.fault(FailureKind.PERMANENT, "It reached its own limit: " + message, null);
    }
    if (warning != null) {
      return Turn.fault(warning.kind(), message, warning.retryAt());
    }
    int status = record.path("api_error_status").asInt();
    return Turn.fault(
        null, status == 0 ? message : message + " (HTTP status " + status + ")", null);
  }

  /** {@code modelUsage} counts sub-agents and its own small calls too, {@code usage} does not. */
  private static Usage usage(JsonNode record) {
    long cost = Turn.microUsd(record.path("total_cost_usd"));
    JsonNode models = record.path("modelUsage");
    if (models.isEmpty()) {
      return tokens(record.path("usage"), cost);
    }
    Usage sum = new Usage(0, 0, 0, 0, cost, false);
    for (JsonNode model : models) {
      sum =
          sum.plus(
              new Usage(
                  model.path("inputTokens").asLong(),
                  model.path("cacheReadInputTokens").asLong(),
                  model.path("cacheCreationInputTokens").asLong(),
                  model.path("outputTokens").asLong(),
                  0,
                  false));
    }
    return sum;
  }

  private static Usage tokens(JsonNode usage, long cost) {
    return new Usage(
        usage.path("input_tokens").asLong(),
        usage.path("cache_read_input_tokens").asLong(),
        usage.path("cache_creation_input_tokens").asLong(),
        usage.path("output_tokens").asLong(),
        cost,
        false);
  }
}
