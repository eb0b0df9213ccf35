package dev.aidp;

import dev.aidp.failure.UsageException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Ids of runs: which are allowed, and which is made from a text. */
final class RunIds {

  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final int SLUG_LENGTH = 40;

  private RunIds() {}

  /** Returns {@code id}, or refuses it. */
  static String checked(String id) {
    if (!ALLOWED.matcher(id).matches()) {
      throw new UsageException(
          "'" + id + "' is not an id.",
          "--id",
          "Use 1 to 64 letters, digits, '-' and '_', beginning with a letter or digit.");
    }
    return id;
  }

  /**
   * Returns the {@code n}th id that is made from a text, from 1: {@code f-add-csv}, {@code
   * f-add-csv-2}, ….
   */
  static String fromText(RunStart.Kind kind, String text, int n) {
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
    String slug = cut.isEmpty() ? "run" : cut;
    return kind.wireName().charAt(0) + "-" + slug + (n == 1 ? "" : "-" + n);
  }
}
