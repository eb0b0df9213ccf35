package dev.aidp.bench.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/** A mean, and the bounds between which it lies with 95 % confidence. */
public record Interval(double low, double mean, double high) {

  private static final int RESAMPLES = 2_000;
  private static final double TAIL = 0.025;

  /**
   * Returns by how much the mean of {@code here} is above that of {@code there}, with the bounds
   * that a bootstrap finds: both are drawn anew from what was seen, with a fixed seed.
   */
  public static Interval ofDifference(double[] here, double[] there) {
    Random random = new Random(1);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      means[i] = resampled(here, random) - resampled(there, random);
    }
    Arrays.sort(means);
    int tail = (int) (TAIL * RESAMPLES);
    return new Interval(means[tail], mean(here) - mean(there), means[RESAMPLES - 1 - tail]);
  }

  private static double resampled(double[] values, Random random) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[random.nextInt(values.length)];
    }
    return sum / values.length;
  }

  /** Returns the mean. */
  public static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Returns it in another unit. */
  public Interval times(double factor) {
    return new Interval(low * factor, mean * factor, high * factor);
  }

  @Override
  public String toString() {
    return "%s (%s–%s)".formatted(number(mean), number(low), number(high));
  }

  private static String number(double value) {
    String form = Math.abs(value) < 1 ? "%.2f" : Math.abs(value) < 100 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, form, value);
  }
}
