package dev.aidp.activities.agent;

import com.google.common.collect.Iterables;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.FailureHints;
import dev.aidp.provider.Fault;
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
    Optional<Failure> failure =
        byText(errors, exitCode, now).or(() -> byText(output, exitCode, now));
    return failure.orElseGet(() -> unknown(exitCode, errors, output));
  }

  private Optional<Failure> byText(String text, int exitCode, Instant now) {
    return byText(
        FailureHints.NONE, text, "The agent ended with exit code %d".formatted(exitCode), now);
  }

  /** The provider's own texts go before those that hold for all. */
  private Optional<Failure> byText(FailureHints hints, String text, String how, Instant now) {
    for (FailureHints.Text row : Iterables.concat(hints.texts(), FailurePatterns.ROWS)) {
      Matcher matcher = row.pattern().matcher(text);
      if (matcher.find()) {
        Instant reset = waits(row.kind()) ? ResetTimes.in(text, now, zone).orElse(null) : null;
        String line = shortened(lineAt(text, matcher.start()));
        return Optional.of(new Failure(row.kind(), how + ": " + line, reset));
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the failure that a program's output tells of.
   *
   * @param errors the end of its standard error
   */
  Failure told(FailureHints hints, Fault fault, String errors, Instant now) {
    String how = "The agent failed";
    FailureKind kind = fault.kind();
    if (kind == null) {
      Failure told =
          byText(hints, fault.message(), how, now)
              .or(() -> byText(hints, errors, how, now))
              .orElseGet(
                  () -> Failure.of(FailureKind.TRANSIENT, how + ": " + shortened(fault.message())));
      return fault.retryAt() == null
          ? told
          : new Failure(told.kind(), told.message(), fault.retryAt());
    }
    Instant reset =
        fault.retryAt() != null || !waits(kind)
            ? fault.retryAt()
            : ResetTimes.in(fault.message() + "\n" + errors, now, zone).orElse(null);
    return new Failure(kind, how + ": " + shortened(fault.message()), reset);
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
    Optional<Failure> byText = byText(hints, said, how, now);
    if (byCode != null) {
      Instant reset = waits(byCode) ? ResetTimes.in(said, now, zone).orElse(null) : null;
      return new Failure(byCode, how + said(said, ""), reset);
    }
    return byText.orElseGet(() -> Failure.of(FailureKind.TRANSIENT, how + said(said, "") + "."));
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
    String line = text.strip();
    return line.length() <= LINE_CHARS ? line : line.substring(0, LINE_CHARS) + "…";
  }
}
