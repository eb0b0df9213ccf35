package dev.aidp.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void what_is_the_same_differs_by_nothing_as_far_as_anybody_knows() {
    Interval found = Interval.ofDifference(times(1, 5, 200), times(2, 5, 200));

    assertThat(found.low()).isNegative();
    assertThat(found.high()).isPositive();
  }

  @Test
  void a_difference_lies_within_its_bounds_which_are_narrower_the_more_was_seen() {
    Interval few = Interval.ofDifference(times(1, 7, 10), times(2, 5, 10));
    Interval many = Interval.ofDifference(times(3, 7, 1_000), times(4, 5, 1_000));

    assertThat(many.low()).isBetween(1.7, 2.0);
    assertThat(many.mean()).isBetween(many.low(), many.high());
    assertThat(many.high()).isBetween(2.0, 2.3);
    assertThat(few.high() - few.low()).isGreaterThan(3 * (many.high() - many.low()));
  }

  @Test
  void in_another_unit_it_is_the_same() {
    assertThat(new Interval(1, 2, 3).times(50)).hasToString("100 (50.0–150)");
  }

  private static double[] times(long seed, double mean, int count) {
    Random random = new Random(seed);
    return DoubleStream.generate(() -> mean + random.nextGaussian()).limit(count).toArray();
  }
}
