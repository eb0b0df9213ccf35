package dev.aidp.feature;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a feature does now. */
public enum FeaturePhase {
  /** There is no plan yet. */
  PLANNING,
  /** Units are worked on. */
  UNITS,
  /** Finished units are joined. */
  MERGING,
  /** Units that made the merged tree red are with their agents again. */
  REWORKING,
  /** They are back, and joined anew. */
  MERGING_AGAIN,
  /** It has ended, well or not. */
  DONE;

  /** Returns the name in documents. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Returns whether a merge is under way. */
  public boolean merges() {
    return this == MERGING || this == MERGING_AGAIN;
  }
}
