package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How urgent an instruction is, most urgent first. */
public enum Priority {
  /** Before everything else. */
  CRITICAL,
  /** Before normal ones. */
  HIGH,
  /** The default. */
  NORMAL,
  /** After all others. */
  LOW;

  /** Returns the name on the wire and on the command line. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
