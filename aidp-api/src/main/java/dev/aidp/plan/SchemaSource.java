package dev.aidp.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the JSON Schema stands that an artifact is held against. */
public sealed interface SchemaSource {

  /** Returns one that is a file of the repository, by its path from the top. */
  static SchemaSource file(String path) {
    return new OfFile(path);
  }

  /** Returns one that is an artifact of another unit. */
  static SchemaSource artifact(String unit, String name) {
    return new OfArtifact(unit, name);
  }

  /** Returns one that stands in the plan itself, as maps, lists, texts, numbers and flags. */
  static SchemaSource inline(Map<String, ?> schema) {
    return new Inline(schema);
  }

  /** Returns what messages call it. */
  String shown();

  /** Returns it as a plan's text has it: a text or a map. */
  Object document();

  /**
   * A file of the repository, as it is where the unit's work starts.
   *
   * @param path from the top
   */
  record OfFile(String path) implements SchemaSource {

    @Override
    public String shown() {
      return path;
    }

    @Override
    public Object document() {
      return "./" + path;
    }
  }

  /**
   * What another unit has left.
   *
   * @param unit that one
   * @param name the artifact's name
   */
  record OfArtifact(String unit, String name) implements SchemaSource {

    @Override
    public String shown() {
      return unit + "/" + name;
    }

    @Override
    public Object document() {
      return shown();
    }
  }

  /**
   * One in the plan.
   *
   * @param schema the value as JSON has it
   */
  record Inline(Map<String, ?> schema) implements SchemaSource {

    /** Copies it. */
    public Inline {
      schema = map(schema);
    }

    @Override
    public String shown() {
      return "the plan's schema";
    }

    @Override
    public Object document() {
      return schema;
    }

    private static Map<String, ?> map(Map<?, ?> from) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      from.forEach((key, value) -> copy.put(String.valueOf(key), value(value)));
      return Collections.unmodifiableMap(copy); // JSON has null
    }

    private static @Nullable Object value(@Nullable Object from) {
      if (from instanceof Map<?, ?> map) {
        return map(map);
      }
      return from instanceof List<?> list ? list.stream().map(Inline::value).toList() : from;
    }
  }
}
