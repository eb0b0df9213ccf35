package dev.aidp.workflows.wire;

import dev.aidp.failure.UnusableException;

/** What every engine says of versions of changes that a program does not have. */
public final class Versions {

  private Versions() {}

  /** Checks what a program asks for. */
  public static void check(String change, int min, int max) {
    if (min < 0 || max < 1 || min > max) {
      throw new IllegalArgumentException(
          "The change %s has versions from 0 or more to 1 or more, not from %d to %d"
              .formatted(change, min, max));
    }
  }

  /**
   * Returns {@code version}, which the run has.
   *
   * @throws UnusableException if the program has no branch for it
   */
  public static int supported(String run, String change, int version, int min, int max) {
    if (version < min || version > max) {
      throw new UnusableException(
          "Run %s has version %d of the change '%s', but its program has only %d to %d."
              .formatted(run, version, change, min, max),
          version < min
              ? "Go on with the program that still has it, or start a new run."
              : "Go on with the newer program that began it.");
    }
    return version;
  }
}
