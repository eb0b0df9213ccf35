package dev.aidp.activities.agent.provider;

import static dev.aidp.provider.Capabilities.Feature.END_RECORD;
import static dev.aidp.provider.Capabilities.Feature.RESUMES;
import static dev.aidp.provider.Capabilities.Feature.SESSION_NAMED;
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
import java.util.regex.Pattern;

/**
 * Gemini CLI. Without a login it writes nothing but to standard error; the status of an HTTP error
 * is its exit code, modulo 256.
 */
final class Gemini {

  static final Adapter ADAPTER =
      new Adapter(
          "gemini",
          "gemini",
          Words.of(
              "-o stream-json [ -m {model} ] {permission} --skip-trust"
                  + " [ --session-id {new_session} ] [ --resume {session} ] -p ''"),
          ImmutableMap.of(
              Permission.PLAN, Words.of("--approval-mode plan"),
              Permission.EDIT, Words.of("--approval-mode auto_edit"),
              Permission.FULL, Words.of("--approval-mode yolo")),
          ImmutableMap.of(),
          ImmutableSet.of(),
          new Capabilities(
              PromptWay.STDIN,
              ImmutableSet.of(STRUCTURED, END_RECORD, RESUMES, SESSION_NAMED, TOKENS),
              ImmutableSet.copyOf(Permission.values())),
          order ->
              new Records(
                  ImmutableMap.of(
                      "init", (record, turn) -> turn.session(record.path("session_id")),
                      "message", Gemini::message,
                      "tool_use",
                          (record, turn) -> {
                            turn.toolUsed();
                            turn.show(
                                Records.tool(
                                    record.path("tool_name").asText(), record.path("parameters")));
                          },
                      "error", Gemini::error,
                      "result", Gemini::result)),
          new FailureHints(
              ImmutableList.of(
                  FailureHints.Text.of(
                      FailureKind.RATE_LIMITED,
                      "exhausted your (?:daily"
                          + " quota|capacity)|MODEL_CAPACITY_EXHAUSTED|RetryableQuotaError|Please"
                          + " retry in"),
                  FailureHints.Text.of(FailureKind.AUTH_EXPIRED, "set an Auth method"),
                  FailureHints.Text.of(FailureKind.TRANSIENT, "model is overloaded|UNAVAILABLE"),
                  FailureHints.Text.of(
                      FailureKind.PERMANENT,
                      "ModelNotFoundError|FatalTurnLimitedError|exceeds the maximum number of"
                          + " tokens")),
              ImmutableMap.<Integer, FailureKind>builder()
                  .put(41, FailureKind.AUTH_EXPIRED)
                  .put(42, FailureKind.PERMANENT)
                  .put(44, FailureKind.PERMANENT)
                  .put(52, FailureKind.PERMANENT)
                  .put(53, FailureKind.PERMANENT)
                  .put(54, FailureKind.PERMANENT)
                  .put(55, FailureKind.PERMANENT)
                  .put(429 % 256, FailureKind.RATE_LIMITED)
                  .put(401 % 256, FailureKind.AUTH_EXPIRED)
                  .put(403 % 256, FailureKind.PERMANENT)
                  .put(404 % 256, FailureKind.PERMANENT)
                  .put(500 % 256, FailureKind.TRANSIENT)
                  .put(503 % 256, FailureKind.TRANSIENT)
                  .buildOrThrow(),
              Pattern.compile("Invalid session identifier")),
          new Probe(
              ImmutableList.of("gemini", "--version"),
              ImmutableList.of("GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI"),
              ImmutableList.of(".gemini/oauth_creds.json"),
              "npm install -g @google/gemini-cli"),
          ImmutableList.of("GEMINI_*", "GOOGLE_*"));

  private Gemini() {}

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
      turn.warn(Fault.of(message));
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
          Fault.of((error.path("type").asText() + ": " + error.path("message").asText()).strip()));
    }
  }
}
