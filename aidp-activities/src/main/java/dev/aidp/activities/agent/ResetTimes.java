package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the time at which a limit ends in the text that tells of it. Pure; the forms in order of
 * trust.
 */
final class ResetTimes {

  /**
   * What lies further away is taken for this far: no limit that waiting helps against lasts longer.
   */
  static final Duration LONGEST = Duration.ofDays(8);

  private static final String LEAD = "(?:resets?|reset after|try again|retry|wait|available)";
  private static final String CLOCK = "(\\d{1,2})(?::(\\d{2}))?\\s?([ap])\\.?m\\b\\.?";
  private static final String ZONE = "(?:\\s*\\(?([A-Za-z]+/[A-Za-z_/+-]+|UTC|GMT)\\)?)?";

  /** Reads a time from a match. */
  private interface Reading {
    @Nullable Instant read(Matcher match, Instant now, ZoneId zone);
  }

  private record Form(Pattern pattern, Reading reading) {}

  private static final ImmutableList<Form> FORMS =
      ImmutableList.of(
          form(
              "(?:resets?_?at|rate_?limit-?reset|x-ratelimit-reset|reset(?:s|_time)?(?: at)?)\"?[:=]?\\s*\"?(\\d{10,13})\\b",
              ResetTimes::epoch),
          form(
              "retry[-_ ]after(?:[-_ ]seconds)?\"?[:=]?\\s*\"?([\\d.]+)\\s*(ms|s|m|h)?",
              ResetTimes::single),
          form("retry[-_]?delay\"?[:=]?\\s*\"?([\\d.]+)\\s*(ms|s|m|h)", ResetTimes::single),
          form(
              LEAD
                  + "\\s+(?:again\\s+)?(?:in|after)\\s+(?:about\\s+)?([\\d.]+)\\s*(ms|milliseconds?)\\b",
              ResetTimes::millis),
          form(
              LEAD
                  + "\\s+(?:again\\s+)?(?:in|after|for)?\\s*(?:about\\s+)?(?=[\\d.]+\\s*[dhms])"
                  + "(?:(\\d+)\\s*d(?:ays?)?)?[\\s,]*(?:(\\d+)\\s*h(?:ours?|rs?)?)?[\\s,]*"
                  + "(?:(\\d+)\\s*m(?:in(?:ute)?s?)?(?![a-z]))?[\\s,]*(?:and\\s+)?(?:([\\d.]+)\\s*s(?:ec(?:ond)?s?)?(?![a-z]))?",
              ResetTimes::parts),
          form("\\|(\\d{10})\\s*$", ResetTimes::epoch),
          form(
              "(?:reset|again|retry|until|available|ends)[^\\n]{0,40}?(\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(?::\\d{2})?(?:\\.\\d+)?)\\s?(Z|UTC|[+-]\\d{2}:?\\d{2})?",
              ResetTimes::iso),
          form(
              "(?:again|resets?|until|ends)\\s+(?:at |on )?([A-Z][a-z]{2}) (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4}),? (?:at )?"
                  + CLOCK,
              ResetTimes::dated),
          form(
              "(?:resets?|try again|available again|retry|until)(?:\\s+at)?\\s+" + CLOCK + ZONE,
              ResetTimes::clock),
          form(
              "(?:resets?|try again|available again|retry|until)(?:\\s+at)?\\s+()(\\d{1,2}):(\\d{2})(?!\\d|\\s?[ap]m)"
                  + ZONE,
              ResetTimes::clock24),
          form("(?:ends|resets?) on (\\d{1,2})/(\\d{1,2})/(\\d{4})", ResetTimes::american),
          form("resets?(?: on)? ([A-Z][a-z]{2}) (\\d{1,2})\\b()", ResetTimes::day));

  private static final DateTimeFormatter MONTH_DAY =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("MMM d uuuu")
          .toFormatter(Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.STRICT);

  private ResetTimes() {}

