package dev.aidp.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a candidate.
 *
 * @param overhead of the median iteration of a run in milliseconds, by the agent's time
 * @param means of all iterations of the median run
 * @param load what its server did, or null where there is none
 */
record Measured(
    Candidate candidate,
    Map<Integer, Spread> overhead,
    Map<Integer, Double> means,
    @Nullable ServerLoad load) {

  /** What a server did for one iteration, start and end of the run included. */
  record ServerLoad(double events, double workflowTasks) {

    static final ServerLoad LIMIT = new ServerLoad(12.2, 2.2);
  }
}
