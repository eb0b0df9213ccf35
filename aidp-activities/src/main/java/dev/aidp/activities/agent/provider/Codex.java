package dev.aidp.activities.agent.provider;

import static dev.aidp.provider.Capabilities.Feature.END_RECORD;
import static dev.aidp.provider.Capabilities.Feature.RESUMES;
import static dev.aidp.provider.Capabilities.Feature.RUNNING_TOTALS;
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
 * OpenAI Codex. Its failures are texts; an {@code error} record may be one that it recovers from,
 * so it counts only if the turn does not come to an end.
 */
final class Codex {

  static final Adapter ADAPTER =
      new Adapter(
          "codex",
          "codex",
          Words.of(
              "exec --json --color never -C {worktree} {permission} --skip-git-repo-check"
                  + " -c 'approval_policy=\"never\"' [ -m {model} ] [ resume {session} ] -"),
          ImmutableMap.of(
              Permission.PLAN, Words.of("-s read-only"),
              Permission.EDIT, Words.of("-s workspace-write"),
              Permission.FULL, Words.of("--dangerously-bypass-approvals-and-sandbox")),
          ImmutableMap.of(),
          ImmutableSet.of(),
          new Capabilities(
              PromptWay.STDIN,
              ImmutableSet.of(STRUCTURED, END_RECORD, RESUMES, TOKENS, RUNNING_TOTALS),
              ImmutableSet.copyOf(Permission.values())),
          order ->
              new Records(
                  ImmutableMap.of(
                      "thread.started", (record, turn) -> turn.session(record.path("thread_id")),
                      "item.completed", Codex::item,
                      "error", (record, turn) -> turn.warn(fault(record.path("message"))),
                      "turn.completed", Codex::completed,
                      "turn.failed",
                          (record, turn) ->
                              turn.failed(fault(record.path("error").path("message"))))),
          new FailureHints(
              ImmutableList.of(
                  FailureHints.Text.of(
                      FailureKind.RATE_LIMITED, "hit your usage limit|last status: 429"),
                  FailureHints.Text.of(
                      FailureKind.QUOTA_EXCEEDED,
                      "out of credits|hit your spend cap|Quota exceeded|upgrade to Plus"),
                  FailureHints.Text.of(
                      FailureKind.AUTH_EXPIRED,
                      "unexpected status 401|last status: 401|could not be refreshed|log out and"
                          + " sign in"),
                  FailureHints.Text.of(
                      FailureKind.TRANSIENT,
                      "model is at capacity|experiencing high demand|stream disconnected|last"
                          + " status: 5\\d\\d|unexpected status 5\\d\\d"),
                  FailureHints.Text.of(
                      FailureKind.PERMANENT, "ran out of room in the model|blocked by Cloudflare")),
              ImmutableMap.of(2, FailureKind.PERMANENT),
              Pattern.compile("no rollout found|thread/resume failed", Pattern.CASE_INSENSITIVE)),
          new Probe(
              ImmutableList.of("codex", "--version"),
              ImmutableList.of("CODEX_API_KEY", "OPENAI_API_KEY"),
              ImmutableList.of(".codex/auth.json"),
              "npm install -g @openai/codex"),
          ImmutableList.of("OPENAI_*", "CODEX_*"));

  private Codex() {}

  private static Fault fault(JsonNode message) {
    return Fault.of(message.asText("Codex names no reason."));
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
