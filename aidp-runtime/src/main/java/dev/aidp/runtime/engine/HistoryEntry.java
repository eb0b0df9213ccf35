package dev.aidp.runtime.engine;

import dev.aidp.wire.WireNamed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that was recorded of a run.
 *
 * @param at when
 * @param run the run's or child run's full id
 * @param kind what
 * @param key the step's key, the message's or the update's name, the child's id; may be empty
 * @param payload the outcome or argument as JSON; may be {@code null}'s
 * @param failed whether the step, the child or the run broke off: the payload is then its failure;
 *     an outcome that tells of a failure is an outcome
 */
public record HistoryEntry(
    Instant at, String run, Kind kind, String key, String payload, boolean failed) {

  /** What was recorded. */
  public enum Kind implements WireNamed {
    /** The run began, or began anew. */
    STARTED,
    /** A signal came. */
    MESSAGE,
    /** A step ended. */
    STEP,
    /** A child run ended. */
    CHILD,
    /** A timer fired. */
    TIMER,
    /** An update was accepted. */
    UPDATE,
    /** An update has its outcome. */
    UPDATED,
    /** The run ended. */
    ENDED
  }

  /** Sorts by time; what is of one run stays in its order, even where a clock was put back. */
  public static List<HistoryEntry> sorted(List<HistoryEntry> entries) {
    Map<String, Instant> latest = new HashMap<>();
    List<Map.Entry<Instant, HistoryEntry>> timed = new ArrayList<>();
    for (HistoryEntry entry : entries) {
      Instant at =
          latest.merge(entry.run(), entry.at(), (one, other) -> one.isAfter(other) ? one : other);
      timed.add(Map.entry(at, entry));
    }
    timed.sort(Map.Entry.comparingByKey()); // stable
    return timed.stream().map(Map.Entry::getValue).toList();
  }
}
