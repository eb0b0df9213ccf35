package dev.aidp;

import org.jspecify.annotations.Nullable;

/**
 * Under which id and where a run is started.
 *
 * @param id the run's id, or null to make one from the text
 * @param engine {@code native} or {@code temporal}
 */
public record StartOptions(@Nullable String id, String engine) {

  /** Returns a start on the native engine under an id that is made from the text. */
  public static StartOptions defaults() {
    return new StartOptions(null, Engines.NATIVE);
  }

  /** Returns a start on the native engine under this id. */
  public static StartOptions id(String id) {
    return defaults().withId(id);
  }

  /** Returns a copy with this id. */
  public StartOptions withId(@Nullable String other) {
    return new StartOptions(other, engine);
  }

  /** Returns a copy for this engine. */
  public StartOptions on(String other) {
    return new StartOptions(id, other);
  }
}
