package dev.aidp.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an editor offers below {@code aidp.settings} are the settings that there are. */
class SettingsMetadataTest {

  private static final Path METADATA =
      Path.of("src/main/resources/META-INF/additional-spring-configuration-metadata.json");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Written again by {@code -Daidp.write.docs=true}. */
  @Test
  void every_setting_with_a_fixed_name_is_described() throws Exception {
    ObjectNode document = JSON.createObjectNode();
    ArrayNode properties = document.putArray("properties");
    add(properties, "aidp.settings", JSON.readTree(Path.of("../docs/aidp.schema.json").toFile()));
    String made = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    if (Boolean.getBoolean("aidp.write.docs")) {
      Files.writeString(METADATA, made);
    }

    assertThat(properties).hasSizeGreaterThan(50);
    assertThat(METADATA).hasContent(made);
  }

  private static void add(ArrayNode properties, String name, JsonNode schema) {
    if (schema.path("type").asText().equals("object") && !schema.has("properties")) {
      return; // its names are the application's own
    }
    if (!schema.has("properties")) {
      properties
          .addObject()
          .put("name", name)
          .put("type", "java.lang.String")
          .put("description", schema.path("description").asText());
      return;
    }
    for (Map.Entry<String, JsonNode> property : schema.get("properties").properties()) {
      add(properties, name + "." + property.getKey().replace('_', '-'), property.getValue());
    }
  }
}
