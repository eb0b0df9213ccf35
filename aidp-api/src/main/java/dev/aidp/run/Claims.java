package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What follows when a unit writes outside the files it claims. */
public enum Claims {
  /** A warning of the unit. */
  WARN,
  /** It goes back to the agent like a failed check. */
  DENY;

  /** Returns the name on the wire and in the configuration. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
