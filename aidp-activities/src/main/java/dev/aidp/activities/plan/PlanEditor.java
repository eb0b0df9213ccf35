package dev.aidp.activities.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableList;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.Place;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.activities.yaml.YamlNode;
import dev.aidp.activities.yaml.YamlNode.Entry;
import dev.aidp.activities.yaml.YamlNode.Mapping;
import dev.aidp.activities.yaml.YamlNode.Scalar;
import dev.aidp.activities.yaml.YamlNode.Sequence;
import dev.aidp.plan.Parallelism;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.UnitChange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a plan's text anew as an edit wants it; whether that is a plan is found when it is read.
 */
final class PlanEditor {

  private static final String ID = "id";
  private static final String UNITS = "units";
  private static final String CAPACITIES = "capacities";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Without quotes it is the same text wherever it stands. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9+][A-Za-z0-9+._-]*");

  private PlanEditor() {}

  /** Returns {@code plan}, which is one, as it is after {@code edit}. */
  static byte[] edited(byte[] plan, PlanEdit edit) {
    Map<String, YamlNode> all = keys(read(plan));
    UnitChange unit = edit.unit();
    Parallelism room = edit.room();
    if (unit != null) {
      all.put(UNITS, new Sequence(units(all.get(UNITS), edit.kind(), unit), Place.START));
    }
    if (room != null) {
      Map<String, YamlNode> capacities = keys(all.get(CAPACITIES));
      capacities.putAll(keys(said(room.capacities())));
      all.put(CAPACITIES, mapping(capacities));
    }
    return all.entrySet().stream()
        .map(each -> quoted(each.getKey()) + ": " + text(each.getValue()))
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static List<YamlNode> units(
      @Nullable YamlNode before, PlanEdit.Kind kind, UnitChange change) {
    List<YamlNode> units = new ArrayList<>();
    for (YamlNode unit : before instanceof Sequence list ? list.items() : List.<YamlNode>of()) {
      boolean meant = change.id().equals(id(unit));
      if (!meant || kind == PlanEdit.Kind.ADD) {
        units.add(unit);
      } else if (kind != PlanEdit.Kind.REMOVE) {
        Map<String, YamlNode> keys = keys(unit);
        keys.putAll(keys(said(change.said())));
        units.add(mapping(keys));
      }
    }
    if (kind == PlanEdit.Kind.ADD) {
      Map<String, YamlNode> keys = new LinkedHashMap<>();
      keys.put(ID, new Scalar(change.id(), false, Place.START));
      keys.putAll(keys(said(change.said())));
      units.add(mapping(keys));
    }
    return units;
  }

  private static @Nullable String id(YamlNode unit) {
    return keys(unit).get(ID) instanceof Scalar id ? id.text() : null;
  }

  private static YamlNode said(Object json) {
    try {
      return read(JSON.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("It came as JSON: " + json, e);
    }
  }

  private static YamlNode read(byte[] text) {
    Findings findings = new Findings("plan");
    Optional<YamlNode> node = StrictYaml.read(text, findings);
    return node.filter(read -> findings.none())
        .orElseThrow(() -> new IllegalArgumentException(String.valueOf(findings.details())));
  }

  private static Map<String, YamlNode> keys(@Nullable YamlNode node) {
    Map<String, YamlNode> keys = new LinkedHashMap<>();
    if (node instanceof Mapping mapping) {
      mapping.entries().forEach(entry -> keys.put(entry.key().text(), entry.value()));
    }
    return keys;
  }

  private static Mapping mapping(Map<String, YamlNode> keys) {
    ImmutableList.Builder<Entry> entries = ImmutableList.builder();
    keys.forEach(
        (key, value) -> entries.add(new Entry(new Scalar(key, false, Place.START), value)));
    return new Mapping(entries.build(), Place.START);
  }

  private static String text(YamlNode node) {
    if (node instanceof Sequence list) {
      return list.items().stream()
          .map(PlanEditor::text)
          .collect(Collectors.joining(",\n  ", "[", "]"));
    }
    if (node instanceof Mapping mapping) {
      return mapping.entries().stream()
          .map(entry -> quoted(entry.key().text()) + ": " + text(entry.value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    Scalar scalar = (Scalar) node;
    if (scalar.blank()) {
      return "null";
    }
    return scalar.plain() && PLAIN.matcher(scalar.text()).matches()
        ? scalar.text()
        : quoted(scalar.text());
  }

  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
