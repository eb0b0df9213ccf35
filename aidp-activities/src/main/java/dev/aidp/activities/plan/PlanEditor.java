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
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a plan's text anew as an edit wants it; whether that is a plan is found when it is read.
 */
final class PlanEditor {

  private static final String ID = "id";
  private static final String UNITS = "units";
  private static final String CAPACITIES = "capacities";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Without quotes it is the same text, number or flag wherever it stands. */
  private static final Pattern PLAIN = Pattern.compile("[-+.]?[A-Za-z0-9][A-Za-z0-9+._-]*");

  private PlanEditor() {}

  /**
   * Returns {@code plan}, which is one, in which {@code unit} has the units of {@code parts}: each
   * is named after it, and stands behind it.
   */
  static byte[] divided(byte[] plan, String unit, byte[] parts) {
    Map<String, YamlNode> all = keys(read(plan));
    List<YamlNode> units = new ArrayList<>();
    for (YamlNode each : items(all.get(UNITS))) {
      units.add(each);
      if (unit.equals(id(each))) {
        units.addAll(parts(unit, items(keys(read(parts)).get(UNITS))));
      }
    }
    all.put(UNITS, new Sequence(units, Place.START));
    return bytes(all);
  }

  private static List<YamlNode> parts(String whole, List<YamlNode> parts) {
    Set<String> ids =
        parts.stream().flatMap(part -> Stream.ofNullable(id(part))).collect(Collectors.toSet());
    UnaryOperator<String> name = id -> ids.contains(id) ? whole + "-" + id : id;
    return parts.stream().map(part -> named(part, whole, name)).toList();
  }

  private static YamlNode named(YamlNode part, String whole, UnaryOperator<String> name) {
    Map<String, YamlNode> keys = keys(part);
    keys.computeIfPresent(ID, (key, id) -> renamed(id, name));
    for (String key : List.of("depends_on", "part_of")) {
      keys.computeIfPresent(key, (k, needs) -> renamed(needs, name));
    }
    UnaryOperator<String> artifact = input -> inputOf(input, name);
    keys.computeIfPresent("inputs", (key, inputs) -> handed(inputs, artifact, artifact));
    keys.computeIfPresent(
        "outputs", (key, outputs) -> handed(outputs, UnaryOperator.identity(), artifact));
    keys.putIfAbsent("part_of", scalar(whole));
    return mapping(keys);
  }

  /** Returns artifacts, and the artifacts that are their schemas, by other names. */
  private static YamlNode handed(
      YamlNode node, UnaryOperator<String> name, UnaryOperator<String> schema) {
    if (node instanceof Sequence list) {
      return new Sequence(
          list.items().stream().map(item -> handed(item, name, schema)).toList(), Place.START);
    }
    if (!(node instanceof Mapping)) {
      return renamed(node, name);
    }
    Map<String, YamlNode> keys = keys(node);
    keys.computeIfPresent("name", (key, said) -> renamed(said, name));
    keys.computeIfPresent("schema", (key, said) -> renamed(said, schema));
    return mapping(keys);
  }

  private static String inputOf(String input, UnaryOperator<String> name) {
    int slash = input.indexOf('/');
    return slash < 0 ? input : name.apply(input.substring(0, slash)) + input.substring(slash);
  }

  private static YamlNode renamed(YamlNode node, UnaryOperator<String> name) {
    if (node instanceof Sequence list) {
      return new Sequence(
          list.items().stream().map(item -> renamed(item, name)).toList(), Place.START);
    }
    return node instanceof Scalar text && !text.blank() ? scalar(name.apply(text.text())) : node;
  }

  private static Scalar scalar(String text) {
    return new Scalar(text, false, Place.START);
  }

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
    return bytes(all);
  }

  private static byte[] bytes(Map<String, YamlNode> plan) {
    return plan.entrySet().stream()
        .map(each -> quoted(each.getKey()) + ": " + text(each.getValue()))
        .collect(Collectors.joining("\n", "", "\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static List<YamlNode> units(
      @Nullable YamlNode before, PlanEdit.Kind kind, UnitChange change) {
    List<YamlNode> units = new ArrayList<>();
    for (YamlNode unit : items(before)) {
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
      keys.put(ID, scalar(change.id()));
      keys.putAll(keys(said(change.said())));
      units.add(mapping(keys));
    }
    return units;
  }

  private static List<YamlNode> items(@Nullable YamlNode node) {
    return node instanceof Sequence list ? list.items() : List.of();
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
    keys.forEach((key, value) -> entries.add(new Entry(scalar(key), value)));
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
