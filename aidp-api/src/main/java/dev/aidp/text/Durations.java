package dev.aidp.text;

import java.math.BigInteger;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lengths of time as people write them: {@code 90s}, {@code 10m}, {@code 2h}, {@code 1h30m}, {@code
 * PT10M}.
 */
public final class Durations {

  /** What a message says is expected. */
  public static final String EXPECTED = "a length of time such as 90s, 10m, 2h or PT10M";

  /** Longer ones are a mistake, and would overflow what counts milliseconds. */
  private static final Duration LONGEST = Duration.ofDays(3650);

  private static final Pattern SHORT =
      Pattern.compile(
          "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

  private static final Pattern ZERO = Pattern.compile("(?i)0+(d|h|m|s|ms)?|PT0S");

  private Durations() {}

  /**
   * Returns the time that {@code text} names, or null if it names none, or one that is not
   * positive.
   */
  public static @Nullable Duration parse(String text) {
    String trimmed = text.strip();
    Duration time = trimmed.regionMatches(true, 0, "P", 0, 1) ? iso(trimmed) : shortForm(trimmed);
    return time == null || time.isZero() || time.isNegative() || time.compareTo(LONGEST) > 0
        ? null
        : time;
  }

  /** Returns the time that {@code text} names, which may be none, such as 0; or null. */
  public static @Nullable Duration orZero(String text) {
    return ZERO.matcher(text.strip()).matches() ? Duration.ZERO : parse(text);
  }

  /** Returns the shortest form that reads back as {@code time}. */
  public static String text(Duration time) {
    if (time.toMillisPart() != 0 || time.isZero()) {
      return time.toMillis() + "ms";
    }
    long seconds = time.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static @Nullable Duration iso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException | ArithmeticException e) {
      return null;
    }
  }

  private static @Nullable Duration shortForm(String text) {
    Matcher parts = SHORT.matcher(text.toLowerCase(Locale.ROOT));
    if (text.isEmpty() || !parts.matches()) {
      return null;
    }
    long[] millis = {86_400_000, 3_600_000, 60_000, 1_000, 1};
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < millis.length; i++) {
      String part = parts.group(i + 1);
      if (part != null) {
        sum = sum.add(new BigInteger(part).multiply(BigInteger.valueOf(millis[i])));
      }
    }
    return sum.bitLength() > 62 ? null : Duration.ofMillis(sum.longValue());
  }
}
