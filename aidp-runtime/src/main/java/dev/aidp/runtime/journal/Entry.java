package dev.aidp.runtime.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a run's journal.
 *
 * @param kind what happened
 * @param key to which step, child or timer of the run; of a message or an update, its id
 * @param type the wire name of the activity, workflow, signal or update; empty for others
 * @param answer how it ended; of a message or an update, its arguments
 * @param at when, in whole microseconds
 * @param sends a message that leaves the run together with this entry
 */
public record Entry(
    EntryKind kind, String key, String type, Answer answer, Instant at, @Nullable Message sends) {

  /** Makes one that sends nothing. */
  public Entry(EntryKind kind, String key, String type, Answer answer, Instant at) {
    this(kind, key, type, answer, at, null);
  }

  Entry with(Answer other) {
    return new Entry(kind, key, type, other, at, sends);
  }
}
