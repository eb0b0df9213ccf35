package dev.aidp.runtime.config;

import org.jspecify.annotations.Nullable;

/**
 * What holds for one key.
 *
 * @param key its full name
 * @param value what holds, or null if nothing does
 * @param layer who said so
 * @param origin where: a place in a file, a variable, an option; empty for a default
 */
public record Setting(String key, @Nullable String value, Layer layer, String origin) {

  /** Who speaks; a later one overrides. */
  public enum Layer {
    /** Nobody. */
    DEFAULT,
    /** The environment and the profile that Temporal's own programs read. */
    PROFILE,
    /** The configuration file. */
    FILE,
    /** A variable of the environment. */
    ENVIRONMENT,
    /** The application that Aidp is a part of. */
    APPLICATION,
    /** A request. */
    REQUEST,
    /** An option of the command line. */
    OPTION
  }
}
