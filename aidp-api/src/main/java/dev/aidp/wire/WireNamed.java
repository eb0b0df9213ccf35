package dev.aidp.wire;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A constant of an enum that is sent, stored and shown in lower case. */
public interface WireNamed {

  /** Returns the name of the constant. */
  String name();

  /** Returns the name on the wire. */
  @JsonValue
  default String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
