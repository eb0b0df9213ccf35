package dev.aidp;

import dev.aidp.wire.WireNamed;

/**
 * What became of something said to a run.
 *
 * @param outcome for programs
 * @param text the same in one sentence, for a person
 */
public record Receipt(Outcome outcome, String text) {

  /** What became of it; all but the first changed nothing. */
  public enum Outcome implements WireNamed {
    /** The run has it: it has taken effect, or does once somebody works on the run. */
    ACCEPTED,
    /** The run, or the unit that was named, has ended. */
    ENDED,
    /** Only a run that has ended is retried or rolled back, and this one has not. */
    NOT_ENDED,
    /** It waits for nothing of the kind. */
    NOT_WAITING,
    /** It is so already. */
    ALREADY,
    /** Somebody else was first, or has changed meanwhile what would be changed. */
    OVERTAKEN,
    /** Runs of this kind have it not. */
    UNSUPPORTED
  }

  static Receipt accepted(String text) {
    return new Receipt(Outcome.ACCEPTED, text);
  }

  /** Returns whether something was changed. */
  public boolean changed() {
    return outcome == Outcome.ACCEPTED;
  }
}
