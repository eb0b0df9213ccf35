package dev.aidp;

import com.google.common.collect.ImmutableMap;
import dev.aidp.runtime.engine.Places;
import dev.aidp.runtime.journal.Database;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a worker stands, for those who operate it.
 *
 * @param reason why it takes no steps now, in one line; null if it does
 * @param places its places for steps, by their weight
 * @param runs how many runs have a step here, or wait for a place
 * @param journal how long it has taken so far to write to the file of the repository: {@code
 *     commit}, until others see it, and {@code sync}, until the disk has it
 */
public record WorkerStatus(
    @Nullable String reason, Map<String, Pool> places, int runs, Map<String, Timed> journal) {

  /**
   * The places for steps of one weight.
   *
   * @param taken so many have a step
   * @param offered so many there are: as configured, or more where a run's own limit needs them
   */
  public record Pool(int taken, int offered) {

    private Pool plus(Pool other) {
      return new Pool(taken + other.taken, offered + other.offered);
    }
  }

  /**
   * What was done again and again.
   *
   * @param times how often
   * @param took how long all of it took
   */
  public record Timed(long times, Duration took) {

    private static Timed of(LongSummaryStatistics nanos) {
      return new Timed(nanos.getCount(), Duration.ofNanos(nanos.getSum()));
    }

    private Timed plus(Timed other) {
      return new Timed(times + other.times, took.plus(other.took));
    }
  }

  /** Copies the maps. */
  public WorkerStatus {
    places = ImmutableMap.copyOf(places);
    journal = ImmutableMap.copyOf(journal);
  }

  static WorkerStatus of(@Nullable String reason, Map<String, Places.Use> pools, Database journal) {
    ImmutableMap.Builder<String, Pool> places = ImmutableMap.builder();
    Set<String> runs = new TreeSet<>();
    pools.forEach(
        (weight, use) -> {
          places.put(weight, new Pool(use.taken(), use.offered()));
          runs.addAll(use.runs());
        });
    return new WorkerStatus(
        reason,
        places.buildOrThrow(),
        runs.size(),
        ImmutableMap.of("commit", Timed.of(journal.commits()), "sync", Timed.of(journal.syncs())));
  }

  /** Returns how this worker and {@code other} stand together: ready if both are. */
  public WorkerStatus and(WorkerStatus other) {
    Map<String, Pool> sum = new TreeMap<>(places);
    other.places.forEach((weight, pool) -> sum.merge(weight, pool, Pool::plus));
    Map<String, Timed> times = new TreeMap<>(journal);
    other.journal.forEach((part, timed) -> times.merge(part, timed, Timed::plus));
    return new WorkerStatus(reason == null ? other.reason : reason, sum, runs + other.runs, times);
  }

  /** Returns whether it takes steps. */
  public boolean ready() {
    return reason == null;
  }
}
