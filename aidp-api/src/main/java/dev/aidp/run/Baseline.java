package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What follows when a check is red on the commit that a run starts from, before any work. */
public enum Baseline {
  /** Agents and people are told. */
  WARN,
  /** The run fails before its first turn. */
  REQUIRE,
  /** Nobody looks. */
  OFF;

  /** Returns the name on the wire and in the configuration. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
