package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the time at which a limit ends in the text that tells of it: a word such as "resets" or
 * "try again", then a span ("in 1 hour 30 minutes"), a number of seconds or since 1970, or a date,
 * an hour and a zone in any order ({@link ResetTimeParser}). What is past is not believed. Pure.
 */
final class ResetTimes {

  /**
   * What lies further away is taken for this far: no limit that waiting helps against lasts longer.
   */
  static final Duration LONGEST = Duration.ofDays(8);

  /** What may stand between the word and the time. */
  private static final String LINK =
      "(?:[\\s:=,'\"\\\\·∙(–-]|\\b(?:at|on|in|after|for|from|is|are|will|be|to|again|another|about|around"
          + "|approximately|automatically|within|the|next|your|limits?|quota|access|by|until)\\b){0,16}";

  /** Words that say when a limit ends; keys of JSON and headers too. */
  private static final Pattern ENDS =
      Pattern.compile(
          "(?:resets?[-_a-z]*|\\b(?:renews?|refresh(?:es)?|try(?:ing)? again|come back|available(?:"
              + " again)?|resum(?:e|es|ing)\\b[^\\n"
              + "]{0,30}?\\bat|until|ends?|lifted|expires?)\\b)"
              + LINK,
          Pattern.CASE_INSENSITIVE);

  /** Words that may also tell of a program's own repeats: they count where nothing else does. */
  private static final Pattern REPEATS =
      Pattern.compile(
          "(?:retry[-_a-z]*|\\b(?:wait(?:ing)?|again)\\b)" + LINK, Pattern.CASE_INSENSITIVE);

  private static final String NUMBER = "(\\d+(?:\\.\\d+)?|\\ban?\\b|\\bone\\b)";
  private static final String UNIT =
      "(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?)(?![a-z])";
  private static final Pattern PART =
      Pattern.compile("[\\s,]*(?:and\\s+)?" + NUMBER + "\\s*" + UNIT, Pattern.CASE_INSENSITIVE);
  private static final Pattern CLOCK_SPAN = Pattern.compile("(\\d{1,3}):(\\d{2}):(\\d{2})\\b");
  private static final Pattern BARE = Pattern.compile("(\\d{1,13})(\\.\\d+)?\\b(?![-/:]\\d)");
  private static final Pattern AFTER_BAR = Pattern.compile("\\|(\\d{10,13})\\b");

  private static final ImmutableList<Pattern> WORDS = ImmutableList.of(ENDS, REPEATS);

  private ResetTimes() {}

  /**
   * Returns the time that {@code text} names, after {@code now} and at most {@link #LONGEST} from
   * it; {@code zone} is that of the machine, for hours that name none.
   */
  static Optional<Instant> in(String text, Instant now, ZoneId zone) {
    Matcher bar = AFTER_BAR.matcher(text);
    if (bar.find()) {
      Instant time = epoch(Long.parseLong(bar.group(1)));
      if (time.isAfter(now)) {
        return Optional.of(capped(time, now));
      }
    }
    for (Pattern words : WORDS) {
      Matcher cue = words.matcher(text);
      while (cue.find()) {
        Instant time = after(cue, text, now, zone);
        if (time != null && time.isAfter(now)) {
          return Optional.of(capped(time, now));
        }
      }
    }
    return Optional.empty();
  }

  private static Instant capped(Instant time, Instant now) {
    Instant latest = now.plus(LONGEST);
    return time.isAfter(latest) ? latest : time;
  }

  private static @Nullable Instant after(Matcher cue, String text, Instant now, ZoneId zone) {
    Duration span = span(text, cue.end());
    if (span != null) {
      return now.plus(span);
    }
    String word = cue.group().toLowerCase(Locale.ROOT);
    Matcher clock = CLOCK_SPAN.matcher(text).region(cue.end(), text.length());
    if (word.stripTrailing().endsWith(" in") && clock.lookingAt()) {
      return now.plusSeconds(
          Long.parseLong(clock.group(1)) * 3_600
              + Long.parseLong(clock.group(2)) * 60
              + Long.parseLong(clock.group(3)));
    }
    Instant moment = ResetTimeParser.at(text, cue.end(), now, zone);
    return moment != null ? moment : bare(word, text, cue.end(), now);
  }

  /** Returns the span that begins at {@code from}, or null. */
  private static @Nullable Duration span(String text, int from) {
    double seconds = 0;
    boolean found = false;
    Matcher part = PART.matcher(text).region(from, text.length());
    while (part.lookingAt()) {
      found = true;
      seconds += number(part.group(1)) * unit(part.group(2).toLowerCase(Locale.ROOT));
      part.region(part.end(), text.length());
    }
    return found && seconds > 0 ? span(seconds) : null;
  }

  private static Duration span(double seconds) {
    return Duration.ofNanos((long) (Math.min(seconds, (double) LONGEST.toSeconds()) * 1e9));
  }

  private static double number(String text) {
    return Character.isDigit(text.charAt(0)) ? Double.parseDouble(text) : 1;
  }

  private static double unit(String name) {
    if (name.startsWith("ms") || name.startsWith("milli")) {
      return 0.001;
    }
    return switch (name.charAt(0)) {
      case 's' -> 1;
      case 'm' -> 60;
      case 'h' -> 3_600;
      case 'd' -> 86_400;
      default -> 7 * 86_400;
    };
  }

  /**
   * A number alone is a time only where its word says so: since 1970 if it is long, else seconds
   * after "after" or as the value of a key.
   */
  private static @Nullable Instant bare(String word, String text, int from, Instant now) {
    Matcher digits = BARE.matcher(text).region(from, text.length());
    if (!digits.lookingAt()) {
      return null;
    }
    String whole = digits.group(1);
    if (whole.length() >= 10) {
      return epoch(Long.parseLong(whole));
    }
    boolean value = word.contains(":") || word.contains("=") || word.contains("after");
    if (!value) {
      return null;
    }
    double number = Double.parseDouble(digits.group());
    boolean milliseconds = word.contains("-ms") || word.contains("_ms") || word.contains("milli");
    return now.plus(span(milliseconds ? number / 1_000 : number));
  }

  private static Instant epoch(long number) {
    return number > 100_000_000_000L ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
  }
}
