package dev.aidp.feature;

import dev.aidp.run.Names;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a feature was when one of its units was done: its run can go back to it, and another one
 * can start from it.
 *
 * @param number how many units were done by then, from 1
 * @param total how many units there are
 * @param unit the one that was done last
 * @param commit its work
 * @param at when that was done; null of work that was done by another run
 */
public record FeatureCheckpoint(
    int number, int total, String unit, String commit, @Nullable Instant at) {

  /** Refuses names that are none. */
  public FeatureCheckpoint {
    Names.unit(unit);
    Names.object(commit);
  }

  /** Returns its name: {@code @40}. */
  public String name() {
    return "@" + number;
  }
}
