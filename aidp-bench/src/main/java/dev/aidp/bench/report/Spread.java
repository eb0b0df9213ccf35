package dev.aidp.bench.report;

import java.util.List;
import java.util.Locale;

/** Several measurements of one thing, in milliseconds. */
public record Spread(double min, double median, double max) {

  public static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(sorted.get(0), median, sorted.get(sorted.size() - 1));
  }

  @Override
  public String toString() {
    String form = median < 10 ? "%.2f (%.2f–%.2f)" : "%.0f (%.0f–%.0f)";
    return String.format(Locale.ROOT, form, median, min, max);
  }
}
