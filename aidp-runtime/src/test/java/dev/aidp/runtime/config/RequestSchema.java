package dev.aidp.runtime.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes the JSON Schema of requests: what a settings file says of a run, and what only they say.
 */
final class RequestSchema {

  private RequestSchema() {}

  /** Returns {@code docs/request.schema.json}. */
  static String text() {
    Map<String, Object> sections = new LinkedHashMap<>();
    ConfigKey.ALL.stream()
        .filter(key -> RequestConfig.SECTIONS.contains(key.name().split("\\.", 2)[0]))
        .forEach(key -> ConfigDocs.put(sections, key.name(), key));
    StringBuilder settings = new StringBuilder();
    sections.forEach(
        (name, section) -> {
          settings.append(",\n    \"").append(name).append("\": ");
          ConfigDocs.property(section, "  ", settings);
        });
    String tier = ConfigKey.TIER.type().schema();
    return TEMPLATE
        .replace("TIER", tier.substring(0, tier.length() - 1))
        .replace("SETTINGS", settings.toString().stripTrailing())
        .lines()
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static final String TEMPLATE =
      """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A request of a feature, a loop or a merge",
        "type": "object",
        "additionalProperties": false,
        "anyOf": [{"required": ["text"]}, {"required": ["branches", "branch"]}],
        "properties": {
          "text": {"type": "string", "minLength": 1, "description": "What is wanted, of a feature or a loop."},
          "plan": {
            "description": "The plan of a feature: its text in YAML or JSON, the document itself, or the reference of one that is stored. Without one the planner is asked.",
            "oneOf": [
              {"type": "string"},
              {"type": "object", "required": ["units"]},
              {"type": "object", "required": ["reference"], "properties": {"reference": {"type": "string"}}, "additionalProperties": false}
            ]
          },
          "branches": {"type": "array", "items": {"type": "string"}, "minItems": 1, "description": "What a merge joins, in this order."},
          "base": {"type": "string", "description": "The ref to start from (HEAD)."},
          "branch": {"type": "string", "description": "The result branch (aidp/ID); a merge moves one that exists."},
          "inherit": {"type": "boolean", "description": "Whether what is not said is as the settings of the repository say (true)."},
          "agents": {
            "description": "Who plays every role but reviewer, or who plays which.",
            "anyOf": [
              {"$ref": "#/$defs/agents"},
              {
                "type": "object",
                "properties": {
                  "coder": {"$ref": "#/$defs/agents"},
                  "planner": {"$ref": "#/$defs/agents"},
                  "resolver": {"$ref": "#/$defs/agents"},
                  "reviewer": {"$ref": "#/$defs/agents"}
                },
                "additionalProperties": false
              }
            ]
          },
          "tier": TIER, "description": "The tier of model that work begins with; without it a unit's class decides."}SETTINGS
        },
        "$defs": {
          "agents": {
            "anyOf": [
              {"$ref": "#/$defs/agent"},
              {"type": "array", "items": {"$ref": "#/$defs/agent"}, "minItems": 1, "description": "Each takes the turns where those before it cannot."}
            ]
          },
          "agent": {
            "oneOf": [
              {"type": "string", "description": "An agent by its name."},
              {"type": "object", "required": ["command"], "properties": {"command": {"type": "string", "description": "A command for sh -c that reads its prompt from standard input."}}, "additionalProperties": false},
              {
                "type": "object",
                "required": ["name"],
                "properties": {
                  "name": {"type": "string"},
                  "permission": {"enum": ["plan", "edit", "full"]},
                  "models": {"type": "object", "additionalProperties": {"type": "string"}, "description": "The agent's model of each tier."}
                },
                "additionalProperties": false
              }
            ]
          }
        }
      }
      """;
}
