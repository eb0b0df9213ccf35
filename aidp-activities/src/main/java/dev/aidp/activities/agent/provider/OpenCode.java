package dev.aidp.activities.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.ProviderError;
import dev.aidp.provider.TurnOutput;
import dev.aidp.provider.TurnReader;
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

  private OpenCode() {}

  static TurnReader reader() {
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
        new ProviderError(
            KINDS.get(name), message + (status == 0 ? "" : " (status " + status + ")"), null));
  }

  /** Reads records, and on standard error what is being repeated without end. */
  private static final class Reader implements TurnReader {

    private final TurnReader records;
    private int repeats;
    private @Nullable ProviderError repeated;

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
        repeated = ProviderError.of(line);
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
    public TurnOutput end(@Nullable Integer exitCode) {
      TurnOutput reading = records.end(exitCode);
      return repeats > 1
          ? new TurnOutput(reading.reply(), reading.usage(), true, repeated)
          : reading;
    }
  }
}
