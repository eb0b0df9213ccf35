package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an agent is asked to do. */
public enum Role {
  /** Does a unit's work. */
  CODER,
  /** Splits a feature into a plan. */
  PLANNER,
  /** Settles a textual merge conflict. */
  RESOLVER,
  /** Prints findings; only where configured. */
  REVIEWER;

  /** Returns the name on the wire and in an agent's environment. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
