package dev.aidp.cli.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.aidp.cli.io.Json;
import dev.aidp.cli.io.Texts;
import dev.aidp.runtime.engine.HistoryEntry;
import java.util.List;

/** Which checks of a run were red, in which iteration, and what they said. */
public final class Reds {

  /** More lines of one check's output than these are in its log. */
  private static final int LINES = 6;

  private Reds() {}

  /** Returns a paragraph for each red check of a unit, from what was recorded. */
  public static List<String> lines(List<HistoryEntry> history) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    for (HistoryEntry entry : history) {
      if (entry.kind() == HistoryEntry.Kind.STEP
          && entry.key().matches("(.*/)?iteration-\\d+/(clean-)?checks")) {
        Json.recorded(entry.payload()).path("results").forEach(result -> add(entry, result, lines));
      }
    }
    return lines.build();
  }

  /** Returns the names of the checks that were red, if {@code outcome} is that of checks. */
  static List<String> names(JsonNode outcome) {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    for (JsonNode result : outcome.path("results")) {
      if (!result.path("passed").asBoolean(true)) {
        names.add(result.path("name").asText());
      }
    }
    return names.build();
  }

  private static void add(
      HistoryEntry entry, JsonNode result, ImmutableList.Builder<String> lines) {
    if (result.path("passed").asBoolean(true)) {
      return;
    }
    String unit = entry.run().substring(entry.run().lastIndexOf('/') + 1);
    String iteration = entry.key().replaceAll(".*iteration-(\\d+)/.*", "$1");
    lines.add(
        Texts.printable(
            "  %s, iteration %s: the check %s was red%s"
                .formatted(
                    unit,
                    iteration,
                    result.path("name").asText(),
                    result.path("clean").asBoolean() ? " in a clean checkout" : "")));
    result
        .path("digest")
        .asText()
        .lines()
        .filter(line -> !line.isBlank())
        .limit(LINES)
        .forEach(line -> lines.add("    | " + Texts.printable(line)));
  }
}
