package dev.aidp.activities.health;

import dev.aidp.run.Defaults;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker. Closed, it counts failures in a row; the fifth opens it. Open, it lets nothing
 * through for 300 s. Then it is half-open: three turns may see whether the provider is back; the
 * first that ends well closes it, the first that fails opens it again. Immutable, without a clock.
 *
 * @param failures in a row
 * @param opened when it opened last, or null while it is closed
 * @param trials turns let through since it became half-open
 * @param tried when the first of them was, or null
 */
public record Breaker(int failures, @Nullable Instant opened, int trials, @Nullable Instant tried) {

  /** It lets everything through. */
  public static final Breaker CLOSED = new Breaker(0, null, 0, null);

  /** Returns until when no turn may begin at {@code now}, or null if one may. */
  @Nullable Instant closedUntil(Instant now) {
    if (opened == null) {
      return null;
    }
    Instant ready = opened.plus(Defaults.BREAKER_PAUSE);
    if (now.isBefore(ready)) {
      return ready;
    }
    // Trials of which nothing is heard any more, because their process died, do not block for ever.
    Instant again = tried == null ? now : tried.plus(Defaults.BREAKER_PAUSE);
    return trials < Defaults.BREAKER_TRIALS || !now.isBefore(again) ? null : again;
  }

  /** A turn begins, which {@link #closedUntil} allows. */
  Breaker begun(Instant now) {
    if (opened == null) {
      return this;
    }
    return trials < Defaults.BREAKER_TRIALS
        ? new Breaker(failures, opened, trials + 1, tried == null ? now : tried)
        : new Breaker(failures, opened, 1, now);
  }

  /** A turn ended well. */
  Breaker succeeded() {
    return CLOSED;
  }

  /** A turn failed in a way that may be the provider's. */
  Breaker failed(Instant now) {
    int inARow = failures + 1;
    if (opened != null && now.isBefore(opened.plus(Defaults.BREAKER_PAUSE))) {
      return new Breaker(inARow, opened, trials, tried); // it had begun before the breaker opened
    }
    return opened != null || inARow >= Defaults.BREAKER_FAILURES
        ? new Breaker(inARow, now, 0, null)
        : new Breaker(inARow, null, 0, null);
  }
}
