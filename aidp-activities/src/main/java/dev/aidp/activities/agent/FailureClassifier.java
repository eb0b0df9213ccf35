package dev.aidp.activities.agent;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

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
    Optional<Failure> failure =
        byText(errors, exitCode, now).or(() -> byText(output, exitCode, now));
    return failure.orElseGet(() -> unknown(exitCode, errors, output));
  }

  private Optional<Failure> byText(String text, int exitCode, Instant now) {
    for (FailurePatterns.Row row : FailurePatterns.ROWS) {
      Matcher matcher = row.pattern().matcher(text);
      if (matcher.find()) {
        Instant reset = waits(row.kind()) ? ResetTimes.in(text, now, zone).orElse(null) : null;
        String line = shortened(lineAt(text, matcher.start()));
        return Optional.of(
            new Failure(
                row.kind(),
                "The agent ended with exit code %d: %s".formatted(exitCode, line),
                reset));
      }
    }
    return Optional.empty();
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
    String line = text.strip();
    return line.length() <= LINE_CHARS ? line : line.substring(0, LINE_CHARS) + "…";
  }
}
