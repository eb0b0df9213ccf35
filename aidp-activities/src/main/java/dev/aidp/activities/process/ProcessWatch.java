package dev.aidp.activities.process;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is to be watched in a running command besides its life. Safe for use by many threads. */
public interface ProcessWatch {

  /** Watches nothing. */
  ProcessWatch NONE = new ProcessWatch() {};

  /** Returns the time after which a command that writes nothing is ended, or null for never. */
  default @Nullable Duration silence() {
    return null;
  }

  /** Returns whether it has said all that is wanted of it; it is soon ended then. */
  default boolean done() {
    return false;
  }

  /** Returns how soon. */
  default Duration grace() {
    return Duration.ZERO;
  }

  /** Returns the session by which what it does can be gone on with, or null. */
  default @Nullable String session() {
    return null;
  }
}
