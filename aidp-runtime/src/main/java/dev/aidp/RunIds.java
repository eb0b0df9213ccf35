package dev.aidp;

import com.google.common.base.CharMatcher;
import com.google.common.hash.Hashing;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Names;
import dev.aidp.run.RunKind;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/** Ids of runs: which are allowed, and which is made from a text. */
final class RunIds {

  private static final int SLUG_LENGTH = 40;
  private static final int HASH_LENGTH = 6;

  private RunIds() {}

  /** Returns {@code id}, or refuses it. */
  static String checked(String id) {
    if (!Names.isRun(id)) {
      throw new UsageException(
          "'" + id + "' is not an id.",
          "id",
          "Use 1 to 64 letters, digits, '-' and '_', beginning with a letter or digit.");
    }
    return id;
  }

  /**
   * Returns the {@code n}th id that is made from a text, from 1: {@code f-add-csv}, {@code
   * f-add-csv-2}, …; a text without Latin letters gives a short hash of it: {@code f-3fa9c1}.
   */
  static String fromText(RunKind kind, String text, int n) {
    String plain =
        Normalizer.normalize(
                text.length() > 400 ? text.substring(0, 400) : text, Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String cut =
        plain.length() <= SLUG_LENGTH
            ? plain
            : plain.substring(0, SLUG_LENGTH).replaceAll("-[^-]*$", "");
    String slug = CharMatcher.inRange('a', 'z').matchesAnyOf(cut) ? cut : hash(text);
    return kind.wireName().charAt(0) + "-" + slug + (n == 1 ? "" : "-" + n);
  }

  private static String hash(String text) {
    return Hashing.sha256()
        .hashString(text, StandardCharsets.UTF_8)
        .toString()
        .substring(0, HASH_LENGTH);
  }
}
