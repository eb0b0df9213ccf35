package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a resolver may change. */
public enum ResolverScope {
  /** The conflicting files only. */
  CONFLICT,
  /** Any file; what it changed elsewhere is used again only where that is as it was then. */
  ANY;

  /** Returns the name on the wire and in the configuration. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
