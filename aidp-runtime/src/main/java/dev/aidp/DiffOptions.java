package dev.aidp;

import org.jspecify.annotations.Nullable;

/**
 * Which changes of a run are wanted, and how.
 *
 * @param unit whose, or null: those of the result; of a run with one unit, that one's
 * @param iteration those of one iteration only, such as {@code 3} or {@code 1.3}; null: of all
 * @param stat whether a line for each file is enough
 */
public record DiffOptions(@Nullable String unit, @Nullable String iteration, boolean stat) {

  /** All changes of the result. */
  public static final DiffOptions ALL = new DiffOptions(null, null, false);

  /** Returns a copy for the changes of {@code other}. */
  public DiffOptions of(@Nullable String other) {
    return new DiffOptions(other, iteration, stat);
  }

  /** Returns a copy for the changes of one iteration. */
  public DiffOptions in(@Nullable String other) {
    return new DiffOptions(unit, other, stat);
  }
}
