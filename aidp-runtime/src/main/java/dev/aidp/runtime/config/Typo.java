package dev.aidp.runtime.config;

/** Whether one word was perhaps meant for another. */
public final class Typo {

  private Typo() {}

  /** Returns whether a few changed letters make {@code written} out of {@code meant}. */
  public static boolean near(String meant, String written) {
    return distance(meant, written) <= Math.max(1, Math.min(meant.length(), written.length()) / 3);
  }

  /** Levenshtein's distance, two rows at a time: words are short. */
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
