package dev.aidp.cli.io;

import org.jspecify.annotations.Nullable;

/** A command ends with an exit code of its own; the message says why. */
public final class CliException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int code;
  private final @Nullable String remedy;

  /** Makes one with its exit code, and what to do or null. */
  public CliException(int code, String message, @Nullable String remedy) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }

  /** Returns the exit code. */
  public int code() {
    return code;
  }

  /** Returns what to do, or null. */
  public @Nullable String remedy() {
    return remedy;
  }
}
