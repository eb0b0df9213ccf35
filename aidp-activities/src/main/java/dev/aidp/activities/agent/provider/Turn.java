package dev.aidp.activities.agent.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.ProviderError;
import dev.aidp.provider.TurnOutput;
import dev.aidp.run.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has been read of a turn so far; the rules of {@link Records} write into it. */
final class Turn {

  /** Longest reply made of pieces, in characters. */
  private static final int LONGEST_REPLY = 4 << 20;

  private static final int MOST_QUESTIONS = 8;

  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private @Nullable String session;
  private final StringBuilder reply = new StringBuilder();
  private final Set<String> questions = new LinkedHashSet<>();
  private boolean toolUsed;
  private Usage usage = Usage.NONE;
  private Usage steps = Usage.NONE;
  private final Map<String, Usage> messages = new LinkedHashMap<>();
  private boolean over;
  private @Nullable ProviderError fault;
  private @Nullable ProviderError warning;
  private @Nullable String shown;

  /** Takes the session's id, if {@code node} is one; the newest counts. */
  void session(JsonNode node) {
    if (node.isTextual() && !node.asText().isBlank()) {
      session = node.asText();
    }
  }

  /**
   * Takes a message of the agent. The reply is the last group of them: all since it used a tool
   * last. Whatever was noted before was not the end.
   */
  void message(JsonNode node) {
    if (node.isTextual() && !node.asText().isBlank()) {
      begin();
      line();
      append(node.asText());
    }
  }

  /** Takes a piece of a message. */
  void piece(JsonNode node) {
    if (node.isTextual() && !node.asText().isEmpty()) {
      begin();
      append(node.asText());
    }
  }

  /** Takes the text of the record that ends the turn: mostly the last message once more. */
  void result(JsonNode node) {
    if (toolUsed || reply.indexOf(node.asText().strip()) < 0) {
      message(node);
    }
  }

  /** Says that a tool was used: the next message begins a new group. */
  void toolUsed() {
    toolUsed = true;
  }

  private void begin() {
    if (toolUsed) {
      reply.setLength(0);
    }
    toolUsed = false;
    warning = null;
  }

  private void append(String text) {
    if (reply.length() < LONGEST_REPLY) {
      reply.append(text);
    }
  }

  /** Says that the agent has asked a person by other means than a line of its reply. */
  void asks(String question) {
    String line = question.replaceAll("\\s+", " ").strip();
    if (!line.isEmpty() && questions.size() < MOST_QUESTIONS) {
      questions.add(line);
    }
  }

  /** Says that what comes next begins a line. */
  void line() {
    if (!reply.isEmpty() && reply.charAt(reply.length() - 1) != '\n') {
      reply.append('\n');
    }
  }

  /** Says what the log shows of the record. */
  void show(String line) {
    shown = shown == null ? line : shown + "\n" + line;
  }

  /** Takes what the turn, or the session so far, has used. */
  void used(Usage all) {
    usage = all;
  }

  /** Takes what one step of the turn has used. */
  void usedToo(Usage step) {
    usage = usage.plus(step);
    steps = steps.plus(step);
  }

  /**
   * Takes what one message of the turn has used so far; counts until the end tells what all have.
   */
  void usedFor(String message, Usage soFar) {
    messages.put(message, soFar);
  }

  /** Returns what this turn alone has used, as far as it told before its end. */
  Usage soFar() {
    return messages.values().stream().reduce(steps, Usage::plus);
  }

  Usage usage() {
    return usage;
  }

  /** Says that the turn has come to a good end, until something else is said. */
  void over() {
    over = true;
    fault = null;
  }

  /** Says that what looked like the end was none. */
  void goesOn() {
    over = false;
  }

  /** Says that something went wrong: the turn has failed unless the agent goes on. */
  void trouble(ProviderError possible) {
    over = false;
    warning = possible;
  }

  /** Says that the turn has failed, by the record that ends it. */
  void failed(ProviderError why) {
    over = true;
    fault = why;
  }

  /** Notes what may be the reason if the turn turns out to have failed. */
  void warn(ProviderError possible) {
    warning = possible;
  }

  /** Returns what was noted, or null. */
  @Nullable ProviderError warning() {
    return warning;
  }

  boolean isOver() {
    return over;
  }

  @Nullable String session() {
    return session;
  }

  /** Returns what the log shows of the record that was read last, and forgets it. */
  @Nullable String takeShown() {
    String taken = shown;
    shown = null;
    return taken;
  }

  TurnOutput reading() {
    if (!questions.isEmpty()) {
      line();
      reply.append("\nQUESTION: ").append(String.join("\n", questions)).append('\n');
      questions.clear();
    }
    return new TurnOutput(reply.toString(), over ? usage : soFar(), over, over ? fault : warning);
  }

  /** Returns a failure of a kind that a field tells, or that its text decides if null. */
  static ProviderError fault(
      @Nullable FailureKind kind, String message, @Nullable Instant retryAt) {
    return new ProviderError(kind, message, retryAt);
  }

  /** Returns dollars in millionths; what is no number is nothing. */
  static long microUsd(JsonNode dollars) {
    return dollars.isNumber()
        ? Math.max(0, dollars.decimalValue().multiply(MILLION).longValue())
        : 0;
  }

  /**
   * Returns tokens by their kinds.
   *
   * @param input all that was read, cached or not
   */
  static Usage inclusive(long input, long cacheRead, long cacheWrite, long output, long cost) {
    return new Usage(
        Math.max(0, input - cacheRead - cacheWrite), cacheRead, cacheWrite, output, cost, false);
  }
}
