package dev.aidp.runtime.journal;

/**
 * A signal on its way to a run.
 *
 * @param id unique for ever, so that sending it twice is sending it once
 * @param run the run it goes to
 * @param name the signal's wire name
 * @param args its arguments as JSON
 */
public record Message(String id, String run, String name, String args) {

  /** The name of the one that ends its run, whatever the workflow does. */
  public static final String TERMINATE = "aidp:terminate";
}
