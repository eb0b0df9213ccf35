package dev.aidp.text;

import com.google.common.base.CharMatcher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/** A short name made of a text: small letters, digits and hyphens. */
public final class Slug {

  /** The longest one, in characters. */
  public static final int LONGEST = 40;

  private static final int HASH_LENGTH = 6;

  /** More of a text is not looked at, in characters. */
  private static final int READ = 400;

  private Slug() {}

  /**
   * Returns that of {@code text}: its first words; a text without Latin letters gives a short hash
   * of it.
   */
  public static String of(String text) {
    String plain =
        Normalizer.normalize(
                text.length() > READ ? text.substring(0, READ) : text, Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    String cut =
        plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST).replaceAll("-[^-]*$", "");
    return CharMatcher.inRange('a', 'z').matchesAnyOf(cut) ? cut : hash(text);
  }

  private static String hash(String text) {
    return Hashing.sha256()
        .hashString(text, StandardCharsets.UTF_8)
        .toString()
        .substring(0, HASH_LENGTH);
  }
}
