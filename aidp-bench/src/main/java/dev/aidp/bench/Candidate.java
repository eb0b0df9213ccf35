package dev.aidp.bench;

import dev.aidp.testkit.temporal.DevServer;
import java.nio.file.Path;

/**
 * An engine whose overhead is measured.
 *
 * @param name in the table
 * @param keeps what survives
 * @param samples how many; where one is short there are more
 * @param limits the overhead that is allowed at each agent time, or none
 */
record Candidate(String name, String keeps, int samples, Limits limits, Opening opening) {

  /** What is allowed, in milliseconds an iteration. */
  record Limits(double busy, double idle) {
    static final Limits NONE = new Limits(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    double at(int agentMillis) {
      return agentMillis == 0 ? busy : idle;
    }
  }

  /** Opens one more, in an empty folder. */
  @FunctionalInterface
  interface Opening {
    Stand open(Path folder, IterationSteps steps);
  }

  static Candidate onNative(int samples) {
    return new Candidate("native", "power loss", samples * 3, new Limits(0.3, 1), NativeStand::in);
  }

  static Candidate inMemory(int samples) {
    return new Candidate(
        "temporal, in memory", "nothing", samples, Limits.NONE, TemporalStand::inMemory);
  }

  static Candidate on(DevServer server, int samples) {
    return new Candidate(
        "temporal, dev server",
        "process crash",
        samples,
        Limits.NONE,
        (folder, steps) -> TemporalStand.at(server.target(), folder, steps));
  }
}
