package dev.aidp.workflows.turn;

import dev.aidp.text.Excerpt;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** What a person is told when another agent has gone on. */
final class FailoverMessage {

  private static final int REASON = 200;

  private FailoverMessage() {}

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
