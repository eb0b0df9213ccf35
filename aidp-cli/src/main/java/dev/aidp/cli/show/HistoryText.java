package dev.aidp.cli.show;

import com.google.common.collect.ImmutableList;
import dev.aidp.cli.io.Texts;
import dev.aidp.runtime.engine.HistoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What was recorded of a run, as a time line. */
public final class HistoryText {

  private static final int PAYLOAD_WIDTH = 100;

  private HistoryText() {}

  /**
   * Returns a line for each entry: when, whose, what; with what was recorded, shortened, where
   * {@code verbose}.
   */
  public static List<String> lines(List<HistoryEntry> entries, boolean verbose) {
    if (entries.isEmpty()) {
      return List.of("Nothing is recorded yet.");
    }
    Instant begin = entries.get(0).at();
    int runs = entries.stream().mapToInt(entry -> Texts.width(entry.run())).max().orElse(0);
    return entries.stream()
        .map(entry -> line(entry, begin, runs, verbose))
        .collect(ImmutableList.toImmutableList());
  }

  private static String line(HistoryEntry entry, Instant begin, int runs, boolean verbose) {
    double seconds = Duration.between(begin, entry.at()).toMillis() / 1000.0;
    String payload =
        verbose
            ? "  " + Texts.fit(entry.payload(), PAYLOAD_WIDTH)
            : failed(entry) ? "  failed" : "";
    String line =
        String.format(
            Locale.ROOT,
            "%+10.3fs  %s  %s  %s%s",
            seconds,
            Texts.pad(entry.run(), runs),
            Texts.pad(entry.kind(), 7),
            entry.key(),
            payload);
    return Texts.printable(line).stripTrailing();
  }

  /** An outcome that is a failure is recorded as an object with that one name. */
  private static boolean failed(HistoryEntry entry) {
    return entry.payload().startsWith("{\"failed\":")
        || entry.payload().startsWith("{\"failure\":");
  }
}
