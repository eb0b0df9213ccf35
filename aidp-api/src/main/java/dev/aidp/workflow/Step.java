package dev.aidp.workflow;

import org.jspecify.annotations.Nullable;

/**
 * What a step is; never where it runs. The engine maps it to placement, time-outs, heartbeats and
 * retries in one table.
 *
 * @param kind how long it may take and what it does to the outside
 * @param name the last part of its key, or null for the name of the called method
 * @param weight which pool of the host it occupies
 */
public record Step(Kind kind, @Nullable String name, Weight weight) {

  /** How long a step may take and whether it can be interrupted. */
  public enum Kind {
    /** An agent's turn: minutes; beats, can be cancelled. */
    TURN,
    /** A check or a git operation: seconds to minutes; beats, can be cancelled. */
    COMMAND,
    /** Surely under two seconds and inside this process; cannot be cancelled. */
    QUICK
  }

  /** The pool of the host that a step occupies while it runs. */
  public enum Weight {
    /** Small work, many at once. */
    LIGHTWEIGHT,
    /** The default. */
    STANDARD,
    /** Work that needs most of a machine. */
    HEAVYWEIGHT
  }

  /** Returns an agent's turn. */
  public static Step turn() {
    return new Step(Kind.TURN, null, Weight.STANDARD);
  }

  /** Returns a check or a git operation. */
  public static Step command() {
    return new Step(Kind.COMMAND, null, Weight.STANDARD);
  }

  /** Returns a step that surely ends within two seconds. */
  public static Step quick() {
    return new Step(Kind.QUICK, null, Weight.LIGHTWEIGHT);
  }

  /** Returns a copy with this name, for a method that is called twice in one scope. */
  public Step named(String name) {
    return new Step(kind, name, weight);
  }

  /** Returns a copy that occupies this pool. */
  public Step on(Weight weight) {
    return new Step(kind, name, weight);
  }
}
