package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Something that a run does only after a person has approved it. */
public enum Approval {
  /** The result branch is pointed to the merged, green tree. */
  MERGE;

  /** Returns the name on the wire and on the command line. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
