package dev.aidp.activities.markdown;

/**
 * A text while it is written: sections of Markdown. What others wrote stands in it so that it
 * cannot end its place.
 */
public final class Markdown {

  private static final int MOST_TICKS = 40;

  private final StringBuilder text = new StringBuilder();

  /** Begins a section. */
  public Markdown section(String title) {
    text.append(text.isEmpty() ? "" : "\n").append("## ").append(title).append("\n\n");
    return this;
  }

  /** Adds a line. */
  public Markdown say(String sentence) {
    text.append(sentence).append('\n');
    return this;
  }

  /** Adds an entry of a list. */
  public Markdown item(String entry) {
    return say("- " + entry);
  }

  /** Adds what somebody wrote in a fence that is longer than any in it. */
  public Markdown block(String language, String content) {
    String held = shortened(content);
    String fence = "`".repeat(Math.max(3, longestTicks(held) + 1));
    return say(fence + language).say(held.stripTrailing()).say(fence);
  }

  /** A run of backticks that nobody writes in earnest would make the fences as long. */
  private static String shortened(String content) {
    return longestTicks(content) <= MOST_TICKS
        ? content
        : content.replaceAll("`{" + MOST_TICKS + ",}", "`".repeat(MOST_TICKS) + "…");
  }

  private static int longestTicks(String content) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < content.length(); i++) {
      run = content.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /** Returns {@code text}, a path or a command, as one piece on one line, whatever is in it. */
  public static String code(String text) {
    String path = shortened(text);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      switch (c) {
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default ->
            line.append(
                Character.isISOControl(c) ? "\\u%04x".formatted((int) c) : Character.toString(c));
      }
    }
    String fence = "`".repeat(longestTicks(path) + 1);
    String pad = fence.length() > 1 ? " " : "";
    return fence + pad + line + pad + fence;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
