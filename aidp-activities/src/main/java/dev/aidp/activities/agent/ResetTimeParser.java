package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableMap;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a moment as people write it: a date, an hour and a zone, in any order, two of them at most
 * left out. An hour that is past today means tomorrow; a date that is past means nothing. Used for
 * one text.
 */
final class ResetTimeParser {

  /** An hour that was just over when the text came is none to wait a day for. */
  private static final Duration JUST_OVER = Duration.ofMinutes(2);

  /** A month and day without a year, so long ago or longer, are those of the next year. */
  private static final int DAYS_OF_NEXT_YEAR = 182;

  private static final String MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
  private static final String YEAR = "(?:,?\\s+(\\d{4}))?";
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final String DAYS = "montuewedthufrisatsun";

  private static final Pattern GAP = pattern("(?:[^\\S\\n]|[,·∙()@]|\\b(?:at|on|by)\\b|T(?=\\d))*");
  private static final Pattern ISO = pattern("(\\d{4})-(\\d{2})-(\\d{2})(?=\\D|$)");
  private static final Pattern MONTH_DAY =
      pattern(MONTH + "\\s+(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:])" + YEAR);
  private static final Pattern DAY_MONTH =
      pattern("(\\d{1,2})(?:st|nd|rd|th)?[\\s-]+" + MONTH + "(?:[,\\s-]+(\\d{4}))?");
  private static final Pattern AMERICAN = pattern("(\\d{1,2})/(\\d{1,2})(?:/(\\d{4}))?(?!\\d)");
  private static final Pattern RELATIVE = pattern("(today|tomorrow)\\b");
  private static final Pattern WEEKDAY = pattern("(mon|tue|wed|thu|fri|sat|sun)[a-z]*\\b\\.?");
  private static final Pattern HALF_DAY =
      pattern("(\\d{1,2})(?::(\\d{2}))?(?::\\d{2})?\\s?([ap])\\.?\\s?m\\b\\.?");
  private static final Pattern WHOLE_DAY = pattern("(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?");
  private static final Pattern NAMED_HOUR = pattern("(midnight|noon)\\b");
  private static final Pattern ZONE =
      Pattern.compile(
          "([A-Za-z]+(?:/[A-Za-z0-9_+-]+)+|(?:UTC|GMT)\\s?[+-]\\d{1,2}(?::?\\d{2})?|[A-Z]{1,4}\\b|Pacific|Eastern|[+-]\\d{2}:?\\d{2}\\b)");

  /** Abbreviations that are in use; others mean the machine's zone. */
  private static final ImmutableMap<String, String> ZONES =
      ImmutableMap.<String, String>builder()
          .put("Z", "UTC")
          .put("UTC", "UTC")
          .put("GMT", "UTC")
          .put("PT", "America/Los_Angeles")
          .put("Pacific", "America/Los_Angeles")
          .put("PST", "-08:00")
          .put("PDT", "-07:00")
          .put("MST", "-07:00")
          .put("MDT", "-06:00")
          .put("CST", "-06:00")
          .put("CDT", "-05:00")
          .put("ET", "America/New_York")
          .put("Eastern", "America/New_York")
          .put("EST", "-05:00")
          .put("EDT", "-04:00")
          .put("BST", "+01:00")
          .put("CET", "+01:00")
          .put("CEST", "+02:00")
          .put("EET", "+02:00")
          .put("EEST", "+03:00")
          .put("IST", "+05:30")
          .put("SGT", "+08:00")
          .put("JST", "+09:00")
          .put("KST", "+09:00")
          .put("AEST", "+10:00")
          .put("AEDT", "+11:00")
          .buildOrThrow();

  private final String text;
  private final ZonedDateTime now;
  private int position;
  private @Nullable LocalDate date;
  private boolean yearNamed;
  private @Nullable DayOfWeek weekday;
  private @Nullable LocalTime time;
  private @Nullable ZoneId zone;

  private ResetTimeParser(String text, int position, ZonedDateTime now) {
    this.text = text;
    this.position = position;
    this.now = now;
  }

