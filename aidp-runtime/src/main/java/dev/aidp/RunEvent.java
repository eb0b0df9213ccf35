package dev.aidp;

import dev.aidp.runtime.engine.HistoryEntry;

/**
 * Something that was recorded of a run, and where to go on after it.
 *
 * @param cursor the place just after it in the run's events: whoever keeps it goes on there with
 *     {@link RunHandle#events}, in this process or in another one. It is text without line breaks,
 *     to be kept as it is; it grows with the number of the run's parts
 * @param entry what was recorded
 */
public record RunEvent(String cursor, HistoryEntry entry) {

  /** The cursor of somebody who has heard nothing yet. */
  public static final String BEGINNING = "";
}
