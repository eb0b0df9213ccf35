package dev.aidp.cli.io;

import java.util.function.IntSupplier;

/**
 * What the streams lead to.
 *
 * @param out whether standard output is a terminal that understands escape codes
 * @param err whether standard error is one
 * @param width the terminal's columns, which may change
 */
public record Screen(boolean out, boolean err, IntSupplier width) {

  /** Columns where nobody knows. */
  public static final int USUAL_WIDTH = 80;

  /** Returns two pipes. */
  public static Screen none() {
    return new Screen(false, false, () -> USUAL_WIDTH);
  }
}
