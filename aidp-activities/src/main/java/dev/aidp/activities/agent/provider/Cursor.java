package dev.aidp.activities.agent.provider;

import static dev.aidp.provider.Capabilities.Feature.END_RECORD;
import static dev.aidp.provider.Capabilities.Feature.RESUMES;
import static dev.aidp.provider.Capabilities.Feature.STRUCTURED;
import static dev.aidp.provider.Capabilities.Feature.TOKENS;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.Capabilities;
import dev.aidp.provider.Capabilities.PromptWay;
import dev.aidp.provider.FailureHints;
import dev.aidp.provider.Fault;
import dev.aidp.provider.Probe;
import dev.aidp.run.Permission;
import dev.aidp.run.Usage;
import java.util.regex.Pattern;

/**
 * Cursor. It has no way to only plan; without {@code --force} its builds differ in what they edit.
 * A failure writes no record at all, but to standard error. Only newest builds tell tokens.
 */
final class Cursor {

  static final Adapter ADAPTER =
      new Adapter(
          "cursor",
          "cursor-agent",
          Words.of(
              "-p --output-format stream-json {permission} [ --model {model} ] [ --resume {session}"
                  + " ]"),
          ImmutableMap.of(
              Permission.EDIT, Words.of("--trust"), Permission.FULL, Words.of("--force")),
          ImmutableMap.of(),
          ImmutableSet.of(),
          new Capabilities(
              PromptWay.STDIN,
              ImmutableSet.of(STRUCTURED, END_RECORD, RESUMES, TOKENS),
              ImmutableSet.of(Permission.EDIT, Permission.FULL)),
          order ->
              new Records(
                  ImmutableMap.of(
                      Records.ANY,
                      (record, turn) -> turn.session(record.path("session_id")),
                      "assistant",
                      Cursor::assistant,
                      "tool_call",
                      Cursor::tool,
                      "result",
                      Cursor::result)),
          new FailureHints(
              ImmutableList.of(
                  FailureHints.Text.of(FailureKind.QUOTA_EXCEEDED, "spendLimitHit: true"),
                  FailureHints.Text.of(
                      FailureKind.RATE_LIMITED,
                      "hit your (?:usage|free requests) limit|resource_exhausted"),
                  FailureHints.Text.of(
                      FailureKind.AUTH_EXPIRED, "Authentication required|cursor-agent login"),
                  FailureHints.Text.of(
                      FailureKind.PERMANENT, "Workspace Trust Required|Cannot use this model"),
                  FailureHints.Text.of(FailureKind.TRANSIENT, "\\[unavailable]|ECONNRESET")),
              ImmutableMap.of(),
              Pattern.compile(
                  "(?:chat|session|conversation).{0,40}not found", Pattern.CASE_INSENSITIVE)),
          new Probe(
              ImmutableList.of("cursor-agent", "--version"),
              ImmutableList.of("CURSOR_API_KEY"),
              ImmutableList.of(".config/cursor/auth.json", ".cursor/cli-config.json"),
              "curl https://cursor.com/install -fsS | bash"),
          ImmutableList.of("CURSOR_*"));

  private Cursor() {}

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
      turn.failed(Fault.of(record.path("result").asText("Cursor names no reason.")));
    } else {
      turn.over();
    }
  }
}
