package dev.aidp.activities.yaml;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A value of a YAML text, with its place. */
public sealed interface YamlNode {

  /** Returns where it begins. */
  Place at();

  /** Returns the value as JSON has it: a map, a list, a text, a number, a flag, or null. */
  @Nullable Object value();

  /** A text as it was written; {@code plain} if it stood without quotes. */
  record Scalar(String text, boolean plain, Place at) implements YamlNode {

    /** Returns whether nothing stands there. */
    public boolean blank() {
      return plain && text.isEmpty();
    }

    @Override
    public @Nullable Object value() {
      return plain ? new Load(LoadSettings.builder().build()).loadFromString(text) : text;
    }
  }

  /** A list. */
  record Sequence(List<YamlNode> items, Place at) implements YamlNode {
    /** Copies the items. */
    public Sequence {
      items = ImmutableList.copyOf(items);
    }

    @Override
    public List<@Nullable Object> value() {
      List<@Nullable Object> values = new ArrayList<>();
      items.forEach(item -> values.add(item.value()));
      return values;
    }
  }

  /** Keys with values, in the order they were written; each key is there once. */
  record Mapping(List<Entry> entries, Place at) implements YamlNode {
    /** Copies the entries. */
    public Mapping {
      entries = ImmutableList.copyOf(entries);
    }

    @Override
    public Map<String, @Nullable Object> value() {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      entries.forEach(entry -> values.put(entry.key().text(), entry.value().value()));
      return values;
    }
  }

  /** One key with its value. */
  record Entry(Scalar key, YamlNode value) {}
}
