package dev.aidp.bench.overhead;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The step that an iteration is, without anything that it does. */
@ActivityInterface
public interface IterationSteps {

  /**
   * What it is asked.
   *
   * @param iteration from 0
   * @param agentMillis how long the agent takes
   * @param text about as much as a turn's request holds
   */
  record Order(int iteration, int agentMillis, String text) {}

  /** What it answers; {@code text} is about as much as the tail of an agent's reply. */
  record Reply(String text) {}

  /** Takes the agent's time, keeps its reply, and checks it in no time. */
  @ActivityMethod(name = "BenchIteration")
  Reply iterate(Order order);
}
