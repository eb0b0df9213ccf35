package dev.aidp.command;

import org.jspecify.annotations.Nullable;

/**
 * How one check ended.
 *
 * @param name the check; a unit's own is {@code UNIT/NAME}
 * @param passed whether it exited 0 in time
 * @param exitCode null if it was ended by its time-out
 * @param digest if it failed, its output reduced to its distinctive lines; else empty
 * @param output the whole output in the artifact store
 * @param millis how long it took
 * @param clean whether it ran in a clean checkout of exactly its tree; only that is a verdict on it
 */
public record CheckResult(
    String name,
    boolean passed,
    @Nullable Integer exitCode,
    String digest,
    String output,
    long millis,
    boolean clean) {

  /** Makes the result of a check in a working copy. */
  public CheckResult(
      String name,
      boolean passed,
      @Nullable Integer exitCode,
      String digest,
      String output,
      long millis) {
    this(name, passed, exitCode, digest, output, millis, false);
  }
}
