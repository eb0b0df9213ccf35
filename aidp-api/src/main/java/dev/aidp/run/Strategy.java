package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How units join the result branch. */
public enum Strategy {
  /** A merge commit per unit. */
  MERGE,
  /** The unit's commits on top of what joined before. */
  REBASE,
  /** One commit per unit. */
  SQUASH,
  /** Like {@link #REBASE}, each rebased and gated before the next. */
  SEQUENTIAL_REBASE;

  /** Returns whether each unit must be gated before the next one joins. */
  public boolean oneByOne() {
    return this == SEQUENTIAL_REBASE;
  }

  /** Returns the name on the wire and on the command line. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
