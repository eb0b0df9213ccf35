package dev.aidp.bench;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of a candidate.
 *
 * @param overhead of an iteration, by the agent's time
 * @param load what its server did, or null where there is none
 */
record Measured(Candidate candidate, Map<Integer, Cost> overhead, @Nullable ServerLoad load) {

  /** Of the median iteration of each run, and of all iterations of the median run. */
  record Cost(Spread median, double mean) {

    @Override
    public String toString() {
      return median + String.format(Locale.ROOT, "; %.2f", mean);
    }
  }

  /** What a server did for one iteration, start and end of the run included. */
  record ServerLoad(double events, double workflowTasks) {

    static final ServerLoad LIMIT = new ServerLoad(8, 1.1);
  }
}
