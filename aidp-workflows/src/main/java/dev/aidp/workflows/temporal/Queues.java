package dev.aidp.workflows.temporal;

import dev.aidp.workflow.Step.Weight;

/**
 * The names of the task queues.
 *
 * @param orchestrator where workflows run
 * @param lightweight where small steps run
 * @param standard where most steps run
 * @param heavyweight where steps run that need most of a machine
 * @param merge where the steps of merges run
 */
public record Queues(
    String orchestrator, String lightweight, String standard, String heavyweight, String merge) {

  /** The names that hold where nothing else is configured. */
  public static final Queues DEFAULT =
      new Queues(
          "aidp-orchestrator",
          "aidp-lightweight",
          "aidp-standard",
          "aidp-heavyweight",
          "aidp-merge");

  /** Returns the queues of one place; an empty place has no queues of its own. */
  public Queues at(String place) {
    String suffix = place.isEmpty() ? "" : "-" + place;
    return new Queues(
        orchestrator + suffix,
        lightweight + suffix,
        standard + suffix,
        heavyweight + suffix,
        merge + suffix);
  }

  String of(Weight weight) {
    return switch (weight) {
      case LIGHTWEIGHT -> lightweight;
      case STANDARD -> standard;
      case HEAVYWEIGHT -> heavyweight;
    };
  }
}