  private static Form form(String pattern, Reading reading) {
    return new Form(
        Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE), reading);
  }

  /**
   * Returns the time that {@code text} names, at most {@link #LONGEST} from now; {@code zone} is
   * that of the machine.
   */
  static Optional<Instant> in(String text, Instant now, ZoneId zone) {
    for (Form form : FORMS) {
      Matcher match = form.pattern().matcher(text);
      while (match.find()) {
        Instant time = read(form, match, now, zone);
        if (time != null) {
          Instant latest = now.plus(LONGEST);
          return Optional.of(time.isAfter(latest) ? latest : time);
        }
      }
    }
    return Optional.empty();
  }

  private static @Nullable Instant read(Form form, Matcher match, Instant now, ZoneId zone) {
    try {
      return form.reading().read(match, now, zone);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return null; // It looked like a time and is none.
    }
  }

  private static Instant epoch(Matcher match, Instant now, ZoneId zone) {
    long number = Long.parseLong(match.group(1));
    return number > 1_000_000_000_000L
        ? Instant.ofEpochMilli(number)
        : Instant.ofEpochSecond(number);
  }

  private static Instant single(Matcher match, Instant now, ZoneId zone) {
    String unit = match.group(2) == null ? "s" : match.group(2).toLowerCase(Locale.ROOT);
    double seconds =
        switch (unit) {
          case "ms" -> 0.001;
          case "m" -> 60;
          case "h" -> 3600;
          default -> 1;
        };
    return later(now, number(match.group(1)) * seconds);
  }

  private static Instant millis(Matcher match, Instant now, ZoneId zone) {
    return later(now, number(match.group(1)) / 1000);
  }

  private static @Nullable Instant parts(Matcher match, Instant now, ZoneId zone) {
    double seconds =
        number(match.group(1)) * 86_400
            + number(match.group(2)) * 3_600
            + number(match.group(3)) * 60
            + number(match.group(4));
    return seconds == 0 ? null : later(now, seconds);
  }

  private static double number(@Nullable String digits) {
    return digits == null
        ? 0
        : Double.parseDouble(
            digits.endsWith(".") ? digits.substring(0, digits.length() - 1) : digits);
  }

  private static Instant later(Instant now, double seconds) {
    return now.plusMillis((long) Math.min(seconds * 1000, (double) LONGEST.toMillis()));
  }

  private static Instant iso(Matcher match, Instant now, ZoneId zone) {
    String local = match.group(1).replace(' ', 'T');
    String offset = match.group(2);
    if (offset == null) {
      return LocalDateTime.parse(local).atZone(zone).toInstant();
    }
    boolean utc = offset.equalsIgnoreCase("Z") || offset.equalsIgnoreCase("UTC");
    return OffsetDateTime.of(
            LocalDateTime.parse(local), utc ? ZoneOffset.UTC : ZoneOffset.of(offset))
        .toInstant();
  }

  private static Instant dated(Matcher match, Instant now, ZoneId zone) {
    LocalDate date =
        LocalDate.parse(match.group(1) + " " + match.group(2) + " " + match.group(3), MONTH_DAY);
    return date.atTime(time(match, 4)).atZone(zone).toInstant();
  }

  private static Instant clock(Matcher match, Instant now, ZoneId zone) {
    return next(time(match, 1), zone(match.group(4), zone), now);
  }

  private static Instant clock24(Matcher match, Instant now, ZoneId zone) {
    LocalTime time =
        LocalTime.of(Integer.parseInt(match.group(2)), Integer.parseInt(match.group(3)));
    return next(time, zone(match.group(4), zone), now);
  }

  private static LocalTime time(Matcher match, int group) {
    int hour = Integer.parseInt(match.group(group));
    if (hour < 1 || hour > 12) {
      throw new DateTimeException("no hour of a half day: " + hour);
    }
    int minute = match.group(group + 1) == null ? 0 : Integer.parseInt(match.group(group + 1));
    return LocalTime.of(
        hour % 12 + (match.group(group + 2).equalsIgnoreCase("p") ? 12 : 0), minute);
  }

  private static ZoneId zone(@Nullable String name, ZoneId otherwise) {
    return name == null ? otherwise : ZoneId.of(name.equalsIgnoreCase("utc") ? "UTC" : name);
  }

  private static Instant next(LocalTime time, ZoneId zone, Instant now) {
    ZonedDateTime today = now.atZone(zone).with(time);
    return (today.toInstant().isBefore(now) ? today.plusDays(1) : today).toInstant();
  }

  private static Instant american(Matcher match, Instant now, ZoneId zone) {
    return LocalDate.of(
            Integer.parseInt(match.group(3)),
            Integer.parseInt(match.group(1)),
            Integer.parseInt(match.group(2)))
        .atStartOfDay(zone)
        .toInstant();
  }

  private static Instant day(Matcher match, Instant now, ZoneId zone) {
    int year = now.atZone(zone).getYear();
    LocalDate date = LocalDate.parse(match.group(1) + " " + match.group(2) + " " + year, MONTH_DAY);
    LocalDate today = now.atZone(zone).toLocalDate();
    return (date.isBefore(today) ? date.plusYears(1) : date).atStartOfDay(zone).toInstant();
  }
}
