package dev.aidp.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How strong a model is, weakest first; the configuration says which model that is by provider. */
public enum Tier {
  /** Cheap and quick. */
  MINI,
  /** The usual one. */
  STANDARD,
  /** Reasons before it answers. */
  THINKING,
  /** A provider's strong model. */
  PRO,
  /** The strongest there is, whatever it costs. */
  MAX;

  /** Returns the name on the wire and in the configuration. */
  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
