package dev.aidp.testkit.agent;

/** Texts in shell scripts. */
final class Shell {

  private Shell() {}

  /** Returns {@code text} as one word of a shell. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
