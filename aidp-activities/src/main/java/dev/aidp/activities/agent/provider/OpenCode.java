package dev.aidp.activities.agent.provider;

import static dev.aidp.provider.Capabilities.Feature.COST;
import static dev.aidp.provider.Capabilities.Feature.RESUMES;
import static dev.aidp.provider.Capabilities.Feature.STRUCTURED;
import static dev.aidp.provider.Capabilities.Feature.TOKENS;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.Capabilities;
import dev.aidp.provider.Capabilities.PromptWay;
import dev.aidp.provider.FailureHints;
import dev.aidp.provider.Fault;
import dev.aidp.provider.Probe;
import dev.aidp.provider.Reading;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.Permission;
import dev.aidp.run.Usage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * opencode, and kilocode, which is made of it. No record ends a turn: a step that ends otherwise
 * than to use a tool does, unless more follows. After an error it may go on by itself. Limits are
 * repeated without end and told only on standard error, so after the second such line the turn
 * counts as failed.
 */
final class OpenCode {

  private static final ImmutableMap<String, FailureKind> KINDS =
      ImmutableMap.of(
          "ProviderAuthError", FailureKind.AUTH_EXPIRED,
          "ContextOverflowError", FailureKind.PERMANENT,
          "MessageOutputLengthError", FailureKind.PERMANENT,
          "MessageAbortedError", FailureKind.TRANSIENT);

  private static final Pattern REPEATED =
      Pattern.compile(
          "statusCode\"?[:=]\\s*429|usage limit reached|Too Many Requests",
          Pattern.CASE_INSENSITIVE);

  static final Adapter ADAPTER =
      adapter("opencode", "opencode", "OPENCODE_", "npm install -g opencode-ai");

  static final Adapter KILOCODE =
      adapter("kilocode", "kilo", "KILO_", "npm install -g @kilocode/cli (7 or newer)");

  private OpenCode() {}

  private static Adapter adapter(String name, String binary, String prefix, String install) {
    return new Adapter(
        name,
        binary,
        Words.of(
            "run --format json [ -m {model} ] {permission} [ --session {session} ]"
                + " --dir {worktree} --print-logs --log-level ERROR"),
        ImmutableMap.of(
            Permission.PLAN, Words.of("--agent plan"),
            Permission.EDIT, Words.of("--agent build"),
            Permission.FULL, Words.of("--agent build --auto")),
        ImmutableMap.of(prefix + "DISABLE_AUTOUPDATE", "1"),
        ImmutableSet.of(),
        new Capabilities(
            PromptWay.STDIN,
            ImmutableSet.of(STRUCTURED, RESUMES, TOKENS, COST),
            ImmutableSet.copyOf(Permission.values())),
        OpenCode::reader,
        new FailureHints(
            ImmutableList.of(
                FailureHints.Text.of(
                    FailureKind.QUOTA_EXCEEDED, "Insufficient balance|CreditsError"),
                FailureHints.Text.of(
                    FailureKind.RATE_LIMITED,
                    "usage limit reached|statusCode\"?[:=]\\s*429|Too Many Requests"),
                FailureHints.Text.of(FailureKind.AUTH_EXPIRED, "ProviderAuthError"),
                FailureHints.Text.of(
                    FailureKind.TRANSIENT, "statusCode\"?[:=]\\s*5\\d\\d|stream error"),
                FailureHints.Text.of(
                    FailureKind.PERMANENT, "ProviderModelNotFoundError|ContextOverflowError")),
            ImmutableMap.of(),
            Pattern.compile("Session not found", Pattern.CASE_INSENSITIVE)),
        new Probe(
            ImmutableList.of(binary, "--version"),
            ImmutableList.of("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "OPENROUTER_API_KEY"),
            ImmutableList.of(".local/share/" + binary + "/auth.json"),
            install),
        ImmutableList.of(
            prefix + "*", "ANTHROPIC_*", "OPENAI_*", "OPENROUTER_*", "GEMINI_*", "GOOGLE_*"));
  }

  private static TurnReader reader(AgentTurn order) {
    Records records =
        new Records(
            ImmutableMap.of(
                Records.ANY,
                OpenCode::any,
                "text",
                OpenCode::text,
                "tool_use",
                (record, turn) -> {
                  turn.toolUsed();
                  turn.show(
                      Records.tool(
                          record.path("part").path("tool").asText(),
                          record.path("part").path("state").path("input")));
                },
                "step_finish",
                OpenCode::step,
                "error",
                OpenCode::error));
    return new Reader(records);
  }

  /** Whatever follows a last step shows that it was none. */
  private static void any(JsonNode record, Turn turn) {
    turn.session(record.path("sessionID"));
    if (record.path("type").asText().equals("step_start")) {
      turn.goesOn();
    }
  }

  private static void text(JsonNode record, Turn turn) {
    turn.message(record.path("part").path("text"));
    turn.show(record.path("part").path("text").asText());
  }

  private static void step(JsonNode record, Turn turn) {
    JsonNode part = record.path("part");
    JsonNode tokens = part.path("tokens");
    turn.usedToo(
        new Usage(
            tokens.path("input").asLong(),
            tokens.path("cache").path("read").asLong(),
            tokens.path("cache").path("write").asLong(),
            tokens.path("output").asLong() + tokens.path("reasoning").asLong(),
            Turn.microUsd(part.path("cost")),
            false));
    if (!part.path("reason").asText().equals("tool-calls")) {
      turn.over();
    }
  }

  private static void error(JsonNode record, Turn turn) {
    JsonNode error = record.path("error");
    String name = error.path("name").asText();
    int status = error.path("data").path("statusCode").asInt();
    String message = error.path("data").path("message").asText(name);
    turn.show("[error] " + Records.shortened(message));
    turn.trouble(
        new Fault(
            KINDS.get(name), message + (status == 0 ? "" : " (status " + status + ")"), null));
  }

  /** Reads records, and on standard error what is being repeated without end. */
  private static final class Reader implements TurnReader {

    private final TurnReader records;
    private int repeats;
    private @Nullable Fault repeated;

    Reader(TurnReader records) {
      this.records = records;
    }

    @Override
    public @Nullable String output(String line) {
      if (line.startsWith("{")) {
        repeats = 0;
        repeated = null;
      }
      return records.output(line);
    }

    @Override
    public @Nullable String error(String line) {
      if (REPEATED.matcher(line).find()) {
        repeats++;
        repeated = Fault.of(line);
      }
      return line;
    }

    @Override
    public @Nullable String session() {
      return records.session();
    }

    @Override
    public Usage used() {
      return records.used();
    }

    @Override
    public boolean done() {
      return repeats > 1 || records.done();
    }

    @Override
    public Reading end(@Nullable Integer exitCode) {
      Reading reading = records.end(exitCode);
      return repeats > 1 ? new Reading(reading.reply(), reading.usage(), true, repeated) : reading;
    }
  }
}
