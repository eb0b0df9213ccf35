package dev.aidp.bench;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** The two steps of an iteration, without anything that they do. */
@ActivityInterface
public interface IterationSteps {

  /**
   * What a step is asked.
   *
   * @param iteration from 0
   * @param agentMillis how long the agent takes
   * @param text about as much as a turn's request holds
   */
  record Order(int iteration, int agentMillis, String text) {}

  /** What a step answers; {@code text} is about as much as the tail of an agent's reply. */
  record Reply(String text) {}

  /** Takes the agent's time. */
  @ActivityMethod(name = "BenchAgent")
  Reply agent(Order order);

  /** Takes no time. */
  @ActivityMethod(name = "BenchChecks")
  Reply checks(Order order);
}
