package dev.aidp.runtime.nativeengine;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** The time of a ticker, for those who only ask what it is. */
public final class TickerClock extends Clock {

  private final Ticker time;
  private final ZoneId zone;

  /** Makes one in {@code zone}. */
  public TickerClock(Ticker time, ZoneId zone) {
    this.time = time;
    this.zone = zone;
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new TickerClock(time, other);
  }

  @Override
  public Instant instant() {
    return time.now();
  }
}
