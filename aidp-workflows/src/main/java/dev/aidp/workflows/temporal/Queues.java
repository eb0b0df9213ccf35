package dev.aidp.workflows.temporal;

import dev.aidp.workflow.Step.Weight;
import java.util.List;

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

  /** How many lightweight steps a process performs at a time. */
  public static final int LIGHTWEIGHT_SLOTS = 10;

  /** How many standard steps a process performs at a time. */
  public static final int STANDARD_SLOTS = 5;

  /** How many heavyweight steps a process performs at a time. */
  public static final int HEAVYWEIGHT_SLOTS = 2;

  /** How many steps of merges a process performs at a time. */
  public static final int MERGE_SLOTS = 4;

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

  /** Returns the place of which {@code queue} is the queue of workflows; empty for any. */
  String place(String queue) {
    String before = orchestrator + "-";
    return queue.startsWith(before) ? queue.substring(before.length()) : "";
  }

  /** Returns whether steps go to {@code queue}. */
  boolean takesSteps(String queue) {
    return List.of(lightweight, standard, heavyweight, merge).contains(queue);
  }

  /** Returns whether {@code queue} is for steps and for no workflows. */
  boolean onlySteps(String queue) {
    return takesSteps(queue) && !queue.equals(orchestrator);
  }

  /** Returns how many steps of {@code queue} a process performs at a time. */
  int slots(String queue) {
    return (queue.equals(lightweight) ? LIGHTWEIGHT_SLOTS : 0)
        + (queue.equals(standard) ? STANDARD_SLOTS : 0)
        + (queue.equals(heavyweight) ? HEAVYWEIGHT_SLOTS : 0)
        + (queue.equals(merge) ? MERGE_SLOTS : 0);
  }

  String of(Weight weight) {
    return switch (weight) {
      case LIGHTWEIGHT -> lightweight;
      case STANDARD -> standard;
      case HEAVYWEIGHT -> heavyweight;
    };
  }
}
