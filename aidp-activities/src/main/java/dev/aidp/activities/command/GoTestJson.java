package dev.aidp.activities.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aidp.command.TestFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code go test -json} writes out of the lines of an output. Of a test with tests of
 * its own only those count, of a package only that none of its tests says why. Pure.
 */
final class GoTestJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern PLACE = Pattern.compile("\\s*(\\S+\\.go:\\d+)(?::\\d+)?: ?(.*)");
  private static final Pattern SAYS = Pattern.compile("\\s*(?:Error:|panic:)\\s*(.*)");

  /** Of what a test prints, what comes first after it began is enough to know why it failed. */
  private static final int LINES = 60;

  /** Tests that run at a time, of which something is remembered. */
  private static final int RUNNING = 2_000;

  private final TestFailures found;
  private final Map<String, List<String>> printed = new LinkedHashMap<>();
  private final Set<String> parents = new LinkedHashSet<>();

  GoTestJson(TestFailures found) {
    this.found = found;
  }

  /** Takes the next line; returns it as people read it. */
  String line(String line) {
    if (!line.startsWith("{") || !line.contains("\"Action\"")) {
      return line;
    }
    try {
      JsonNode event = JSON.readTree(line);
      return event.path("Action").isTextual() ? event(event) : line;
    } catch (JsonProcessingException e) {
      return line;
    }
  }

  private String event(JsonNode event) {
    String part =
        event.path("Package").asText(event.path("ImportPath").asText("").replaceAll(" .*", ""));
    String test = event.path("Test").asText("");
    String key = part + " " + test;
    switch (event.path("Action").asText()) {
      case "output", "build-output" -> {
        String text = event.path("Output").asText("").stripTrailing();
        List<String> lines = printed.computeIfAbsent(key, any -> new ArrayList<>());
        if (lines.size() < LINES && printed.size() < RUNNING && !text.isBlank()) {
          lines.add(text);
        }
        return text;
      }
      case "fail" -> failed(part, test, key);
      case "pass", "skip" -> printed.remove(key);
      default -> {}
    }
    return "";
  }

  private void failed(String part, String test, String key) {
    List<String> lines = printed.getOrDefault(key, List.of());
    boolean known = parents.contains(key);
    for (int slash = test.lastIndexOf('/'); slash > 0; slash = test.lastIndexOf('/', slash - 1)) {
      parents.add(part + " " + test.substring(0, slash));
    }
    parents.add(part + " ");
    printed.remove(key);
    if (!known) {
      found.add(failure(test.isEmpty() ? part : part + "." + test, lines));
    }
  }

  private static TestFailure failure(String test, List<String> lines) {
    String where = "";
    String message = "";
    for (int i = 0; i < lines.size() && message.isEmpty(); i++) {
      Matcher place = PLACE.matcher(lines.get(i));
      Matcher says = SAYS.matcher(lines.get(i));
      if (where.isEmpty() && place.matches()) {
        where = place.group(1);
        message = place.group(2).strip();
      } else if (says.matches()) {
        message = String.join(" ", lines.subList(i, Math.min(lines.size(), i + 3)));
      }
    }
    return new TestFailure(test, where, message);
  }
}
