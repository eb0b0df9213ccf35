package dev.aidp.testkit.temporal;

import com.uber.m3.tally.Buckets;
import com.uber.m3.tally.Capabilities;
import com.uber.m3.tally.CapableOf;
import com.uber.m3.tally.StatsReporter;
import com.uber.m3.util.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Remembers what was counted. */
final class Counts implements StatsReporter {

  private final Set<String> names = new ConcurrentSkipListSet<>();

  Set<String> names() {
    return names;
  }

  @Override
  public void reportCounter(String name, Map<String, String> tags, long value) {
    names.add(name);
  }

  @Override
  public void reportGauge(String name, Map<String, String> tags, double value) {
    names.add(name);
  }

  @Override
  public void reportTimer(String name, Map<String, String> tags, Duration interval) {}

  @Override
  public void reportHistogramValueSamples(
      String name,
      Map<String, String> tags,
      @SuppressWarnings("rawtypes") Buckets buckets,
      double bucketLowerBound,
      double bucketUpperBound,
      long samples) {}

  @Override
  public void reportHistogramDurationSamples(
      String name,
      Map<String, String> tags,
      @SuppressWarnings("rawtypes") Buckets buckets,
      Duration bucketLowerBound,
      Duration bucketUpperBound,
      long samples) {}

  @Override
  public Capabilities capabilities() {
    return CapableOf.REPORTING;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
