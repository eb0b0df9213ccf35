package dev.aidp.testkit.kill;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * When a process is killed.
 *
 * @param effect what is counted
 * @param count how many of them have been seen then
 */
record Moment(Effect effect, int count) {

  /** What can be seen from outside. */
  enum Effect {
    /** Lines of the agents' log: a turn has begun or come to its end. */
    AGENT,
    /** Entries of the run's history. */
    ENTRY
  }

  /** Returns {@code n} moments within a run that shows this many effects undisturbed. */
  static List<Moment> seeded(long seed, int n, int agentLines, int entries) {
    Random random = new Random(seed);
    List<Moment> moments = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      moments.add(
          i % 2 == 0
              ? new Moment(Effect.AGENT, 1 + random.nextInt(agentLines))
              : new Moment(Effect.ENTRY, 1 + random.nextInt(entries - 1)));
    }
    return moments;
  }
}
