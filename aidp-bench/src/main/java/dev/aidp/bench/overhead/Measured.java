package dev.aidp.bench.overhead;

import com.google.common.primitives.Doubles;
import dev.aidp.bench.report.Interval;
import dev.aidp.bench.report.Spread;
import io.temporal.api.enums.v1.EventType;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was measured of a candidate: the time of each iteration, beside that of the plain loop. */
final class Measured {

  private final Candidate candidate;
  private final TreeMap<Integer, double[]> times = new TreeMap<>();
  private final Map<Integer, double[]> plain;
  private @Nullable ServerLoad load;

  /** Makes one for a candidate; {@code plain} is by the agent's time, and may grow. */
  Measured(Candidate candidate, Map<Integer, double[]> plain) {
    this.candidate = candidate;
    this.plain = plain;
  }

  Candidate candidate() {
    return candidate;
  }

  void add(int agentMillis, double[] iterations, @Nullable ServerLoad now) {
    times.merge(agentMillis, iterations, Doubles::concat);
    load = now;
  }

  NavigableSet<Integer> agentMillis() {
    return times.navigableKeySet();
  }

  /** Returns the overhead of an iteration in milliseconds, of all of them. */
  Interval overhead(int agentMillis) {
    return Interval.ofDifference(of(times, agentMillis), of(plain, agentMillis));
  }

  /** Returns the overhead of an iteration in per cent of the plain loop's. */
  Interval perCent(int agentMillis) {
    return overhead(agentMillis).times(100 / Interval.mean(of(plain, agentMillis)));
  }

  /** Returns the overhead of the median iteration. */
  double median(int agentMillis) {
    return Spread.of(Doubles.asList(of(times, agentMillis))).median()
        - Spread.of(Doubles.asList(of(plain, agentMillis))).median();
  }

  private static double[] of(Map<Integer, double[]> all, int agentMillis) {
    double[] times = all.get(agentMillis);
    if (times == null) {
      throw new IllegalArgumentException("Not measured at " + agentMillis + " ms");
    }
    return times;
  }

  /** Returns what its server did, or null where there is none. */
  @Nullable ServerLoad load() {
    return load;
  }

  /** What a server did for one of so many iterations, start and end of the run included. */
  record ServerLoad(double events, double workflowTasks, int iterations) {

    static ServerLoad of(WorkflowExecutionHistory history, int iterations) {
      long tasks =
          history.getEvents().stream()
              .filter(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
              .count();
      return new ServerLoad(
          (double) history.getEvents().size() / iterations,
          (double) tasks / iterations,
          iterations);
    }
  }
}
