package dev.aidp.cli.doctor;

/**
 * Something that was looked at.
 *
 * @param name what
 * @param ok whether it is as it should be
 * @param value what is there
 * @param remedy what to do, or empty
 */
public record Finding(String name, boolean ok, String value, String remedy) {

  /** Returns what is as it should be. */
  public static Finding good(String name, String value) {
    return new Finding(name, true, value, "");
  }

  /** Returns what is not, with what to do. */
  public static Finding bad(String name, String value, String remedy) {
    return new Finding(name, false, value, remedy);
  }
}
