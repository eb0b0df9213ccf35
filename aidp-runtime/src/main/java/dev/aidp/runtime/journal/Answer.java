package dev.aidp.runtime.journal;

/**
 * How something ended, as JSON.
 *
 * @param ok whether well
 * @param payload the value if so, else the {@link dev.aidp.failure.Failure}
 */
public record Answer(boolean ok, String payload) {
  /** The end of what returns nothing. */
  public static final Answer NOTHING = new Answer(true, "null");
}
