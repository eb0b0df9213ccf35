package dev.aidp.bench.peers;

import dev.aidp.bench.report.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was measured of one contestant, by its name. */
final class PeerSamples {

  private final Map<String, List<Double>> values = new LinkedHashMap<>();
  private @Nullable String failure;

  void add(String name, double value) {
    values.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
  }

  void failed(String why) {
    failure = why;
  }

  @Nullable String failure() {
    return failure;
  }

  /** Returns the median and, of several, the bounds of what has this name. */
  String spread(String name) {
    List<Double> all = values.get(name);
    return all == null || all.size() == 1 ? median(name) : Spread.of(all).toString();
  }

  /** Returns the median. */
  String median(String name) {
    List<Double> all = values.get(name);
    if (all == null) {
      return "–";
    }
    double median = Spread.of(all).median();
    return String.format(
        Locale.ROOT, median < 10 && median != Math.rint(median) ? "%.2f" : "%,.0f", median);
  }

  @Override
  public String toString() {
    return failure == null ? values.toString() : failure + " " + values;
  }
}
