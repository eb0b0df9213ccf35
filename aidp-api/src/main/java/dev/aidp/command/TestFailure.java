package dev.aidp.command;

import dev.aidp.text.Excerpt;

/**
 * A test that failed, as its own report says it; each text is one line and may be empty.
 *
 * @param test its name, with its class, package or suite
 * @param where the file and line
 * @param message what it said
 */
public record TestFailure(String test, String where, String message) {

  /** The longest name and place that are kept, in characters. */
  private static final int NAME = 160;

  /** The longest message, in characters. */
  private static final int MESSAGE = 400;

  /** Shortens the texts and makes one line of each. */
  public TestFailure {
    test = Excerpt.start(line(test), NAME);
    where = Excerpt.start(line(where), NAME);
    message = Excerpt.start(line(message), MESSAGE);
  }

  /** Returns all of it in one line. */
  public String shown() {
    return test
        + (where.isEmpty() ? "" : " (" + where + ")")
        + (message.isEmpty() ? "" : ": " + message);
  }

  private static String line(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
