package dev.aidp.activities.yaml;

import java.util.Collection;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class ClosestWord {

  private ClosestWord() {}

  /** Returns the word of {@code known} that is nearest to {@code word}, if one is near at all. */
  public static Optional<String> to(String word, Collection<String> known) {
    String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int allowed = candidate.length() < 2 ? 0 : Math.max(1, candidate.length() / 3);
      if (Math.abs(candidate.length() - word.length()) <= allowed) {
        int distance = distance(word, candidate);
        if (distance <= allowed && distance < least) {
          least = distance;
          nearest = candidate;
        }
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** Levenshtein's, with one row. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
