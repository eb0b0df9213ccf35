package dev.aidp.runtime.nativeengine;

import java.time.Instant;

/** The time of an engine: what it is, and when it has come. Tests bring their own. */
public interface Ticker {

  /** Returns the time. */
  Instant now();

  /**
   * Calls {@code action} once it is {@code time}.
   *
   * @param name what for, for people and tests
   * @return what forgets it
   */
  Runnable at(String name, Instant time, Runnable action);
}
