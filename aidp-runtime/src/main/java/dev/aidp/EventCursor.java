package dev.aidp;

import com.google.common.base.Splitter;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.engine.HistoryEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much of a run's events somebody has heard. The events of its parts (itself and its children)
 * come interleaved, as no two looks see them; but each part's own ones only grow at their end, so
 * that their number is a place. A part that has begun anew has another first event.
 *
 * @param generation the generation of the run; all of those before it was heard
 * @param parts what was heard of its parts, by what follows the run's id in theirs
 */
record EventCursor(int generation, Map<String, Heard> parts) {

  private static final int RADIX = 36;

  /**
   * What was heard of one part.
   *
   * @param events how many
   * @param since when the first of them was recorded, in microseconds
   */
  record Heard(int events, long since) {

    private Heard next(long first) {
      return new Heard(since == first ? events + 1 : 1, first);
    }
  }

  /** Copies the map. */
  EventCursor {
    parts = new LinkedHashMap<>(parts);
  }

  static EventCursor of(String text) {
    if (text.equals(RunEvent.BEGINNING)) {
      return generation(1);
    }
    try {
      List<String> fields = Splitter.on(',').splitToList(text);
      EventCursor cursor = generation(Integer.parseInt(fields.get(0)));
      for (String field : fields.subList(1, fields.size())) {
        List<String> part = Splitter.on(':').splitToList(field);
        int events = Integer.parseInt(part.get(1), RADIX);
        cursor.parts.put(
            unescaped(part.get(0)), new Heard(events, Long.parseLong(part.get(2), RADIX)));
      }
      return cursor;
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw wrong("'%s' is no cursor of a run's events.".formatted(text));
    }
  }

  static UsageException wrong(String what) {
    return new UsageException(what, "cursor", "Give one as an event of this run has told it.");
  }

  static EventCursor generation(int generation) {
    return new EventCursor(generation, Map.of());
  }

  String text() {
    return parts.entrySet().stream()
        .map(
            part ->
                escaped(part.getKey())
                    + ":"
                    + Integer.toString(part.getValue().events(), RADIX)
                    + ":"
                    + Long.toString(part.getValue().since(), RADIX))
        .collect(Collectors.joining(",", parts.isEmpty() ? "" + generation : generation + ",", ""));
  }

  /**
   * Returns what was not heard of {@code history}, and goes on behind it.
   *
   * @param run the id of the run in the history, in this generation
   * @param history all that is recorded of each part that it tells of
   */
  List<RunEvent> advance(String run, List<HistoryEntry> history) {
    Map<String, Heard> seen = new LinkedHashMap<>();
    List<RunEvent> fresh = new ArrayList<>();
    for (HistoryEntry entry : history) {
      String part = entry.run().startsWith(run) ? entry.run().substring(run.length()) : entry.run();
      Heard before = seen.get(part);
      long first = before == null ? micros(entry.at()) : before.since();
      Heard now = before == null ? new Heard(1, first) : before.next(first);
      seen.put(part, now);
      Heard heard = parts.get(part);
      if (heard == null || heard.since() != first || heard.events() < now.events()) {
        parts.put(part, now);
        fresh.add(new RunEvent(text(), entry));
      }
    }
    return fresh;
  }

  /** A child that is none of Aidp's may have any name. */
  private static String escaped(String part) {
    return part.replace("%", "%25").replace(",", "%2C").replace(":", "%3A").replace("\n", "%0A");
  }

  private static String unescaped(String part) {
    return part.replace("%0A", "\n").replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
