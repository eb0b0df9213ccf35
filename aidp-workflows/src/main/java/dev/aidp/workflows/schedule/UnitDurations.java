package dev.aidp.workflows.schedule;

import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.UnitReport;
import dev.aidp.workflow.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long units take: what is said or usual, times a ratio. The ratios are those of the units that
 * are done and, as these are few at first, some that are likely before any is.
 */
final class UnitDurations {

  /** Before any is known; afterwards, times the pace of those that are. */
  private static final double[] LIKELY = {0.5, 0.8, 1.0, 1.3, 2.2};

  private static final int DRAWS = 8;

  private final Map<String, Long> usual;
  private final double[] ratios;

  private UnitDurations(Map<String, Long> usual, double[] ratios) {
    this.usual = usual;
    this.ratios = ratios;
  }

  /** Returns what the units that are done say, or null if nobody knows how long one may take. */
  static @Nullable UnitDurations of(PlanGraph plan, List<UnitReport> reports) {
    Map<String, Long> took = took(reports);
    Usual usual = Usual.of(plan, took);
    if (usual == null) {
      return null;
    }
    Map<String, Long> each = new LinkedHashMap<>();
    List<Double> seen = new ArrayList<>();
    for (PlanNode node : plan.nodes()) {
      long said = Math.max(1, usual.of(node));
      each.put(node.id(), said);
      if (took.containsKey(node.id())) {
        seen.add(Math.max(1, took.getOrDefault(node.id(), 0L)) / (double) said);
      }
    }
    return new UnitDurations(each, with(seen));
  }

  private static double[] with(List<Double> seen) {
    double[] sorted = seen.stream().mapToDouble(ratio -> ratio).sorted().toArray();
    double middle = sorted.length == 0 ? 1 : sorted[sorted.length / 2];
    double[] ratios = new double[sorted.length + LIKELY.length];
    System.arraycopy(sorted, 0, ratios, LIKELY.length, sorted.length);
    for (int i = 0; i < LIKELY.length; i++) {
      ratios[i] = LIKELY[i] * middle;
    }
    return ratios;
  }

  private static Map<String, Long> took(List<UnitReport> reports) {
    Map<String, Long> took = new LinkedHashMap<>();
    for (UnitReport report : reports) {
      if (report.state().finished() && report.times().startedAt() != null) {
        took.put(report.id(), report.times().worked(Instant.EPOCH).toMillis());
      }
    }
    return took;
  }

  /** Returns what is said or usual of a unit, in milliseconds. */
  long usual(String unit) {
    return usual.getOrDefault(unit, 1L);
  }

  /**
   * Returns the ratio of a unit that has worked for {@code ratio} already: who has done so for
   * longer than any may take some more of that.
   */
  double beyond(double ratio, Chance chance) {
    for (int draw = 0; draw < DRAWS; draw++) {
      double whole = ratios[chance.below(ratios.length)];
      if (whole > ratio) {
        return whole;
      }
    }
    return ratio * (1.1 + 0.9 * chance.fraction());
  }

  /**
   * Returns the ratios of one play: how well the known ones stand for the rest is chance, too.
   *
   * @param running what those that run come to: without them the slow ones would be missing
   */
  double[] drawn(double[] running, Chance chance) {
    int all = ratios.length + running.length;
    double[] drawn = new double[all];
    for (int i = 0; i < all; i++) {
      int from = chance.below(all);
      drawn[i] = from < ratios.length ? ratios[from] : running[from - ratios.length];
    }
    return drawn;
  }

  /**
   * What a unit takes of which nobody has said it.
   *
   * @param weights by class, where some of the class are done
   * @param any of all
   */
  private record Usual(Map<Step.Weight, Long> weights, long any) {

    static @Nullable Usual of(PlanGraph plan, Map<String, Long> took) {
      Map<Step.Weight, long[]> sums = new EnumMap<>(Step.Weight.class);
      long[] all = new long[2];
      long[] said = new long[2];
      for (PlanNode node : plan.nodes()) {
        Duration estimate = node.demand().estimate();
        if (estimate != null) {
          add(said, estimate.toMillis());
        } else if (took.containsKey(node.id())) {
          add(all, took.getOrDefault(node.id(), 0L));
          add(
              sums.computeIfAbsent(node.weight(), weight -> new long[2]),
              took.getOrDefault(node.id(), 0L));
        }
      }
      if (all[1] == 0 && said[1] == 0) {
        return null;
      }
      Map<Step.Weight, Long> weights = new EnumMap<>(Step.Weight.class);
      sums.forEach((weight, sum) -> weights.put(weight, sum[0] / sum[1]));
      return new Usual(weights, all[1] == 0 ? said[0] / said[1] : all[0] / all[1]);
    }

    private static void add(long[] sum, long millis) {
      sum[0] += millis;
      sum[1]++;
    }

    long of(PlanNode node) {
      Duration estimate = node.demand().estimate();
      return estimate == null ? weights.getOrDefault(node.weight(), any) : estimate.toMillis();
    }
  }
}
