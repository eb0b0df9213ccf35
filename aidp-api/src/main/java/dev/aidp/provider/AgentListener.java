package dev.aidp.provider;

import dev.aidp.run.Usage;

/**
 * Hears what an {@link Agent} does while it does it. Nobody has to tell it anything. Safe for use
 * by many threads; after the turn has ended it hears nothing any more.
 */
public interface AgentListener {

  /** Shows a text in the unit's log and keeps it in the turn's transcript, without secrets. */
  void says(String text);

  /**
   * Takes the session's id as soon as there is one: if the process dies, the turn goes on in that
   * session.
   */
  void session(String id);

  /** Takes what the turn has used by now: it is charged if the turn is cut off. */
  void used(Usage soFar);
}
