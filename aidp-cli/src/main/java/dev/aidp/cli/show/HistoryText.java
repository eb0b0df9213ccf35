package dev.aidp.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Texts;
import dev.aidp.runtime.engine.HistoryEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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

  /** Lines of entries that come one by one. */
  public static final class Lines {

    private final boolean verbose;
    private int runs;
    private @Nullable Instant begin;

    /** Makes those of {@code run}. */
    public Lines(String run, boolean verbose) {
      this.runs = Texts.width(run);
      this.verbose = verbose;
    }

    /** Returns the line of the next entry. */
    public String next(HistoryEntry entry) {
      Instant first = begin == null ? entry.at() : begin;
      begin = first;
      runs = Math.max(runs, Texts.width(entry.run()));
      return line(entry, first, runs, verbose);
    }
  }

  private static String line(HistoryEntry entry, Instant begin, int runs, boolean verbose) {
    double seconds = Duration.between(begin, entry.at()).toMillis() / 1000.0;
    String payload =
        verbose ? "  " + Texts.fit(entry.payload(), PAYLOAD_WIDTH) : marked(failure(entry));
    String line =
        String.format(
            Locale.ROOT,
            "%+10.3fs  %s  %s  %s%s",
            seconds,
            Texts.pad(entry.run(), runs),
            Texts.pad(entry.kind().wireName(), 7),
            entry.key(),
            payload);
    return Texts.printable(line).stripTrailing();
  }

  /**
   * Returns why what was recorded is a failure, or null if it is none: a step that broke off, or an
   * outcome that tells of one: a turn's, a unit's, a run's, red checks.
   */
  public static @Nullable String failure(HistoryEntry entry) {
    switch (entry.kind()) {
      case STEP, CHILD, ENDED -> {}
      default -> {
        return null;
      }
    }
    JsonNode outcome = Json.recorded(entry.payload());
    if (entry.failed()) {
      return outcome.path("message").asText(outcome.asText());
    }
    for (String place : List.of("/failure", "/turn/failure", "/report/error", "/error")) {
      if (outcome.at(place).isObject()) {
        return outcome.at(place).path("message").asText();
      }
    }
    return Reds.names(outcome).isEmpty() ? null : String.join(", ", Reds.names(outcome));
  }

  private static String marked(@Nullable String failure) {
    if (failure == null) {
      return "";
    }
    String first = failure.strip().lines().findFirst().orElse("");
    return "  " + Texts.fit(first.isEmpty() ? "failed" : "failed: " + first, PAYLOAD_WIDTH);
  }
}
