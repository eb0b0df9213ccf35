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
          && entry.key().matches("(.*/)?iteration-\\d+/agent.*")) {
        results(Json.recorded(entry.payload())).forEach(result -> add(entry, result, lines));
      }
    }
    return lines.build();
  }

  /** Returns the names of the checks that were red, if {@code outcome} has checks. */
  static List<String> names(JsonNode outcome) {
    ImmutableList.Builder<String> names = ImmutableList.builder();
    for (JsonNode result : results(outcome)) {
      if (!result.path("passed").asBoolean(true)) {
        names.add(result.path("name").asText());
      }
    }
    return names.build();
  }

  /** Checks are an outcome, or a part of that of an iteration; a clean checkout decides. */
  private static JsonNode results(JsonNode outcome) {
    for (String place : List.of("/clean/results", "/checks/results")) {
      if (outcome.at(place).isArray()) {
        return outcome.at(place);
      }
    }
    return outcome.path("results");
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
