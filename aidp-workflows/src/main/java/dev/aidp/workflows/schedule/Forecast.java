package dev.aidp.workflows.schedule;

import com.google.common.collect.ImmutableMap;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.UnitReport;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the units of a run will be done, judged by those that are: the rest of the run is played
 * again and again, each time with other durations. The merge is not in it. Pure, and the same
 * whenever it is asked the same; it takes less than 0.1 s for ten thousand units.
 *
 * @param units the units that are not done and will be, if all goes well
 * @param whole when the last of them is
 */
public record Forecast(Map<String, Expected> units, @Nullable Expected whole) {

  /** Nothing is known. */
  public static final Forecast NONE = new Forecast(ImmutableMap.of(), null);

  private static final int PLAYED = 160_000;
  private static final int FEWEST = 16;
  private static final int MOST = 200;

  /** Copies the units. */
  public Forecast {
    units = ImmutableMap.copyOf(units);
  }

  /**
   * A time that is not known.
   *
   * @param half it is as likely earlier as later
   * @param most it is earlier in nine of ten cases
   */
  public record Expected(Instant half, Instant most) {

    private static Expected of(Instant now, long[] played) {
      long[] sorted = played.clone();
      Arrays.sort(sorted);
      return new Expected(now.plusMillis(at(sorted, 0.5)), now.plusMillis(at(sorted, 0.9)));
    }

    private static long at(long[] sorted, double share) {
      return sorted[(int) Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
    }
  }

  /**
   * Returns what is to be expected at {@code now}.
   *
   * @param reports how the units stand; those of a plan without any, or of which nobody knows how
   *     long a unit may take, allow none
   * @param parallel how many units run at a time
   */
  public static Forecast of(PlanGraph plan, List<UnitReport> reports, int parallel, Instant now) {
    UnitDurations durations = UnitDurations.of(plan, reports);
    if (durations == null) {
      return NONE;
    }
    Rest rest = new Rest(plan, reports, new Pools(plan.capacities()), durations, now);
    if (rest.size() == 0) {
      return NONE;
    }
    int times = Math.max(FEWEST, Math.min(MOST, PLAYED / rest.size()));
    long[][] ends = new long[rest.size()][times];
    long[] last = new long[times];
    Chance chance = new Chance(reports.size());
    for (int time = 0; time < times; time++) {
      last[time] = rest.play(chance, Math.max(1, parallel), ends, time);
    }
    Map<String, Expected> units = new LinkedHashMap<>();
    for (int unit = 0; unit < rest.size(); unit++) {
      units.put(rest.id(unit), Expected.of(now, ends[unit]));
    }
    return new Forecast(units, Expected.of(now, last));
  }
}
