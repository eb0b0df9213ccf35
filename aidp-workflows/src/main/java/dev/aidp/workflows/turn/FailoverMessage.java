package dev.aidp.workflows.turn;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.Count;
import dev.aidp.text.Excerpt;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a person is told when another agent has gone on, or nobody does. */
final class FailoverMessage {

  private static final int REASON = 200;

  private FailoverMessage() {}

  /** Returns the failure of work whose agents were asked again {@code most} times after limits. */
  static Failure spent(Map<String, Unavailability> away, int most) {
    boolean limited =
        away.values().stream().anyMatch(each -> each.kind() == FailureKind.RATE_LIMITED);
    Instant first =
        away.values().stream()
            .filter(each -> each.kind().limit())
            .map(Unavailability::until)
            .min(Instant::compareTo)
            .orElseThrow();
    String all =
        away.entrySet().stream()
            .map(one -> one.getKey() + ": " + Excerpt.start(one.getValue().why(), REASON))
            .collect(Collectors.joining("; "));
    return new Failure(
        limited ? FailureKind.RATE_LIMITED : FailureKind.QUOTA_EXCEEDED,
        "No agent can be asked: %s in a row, and no turn came to its end meanwhile (%s)."
            .formatted(Count.of(1 + most, "limit"), all),
        first);
  }

  static String text(String agent, @Nullable Unavailability away, String other) {
    if (away == null) {
      return "%s could not be asked; %s went on.".formatted(agent, other);
    }
    String reason = Excerpt.start(away.why(), REASON);
    String until = away.until().truncatedTo(ChronoUnit.SECONDS).toString();
    String what =
        switch (away.kind()) {
          case AUTH_EXPIRED -> "The login of " + agent + " has expired";
          case QUOTA_EXCEEDED -> agent + " had spent its allowance until " + until;
          case TRANSIENT, TIMEOUT -> agent + " failed again and again";
          default -> agent + " was limited until " + until;
        };
    return "%s, %s went on (%s)".formatted(what, other, reason);
  }
}
