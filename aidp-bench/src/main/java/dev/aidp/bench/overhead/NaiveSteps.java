package dev.aidp.bench.overhead;

import dev.aidp.bench.overhead.IterationSteps.Order;
import dev.aidp.bench.overhead.IterationSteps.Reply;
import io.temporal.activity.ActivityInterface;

/** What an iteration does, an activity for each part. */
@ActivityInterface(namePrefix = "Naive")
public interface NaiveSteps {

  /** The agent's turn. */
  Reply agent(Order order);

  /** The first check. */
  boolean tests(int iteration);

  /** The second check. */
  boolean lint(int iteration);

  /** Whether to go on. */
  boolean decide(int iteration, boolean green);
}
