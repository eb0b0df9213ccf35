package dev.aidp.runtime.config;

/** Whether one word was perhaps meant for another. */
public final class Typo {

  private Typo() {}

  /** Returns whether a few changed letters make {@code written} out of {@code meant}. */
  public static boolean near(String meant, String written) {
    return distance(meant, written) <= Math.max(1, Math.min(meant.length(), written.length()) / 3);
  }

  /** Damerau's and Levenshtein's: also a swap of two neighbours is one change. Words are short. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    least = Math.min(least, cost[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
