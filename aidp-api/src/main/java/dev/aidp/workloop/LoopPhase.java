package dev.aidp.workloop;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a work loop stands within an iteration. */
public enum LoopPhase {
  /** Nothing done yet. */
  READY,
  /** The agent works. */
  APPLY_PATCH,
  /** The checks run. */
  TEST,
  /** Everything that makes a unit done holds. */
  PASS,
  /** Something does not hold. */
  FAIL,
  /** What failed is made into the next prompt. */
  DIAGNOSE,
  /** The next iteration is about to begin. */
  NEXT_PATCH,
  /** It has ended, well or not. */
  DONE;

  /** Returns the name in documents. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
