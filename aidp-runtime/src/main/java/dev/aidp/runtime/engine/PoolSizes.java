package dev.aidp.runtime.engine;

import dev.aidp.failure.UsageException;
import dev.aidp.workflows.temporal.Queues;

/**
 * How many steps of each weight are performed at once in this process, on either engine; more where
 * a run's own limit needs them ({@link Places}).
 *
 * @param lightweight by default {@value Queues#LIGHTWEIGHT_SLOTS}
 * @param standard by default {@value Queues#STANDARD_SLOTS}
 * @param heavyweight by default {@value Queues#HEAVYWEIGHT_SLOTS}
 */
public record PoolSizes(int lightweight, int standard, int heavyweight) {

  /** As many as a machine of usual size bears. */
  public static final PoolSizes USUAL =
      new PoolSizes(Queues.LIGHTWEIGHT_SLOTS, Queues.STANDARD_SLOTS, Queues.HEAVYWEIGHT_SLOTS);

  /** Checks the values. */
  public PoolSizes {
    if (lightweight < 1 || standard < 1 || heavyweight < 1) {
      throw new UsageException(
          "Each pool needs at least one place: %d, %d, %d."
              .formatted(lightweight, standard, heavyweight),
          "worker",
          "Use 1 or more.");
    }
  }
}
