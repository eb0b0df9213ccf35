package dev.aidp.activities.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aidp.plan.Plan;
import dev.aidp.run.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A valid plan as the values that its writer had in mind. */
record RandomPlan(Map<String, Object> document) {

  static RandomPlan of(Random random) {
    List<Map<String, Object>> units = new ArrayList<>();
    int size = 1 + random.nextInt(8);
    for (int i = 0; i < size; i++) {
      units.add(unit(i, random));
    }
    return new RandomPlan(document("F" + text(random), units));
  }

  /** Returns what a plan says that was read. */
  static RandomPlan of(Plan plan) {
    List<Map<String, Object>> units = new ArrayList<>();
    for (Plan.Unit unit : plan.units()) {
      Map<String, Object> written = new LinkedHashMap<>();
      written.put("id", unit.node().id());
      written.put("task", unit.task());
      written.put("files", unit.node().files());
      written.put("class", unit.node().weight().name().toLowerCase(java.util.Locale.ROOT));
      written.put("outputs", unit.node().outputs());
      written.put("depends_on", unit.node().dependsOn());
      written.put("required", unit.node().rules().required());
      written.put("retries", unit.node().rules().retries());
      written.put("checks", checks(unit.checks()));
      units.add(written);
    }
    return new RandomPlan(document(plan.feature(), units));
  }

  private static Map<String, Object> document(String feature, List<Map<String, Object>> units) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("feature", feature);
    document.put("units", units);
    return document;
  }

  private static Map<String, Object> unit(int number, Random random) {
    Map<String, Object> unit = new LinkedHashMap<>();
    unit.put("id", "u" + number);
    unit.put("task", "t" + text(random));
    unit.put(
        "files", random.nextBoolean() ? List.of() : List.of("src/[a-z]?/**", "**/*.x" + number));
    unit.put("class", List.of("lightweight", "standard", "heavyweight").get(random.nextInt(3)));
    unit.put("outputs", random.nextBoolean() ? List.of() : List.of("a.b", "1.0"));
    unit.put("depends_on", number == 0 ? List.of() : List.of("u" + random.nextInt(number)));
    unit.put("required", random.nextBoolean());
    unit.put("retries", random.nextBoolean() ? null : random.nextInt(5));
    unit.put(
        "checks",
        checks(
            List.of(
                new Check(
                    "c" + text(random).strip().replaceAll("\\p{Cntrl}", ""),
                    "c" + text(random),
                    random.nextBoolean()))));
    return unit;
  }

  private static Map<String, Object> checks(List<Check> checks) {
    Map<String, Object> named = new LinkedHashMap<>();
    checks.forEach(
        check ->
            named.put(
                check.name(),
                check.exclusive()
                    ? Map.of("command", check.command(), "exclusive", true)
                    : check.command()));
    return named;
  }

  private static String text(Random random) {
    String odd = " :#-[]{}&*!|>'\"%@`,?\\\t\n" + "aZ09é😀";
    int[] points = odd.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return text.toString();
  }

  String json() {
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Block style; texts plain or in single quotes where they can be, else in double ones. */
  String yaml() {
    StringBuilder yaml = new StringBuilder();
    mapping(document, "", yaml);
    return yaml.toString();
  }

  private static void mapping(Map<?, ?> mapping, String indent, StringBuilder yaml) {
    mapping.forEach(
        (key, value) -> {
          yaml.append(indent).append(scalar(String.valueOf(key))).append(":");
          value(value, indent, yaml);
        });
  }

  private static void value(Object value, String indent, StringBuilder yaml) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      yaml.append("\n");
      mapping(map, indent + "  ", yaml);
    } else if (value instanceof List<?> list && !list.isEmpty()) {
      yaml.append("\n");
      for (Object item : list) {
        yaml.append(indent).append("  -");
        value(item, indent + "  ", yaml);
      }
    } else {
      yaml.append(" ").append(scalar(value)).append("\n");
    }
  }

  private static String scalar(Object value) {
    if (!(value instanceof String text)) {
      return value == null ? "" : value.toString(); // an empty list or mapping is written alike
    }
    if (text.matches("[a-z_]+[0-9]*")) {
      return text;
    }
    return text.contains("\n") || text.contains("\t")
        ? "\"" + escaped(text) + "\""
        : "'" + text.replace("'", "''") + "'";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\t", "\\t");
  }
}
