package dev.aidp;

import java.util.UUID;

/**
 * How an update is sent.
 *
 * @param id unique in the run: whoever sends it again under this id gets the outcome of the first
 *     time
 * @param waits whether it waits for somebody to work on the run, if nobody does now; else it is
 *     refused then
 */
public record UpdateOptions(String id, boolean waits) {

  /** Returns one with an id of its own, which waits. */
  public static UpdateOptions defaults() {
    return id(UUID.randomUUID().toString());
  }

  /** Returns one with this id, which waits. */
  public static UpdateOptions id(String id) {
    return new UpdateOptions(id, true);
  }

  /** Returns a copy that is refused at once if nobody works on the run. */
  public UpdateOptions withoutWaiting() {
    return new UpdateOptions(id, false);
  }
}
