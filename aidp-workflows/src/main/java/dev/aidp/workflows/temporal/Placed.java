package dev.aidp.workflows.temporal;

/**
 * A place that a host holds.
 *
 * @param epoch which of those that the run has asked for
 * @param queue where the host takes the steps that belong there
 */
public record Placed(int epoch, String queue) {

  /** The signal by which a host tells a run. */
  static final String SIGNAL = "aidp_placed";
}
