package dev.aidp.run;

import org.jspecify.annotations.Nullable;

/**
 * What follows on what a reviewer finds, where somebody plays {@link Role#REVIEWER}.
 *
 * @param blocking findings at least so grave go back to the coder; null: none does
 * @param rounds how often they do, for each attempt of a unit, at least 0; what then remains is a
 *     warning of the unit
 */
public record Review(@Nullable Severity blocking, int rounds) {

  /** What holds where nothing else is said. */
  public static final Review USUAL = new Review(Severity.HIGH, 2);

  /** Refuses what makes no sense. */
  public Review {
    if (rounds < 0) {
      throw new IllegalArgumentException("rounds must be at least 0: " + rounds);
    }
  }

  /** Returns whether a finding so grave goes back to the coder. */
  public boolean blocks(Severity severity) {
    return blocking != null && severity.compareTo(blocking) >= 0;
  }
}
