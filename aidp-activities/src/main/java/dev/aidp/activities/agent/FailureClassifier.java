package dev.aidp.activities.agent;

import com.google.common.collect.Iterables;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.FailureHints;
import dev.aidp.provider.ProviderError;
import dev.aidp.text.Excerpt;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Says what a failed command means, from its exit code and the ends of what it wrote. Pure. */
final class FailureClassifier {

  private static final int CANNOT_EXECUTE = 126;
  private static final int NOT_FOUND = 127;
  private static final int BY_SIGNAL = 128;
  private static final int TEXT_LINES = 5;
  private static final int LINE_CHARS = 300;

  private final ZoneId zone;

  /** Makes one for a machine whose clock, which some texts mean, is in {@code zone}. */
  FailureClassifier(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * Returns the failure of a command that ended by itself with an exit code other than 0.
   *
   * @param errors the end of its standard error; this decides where it says enough
   * @param output the end of its standard output
   */
  Failure classify(String command, int exitCode, String errors, String output, Instant now) {
    if (exitCode == CANNOT_EXECUTE || exitCode == NOT_FOUND) {
      String why = exitCode == NOT_FOUND ? "was not found" : "cannot be executed";
      return Failure.of(
          FailureKind.PERMANENT,
          "The command %s (exit %d): %s%s. Name a program that is installed and on the PATH."
              .formatted(why, exitCode, shortened(command), said(errors, output)));
    }
    String how = "The agent ended with exit code %d".formatted(exitCode);
    return byText(FailureHints.NONE, LimitTexts.errors(errors), how, now)
        .or(() -> byText(FailureHints.NONE, LimitTexts.output(output), how, now))
        .orElseGet(() -> unknown(exitCode, errors, output));
  }

  /**
   * A limit with a time goes first, then the provider's own texts, then those that hold for all.
   */
  private Optional<Failure> byText(FailureHints hints, String text, String how, Instant now) {
    Optional<LimitTexts.Timed> timed = LimitTexts.timed(text, now, zone);
    if (timed.isPresent()) {
      return timed.map(
          limit ->
              new Failure(
                  FailureKind.RATE_LIMITED, how + ": " + shortened(limit.line()), limit.until()));
    }
    String decisive = LimitTexts.decisive(text);
    for (FailureHints.Text row : Iterables.concat(hints.texts(), FailurePatterns.ROWS)) {
      Matcher matcher = row.pattern().matcher(decisive);
      if (matcher.find()) {
        String line = shortened(lineAt(decisive, matcher.start()));
        return Optional.of(limited(row.kind(), how + ": " + line, decisive, now));
      }
    }
    return Optional.empty();
  }

  /** Whatever is used up: what names its end comes back by itself. */
  private Failure limited(FailureKind kind, String message, String text, Instant now) {
    Instant reset = waits(kind) ? ResetTimes.in(text, now, zone).orElse(null) : null;
    return new Failure(reset == null ? kind : FailureKind.RATE_LIMITED, message, reset);
  }

  /**
   * Returns the failure that a program's output tells of.
   *
   * @param errors the end of its standard error
   */
  Failure told(FailureHints hints, ProviderError fault, String errors, Instant now) {
    String how = "The agent failed";
    String message = how + ": " + shortened(fault.message());
    if (fault.retryAt() != null && fault.retryAt().isAfter(now)) {
      return new Failure(FailureKind.RATE_LIMITED, message, fault.retryAt());
    }
    Optional<LimitTexts.Timed> timed = LimitTexts.timed(fault.message(), now, zone);
    FailureKind kind = fault.kind();
    if (timed.isPresent()) {
      return new Failure(FailureKind.RATE_LIMITED, message, timed.get().until());
    }
    return kind == null
        ? byText(hints, fault.message(), how, now)
            .or(() -> byText(hints, LimitTexts.errors(errors), how, now))
            .orElseGet(() -> Failure.of(FailureKind.TRANSIENT, message))
        : limited(kind, message, fault.message() + "\n" + errors, now);
  }

  /**
   * Returns the failure of a program that ended before the turn did, and said nothing of it.
   *
   * @param exitCode null if it was ended
   * @param said the end of what it wrote besides its records
   */
  Failure brokenOff(
      FailureHints hints, String program, @Nullable Integer exitCode, String said, Instant now) {
    if (exitCode != null && (exitCode == CANNOT_EXECUTE || exitCode == NOT_FOUND)) {
      return classify(program, exitCode, said, "", now);
    }
    String how =
        "The agent ended before its turn did"
            + (exitCode == null ? "" : ", with exit code " + exitCode);
    FailureKind byCode = exitCode == null ? null : hints.exitCodes().get(exitCode);
    return byText(hints, LimitTexts.errors(said), how, now)
        .orElseGet(
            () ->
                Failure.of(
                    byCode == null ? FailureKind.TRANSIENT : byCode, how + said(said, "") + "."));
  }

  private static boolean waits(FailureKind kind) {
    return kind == FailureKind.RATE_LIMITED || kind == FailureKind.QUOTA_EXCEEDED;
  }

  private static Failure unknown(int exitCode, String errors, String output) {
    String how =
        exitCode > BY_SIGNAL
            ? "was ended by signal " + (exitCode - BY_SIGNAL)
            : "ended with exit code " + exitCode;
    return Failure.of(FailureKind.TRANSIENT, "The agent " + how + said(errors, output) + ".");
  }

  /** Returns the failure of a unit's own command: none of its words says that a repeat helps. */
  static Failure exited(int exitCode, String errors, String output) {
    return Failure.of(
        FailureKind.PERMANENT,
        "The command ended with exit code %d%s.".formatted(exitCode, said(errors, output)));
  }

  /** Returns the failure of a command that could not be started. */
  static Failure notStarted(String command, String problem) {
    return Failure.of(
        FailureKind.PERMANENT,
        "The command could not be started: %s: %s".formatted(problem, shortened(command)));
  }

  /** Returns the failure of a command that took too long. */
  static Failure timedOut(Duration limit) {
    return Failure.of(
        FailureKind.TIMEOUT, "The agent did not end within %d s.".formatted(limit.toSeconds()));
  }

  /** Returns the failure of code that does not end: a repeat would work beside it. */
  static Failure leftBehind(String problem) {
    return Failure.of(
        FailureKind.PERMANENT,
        "The turn took too long, and %s. An agent must end when it is interrupted."
            .formatted(problem));
  }

  /** Returns the failure of a command that wrote nothing for too long. */
  static Failure silent(Duration limit) {
    return Failure.of(
        FailureKind.TIMEOUT, "The agent wrote nothing for %d s.".formatted(limit.toSeconds()));
  }

  private static String said(String errors, String output) {
    String text = errors.isBlank() ? output : errors;
    List<String> lines = new ArrayList<>();
    text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(lines::add);
    if (lines.isEmpty()) {
      return ", without a word";
    }
    List<String> last = lines.subList(Math.max(0, lines.size() - TEXT_LINES), lines.size());
    return ": " + String.join(" / ", last.stream().map(FailureClassifier::shortened).toList());
  }

  private static String lineAt(String text, int position) {
    int start = text.lastIndexOf('\n', position) + 1;
    int end = text.indexOf('\n', position);
    return text.substring(start, end < 0 ? text.length() : end);
  }

  private static String shortened(String text) {
    return Excerpt.start(text.strip(), LINE_CHARS);
  }
}
