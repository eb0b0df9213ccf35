package dev.aidp.workflows.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where the units of a plan stand, as far as a scheduler minds. */
public interface Standing {

  /** Returns whether a unit has not started and may still do so. */
  boolean waits(String unit);

  /** Returns whether a unit's work is done, so that those that need it may start. */
  boolean finished(String unit);

  /** Returns whether {@code unit} may start as far as {@code need} matters, which it needs. */
  default boolean met(String unit, String need) {
    return finished(need);
  }

  /** Returns since when a unit has run, or null if it does not. */
  @Nullable Instant runningSince(String unit);
}
