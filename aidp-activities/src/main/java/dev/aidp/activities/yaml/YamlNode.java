package dev.aidp.activities.yaml;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** A value of a YAML text, with its place. */
public sealed interface YamlNode {

  /** Returns where it begins. */
  Place at();

  /** A text as it was written; {@code plain} if it stood without quotes. */
  record Scalar(String text, boolean plain, Place at) implements YamlNode {

    /** Returns whether nothing stands there. */
    public boolean blank() {
      return plain && text.isEmpty();
    }
  }

  /** A list. */
  record Sequence(List<YamlNode> items, Place at) implements YamlNode {
    /** Copies the items. */
    public Sequence {
      items = ImmutableList.copyOf(items);
    }
  }

  /** Keys with values, in the order they were written; each key is there once. */
  record Mapping(List<Entry> entries, Place at) implements YamlNode {
    /** Copies the entries. */
    public Mapping {
      entries = ImmutableList.copyOf(entries);
    }
  }

  /** One key with its value. */
  record Entry(Scalar key, YamlNode value) {}
}
