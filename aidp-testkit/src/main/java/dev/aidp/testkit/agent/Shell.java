package dev.aidp.testkit.agent;

/** Texts in shell scripts. */
public final class Shell {

  private Shell() {}

  /** Returns {@code text} as one word of a shell. */
  public static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
