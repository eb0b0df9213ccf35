package dev.aidp.runtime.nativeengine;

import dev.aidp.runtime.journal.Entry;
import java.time.Instant;
import java.util.List;

/**
 * The time of an engine: what it is, and when it has come. Tests bring their own, which also hears
 * what keeps time from being skipped, and may end a run where a crash would.
 */
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

  /**
   * Hears that something is under way which is no wait for a time: an event that is worked off, a
   * step that is performed or queues.
   */
  default void begun() {}

  /** Hears that one of those has ended; what it led to has begun by then. */
  default void ended() {}

  /**
   * Hears what was recorded of {@code run}, before anything follows from it; nothing but an end if
   * there are no {@code entries}.
   *
   * @throws dev.aidp.failure.UnusableException to have the run interrupted here
   */
  default void recorded(String run, List<Entry> entries) {}
}
