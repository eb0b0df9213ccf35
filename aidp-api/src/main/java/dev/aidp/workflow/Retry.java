package dev.aidp.workflow;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import java.time.Duration;
import java.util.List;

/**
 * How often an engine performs a step that fails, and how long it waits in between. What is counted
 * and when the next attempt is due outlives the process.
 *
 * <pre>{@code
 * Step.command().retry(Retry.times(5).pausing(Duration.ofSeconds(2)).not(FailureKind.TIMEOUT))
 * }</pre>
 *
 * <p>An activity says itself whether a repeat may help, by {@link
 * dev.aidp.failure.StepFailedException} with a {@link Failure} of a kind. Any other exception of it
 * counts as {@code transient} where there is a retry, and as {@code permanent} where there is none.
 * A start that was lost with its process counts as an attempt, but is always performed again.
 *
 * @param attempts how often it is performed in all, at least once; default {@value
 *     #DEFAULT_ATTEMPTS}
 * @param first the pause before the second attempt; default 1 s
 * @param backoff by which each further pause is longer, at least 1; default 2
 * @param longest no pause is longer; default 30 s
 * @param nonRetryable kinds of failures that no repeat can help; default all but {@code transient}
 *     and {@code timeout}
 */
public record Retry(
    int attempts,
    Duration first,
    double backoff,
    Duration longest,
    List<FailureKind> nonRetryable) {

  /** How often a step is performed where nothing else is said. */
  public static final int DEFAULT_ATTEMPTS = 3;

  /** What holds where nothing else is said. */
  public static final Retry DEFAULT =
      new Retry(
          DEFAULT_ATTEMPTS,
          Duration.ofSeconds(1),
          2,
          Duration.ofSeconds(30),
          ImmutableList.of(
              FailureKind.RATE_LIMITED,
              FailureKind.QUOTA_EXCEEDED,
              FailureKind.AUTH_EXPIRED,
              FailureKind.PERMANENT,
              FailureKind.BUDGET_SPENT,
              FailureKind.CANCELLED));

  /** No failure is repeated. */
  public static final Retry NEVER = times(1);

  /** Checks the values. */
  public Retry {
    if (attempts < 1) {
      throw new IllegalArgumentException(
          "A step is performed at least once, not " + attempts + " times");
    }
    if (first.isNegative() || longest.isNegative() || backoff < 1) {
      throw new IllegalArgumentException(
          "Pauses are not negative, and do not become shorter: %s × %s up to %s"
              .formatted(first, backoff, longest));
    }
    nonRetryable = ImmutableList.copyOf(nonRetryable);
  }

  /** Returns the default with this many attempts. */
  public static Retry times(int attempts) {
    return new Retry(
        attempts, DEFAULT.first, DEFAULT.backoff, DEFAULT.longest, DEFAULT.nonRetryable);
  }

  /** Returns a copy with this pause before the second attempt. */
  public Retry pausing(Duration first) {
    return new Retry(attempts, first, backoff, longest, nonRetryable);
  }

  /**
   * Returns a copy each pause of which is {@code backoff} times the last one, up to {@code
   * longest}.
   */
  public Retry growing(double backoff, Duration longest) {
    return new Retry(attempts, first, backoff, longest, nonRetryable);
  }

  /** Returns a copy that does not repeat what failed so either. */
  public Retry not(FailureKind... kinds) {
    return new Retry(
        attempts,
        first,
        backoff,
        longest,
        ImmutableList.<FailureKind>builder().addAll(nonRetryable).add(kinds).build());
  }

  /** Returns whether an attempt, from 1, that failed so is followed by another one. */
  public boolean repeats(FailureKind kind, int attempt) {
    return attempt < attempts && kind != FailureKind.CANCELLED && !nonRetryable.contains(kind);
  }

  /** Returns the pause after this attempt, from 1. */
  public Duration pauseAfter(int attempt) {
    double millis = first.toMillis() * Math.pow(backoff, attempt - 1.0);
    return Duration.ofMillis((long) Math.min(millis, (double) longest.toMillis()));
  }

  /** Returns what an exception is that says nothing of itself. */
  public Failure unclassified(Throwable thrown) {
    return Failure.of(
        attempts > 1 ? FailureKind.TRANSIENT : FailureKind.PERMANENT, thrown.toString());
  }
}