  private static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
  }

  /**
   * Returns the moment that is written at {@code position}, or null if there is none or it is past.
   *
   * @param machine the zone of a date or hour that names none
   */
  static @Nullable Instant at(String text, int position, Instant now, ZoneId machine) {
    try {
      ResetTimeParser moment = new ResetTimeParser(text, position, now.atZone(machine));
      boolean more = true;
      while (more) {
        more = moment.more();
      }
      return moment.meant();
    } catch (DateTimeException e) {
      return null; // It looked like a time and is none.
    }
  }

  /** Reads the next part; returns whether there was one. */
  private boolean more() {
    int before = position;
    match(GAP);
    if (date == null && date() || time == null && time()) {
      return true;
    }
    if (zone == null && time != null && zone()) {
      return true;
    }
    if (weekday == null && date == null) {
      Matcher day = match(WEEKDAY);
      if (day != null) {
        weekday = DayOfWeek.of(index(DAYS, day.group(1)));
        return true;
      }
    }
    position = before;
    return false;
  }

  private @Nullable Matcher match(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(position, text.length());
    if (!matcher.lookingAt()) {
      return null;
    }
    position = matcher.end();
    return matcher;
  }

  private boolean date() {
    Matcher found = match(ISO);
    if (found != null) {
      return date(found.group(1), found.group(2), found.group(3));
    }
    found = match(MONTH_DAY);
    if (found != null) {
      return date(found.group(3), "" + index(MONTHS, found.group(1)), found.group(2));
    }
    found = match(DAY_MONTH);
    if (found != null) {
      return date(found.group(3), "" + index(MONTHS, found.group(2)), found.group(1));
    }
    found = match(AMERICAN);
    if (found != null) {
      return date(found.group(3), found.group(1), found.group(2));
    }
    found = match(RELATIVE);
    if (found != null) {
      int days = found.group(1).equalsIgnoreCase("today") ? 0 : 1;
      date = now.toLocalDate().plusDays(days);
      yearNamed = true;
    }
    return found != null;
  }

  private boolean date(@Nullable String year, String month, String day) {
    yearNamed = year != null;
    int ofYear = year == null ? now.getYear() : Integer.parseInt(year);
    date = LocalDate.of(ofYear, Integer.parseInt(month), Integer.parseInt(day));
    return true;
  }

  /** Returns the place, from 1, of a name by its first three letters. */
  private static int index(String names, String name) {
    return names.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT)) / 3 + 1;
  }

  private boolean time() {
    Matcher found = match(HALF_DAY);
    if (found != null) {
      time = halfDay(found);
      return true;
    }
    found = match(WHOLE_DAY);
    if (found != null) {
      time = LocalTime.of(number(found.group(1)), number(found.group(2)), number(found.group(3)));
      return true;
    }
    found = match(NAMED_HOUR);
    if (found != null) {
      time = found.group(1).equalsIgnoreCase("noon") ? LocalTime.NOON : LocalTime.MIDNIGHT;
    }
    return found != null;
  }

  private static LocalTime halfDay(Matcher found) {
    int hour = number(found.group(1));
    if (hour < 1 || hour > 12) {
      throw new DateTimeException("no hour of a half day: " + hour);
    }
    int half = found.group(3).equalsIgnoreCase("p") ? 12 : 0;
    return LocalTime.of(hour % 12 + half, number(found.group(2)));
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private boolean zone() {
    Matcher found = match(ZONE);
    if (found == null) {
      return false;
    }
    zone = zone(found.group(1).replace(" ", ""));
    return true;
  }

  private ZoneId zone(String name) {
    try {
      String known = ZONES.get(name);
      boolean id = name.contains("/") || name.matches(".*[+-]\\d.*");
      return known != null ? ZoneId.of(known) : id ? ZoneId.of(name) : now.getZone();
    } catch (DateTimeException e) {
      return now.getZone(); // Etc/Unknown, for instance
    }
  }

  private @Nullable Instant meant() {
    ZonedDateTime here = now.withZoneSameInstant(zone == null ? now.getZone() : zone);
    LocalTime hour = time == null ? LocalTime.MIDNIGHT : time;
    if (date != null) {
      ZonedDateTime moment = date.atTime(hour).atZone(here.getZone());
      boolean ofNextYear = !yearNamed && moment.isBefore(here.minusDays(DAYS_OF_NEXT_YEAR));
      ZonedDateTime meant = ofNextYear ? moment.plusYears(1) : moment;
      return meant.isAfter(here) ? meant.toInstant() : null;
    }
    if (weekday != null) {
      ZonedDateTime day = here.with(TemporalAdjusters.nextOrSame(weekday)).with(hour);
      return (day.isAfter(here) ? day : day.plusWeeks(1)).toInstant();
    }
    return time == null ? null : hour(here, time);
  }

  private static @Nullable Instant hour(ZonedDateTime here, LocalTime hour) {
    ZonedDateTime today = here.with(hour);
    if (today.isAfter(here)) {
      return today.toInstant();
    }
    boolean justOver = !today.isBefore(here.minus(JUST_OVER));
    return justOver ? null : today.plusDays(1).toInstant();
  }
}
