package dev.aidp.runtime.config;

import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the documents that speak of settings from the table. */
final class ConfigDocs {

  private ConfigDocs() {}

  /** Returns {@code docs/configuration.md}. */
  static String markdown() {
    StringBuilder text = new StringBuilder(INTRODUCTION);
    text.append("| key | value | default | what it does |\n|---|---|---|---|\n");
    for (ConfigKey<?> key : ConfigKey.ALL) {
      String fallback = key.fallback() == null ? "" : "`" + key.fallback() + "`";
      text.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(key.name(), key.type().expected(), fallback, key.doc()));
    }
    return text.append(EXAMPLE).toString();
  }

  /** Returns {@code docs/aidp.schema.json}. */
  static String schema() {
    Map<String, Object> tree = new LinkedHashMap<>();
    ConfigKey.ALL.forEach(key -> put(tree, key.name(), key));
    StringBuilder json = new StringBuilder("{\n");
    json.append("  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n");
    json.append("  \"title\": \"aidp.yml\",\n");
    body(tree, "  ", json);
    return json.append("}\n").toString();
  }

  @SuppressWarnings("unchecked") // what is no key is a tree
  static void put(Map<String, Object> tree, String name, ConfigKey<?> key) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      tree.put(name, key);
    } else {
      Object inner =
          tree.computeIfAbsent(name.substring(0, dot), k -> new LinkedHashMap<String, Object>());
      put((Map<String, Object>) inner, name.substring(dot + 1), key);
    }
  }

  private static void body(Map<String, Object> tree, String indent, StringBuilder json) {
    json.append(indent).append("\"type\": \"object\",\n");
    Object any = tree.get("*");
    if (any instanceof ConfigKey<?> key) {
      json.append(indent).append("\"description\": \"").append(key.doc()).append("\",\n");
      json.append(indent).append("\"additionalProperties\": ").append(key.type().schema());
      if (tree.size() > 1) {
        properties(tree, indent, json.append(",\n"));
      } else {
        json.append("\n");
      }
      return;
    }
    if (any != null) {
      json.append(indent).append("\"additionalProperties\": ");
      property(any, indent, json);
      json.append("\n");
      return;
    }
    json.append(indent).append("\"additionalProperties\": false,\n");
    properties(tree, indent, json);
  }

  private static void properties(Map<String, Object> tree, String indent, StringBuilder json) {
    json.append(indent).append("\"properties\": {\n");
    String comma = "";
    Map<String, Object> named = new LinkedHashMap<>(tree);
    named.remove("*");
    for (Map.Entry<String, Object> entry : named.entrySet()) {
      json.append(comma).append(indent).append("  \"").append(entry.getKey()).append("\": ");
      property(entry.getValue(), indent, json);
      comma = ",\n";
    }
    json.append("\n").append(indent).append("}\n");
  }

  @SuppressWarnings("unchecked") // what is no key is a tree
  static void property(Object value, String indent, StringBuilder json) {
    if (value instanceof ConfigKey<?> key) {
      String schema = key.type().schema();
      json.append(schema, 0, schema.length() - 1)
          .append(", \"description\": \"")
          .append(key.doc())
          .append("\"}");
    } else {
      json.append("{\n");
      body((Map<String, Object>) value, indent + "    ", json);
      json.append(indent).append("  }");
    }
  }

  private static final String INTRODUCTION =
      """
      # Configuration

      Settings are read from `.aidp/aidp.yml` at the top of the main worktree (or from `--config FILE`), then from environment
      variables, then from options; the later word counts. `aidp doctor` shows each value and its origin.

      A variable's name is `AIDP_CFG_` and the key in capitals, with two underscores for each dot:
      `AIDP_CFG_LIMITS__MAX_PARALLEL=3`. The name of a check that is set so is in small letters.
      The file is read strictly: an unknown key, a wrong value, an anchor, an alias, a tag or a second document is refused with
      its place, all findings at once. So is an unknown variable that begins with `AIDP_CFG_`.
      An agent named by a later word for all roles also replaces what an earlier one said of a single role, but for the reviewer;
      a later `agent.chain` replaces an earlier `agent.command`, and the other way round. `agents.NAME` is an agent of a chain.

      `docs/aidp.schema.json` is the JSON Schema of the file. This page and the schema are made from the table in
      `dev.aidp.runtime.config.ConfigKey`; a test compares them.

      """;

  private static final String EXAMPLE =
      """

      ```yaml
      agent:
        chain: [claude, codex]
      agents:
        claude:
          models: {mini: haiku, standard: sonnet, pro: opus}
        codex:
          permission: edit
      checks:
        tests: ./mvnw -q test
      worktree:
        setup: npm ci
        setup_inputs: [package-lock.json]
        copy: [.env]
      limits:
        max_parallel: 3
        agent_timeout: 10m
      ```
      """;
}
