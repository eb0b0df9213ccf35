package dev.aidp.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The documents are what the table says. After a change of the table, write them again: {@code
 * ./mvnw -pl aidp-runtime test -Dtest=ConfigDocsTest -Daidp.write.docs=true}.
 */
class ConfigDocsTest {

  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void the_page_is_what_the_table_says() throws IOException {
    compare(DOCS.resolve("configuration.md"), ConfigDocs.markdown());
  }

  @Test
  void the_schema_is_what_the_table_says() throws IOException {
    JsonMapper.builder().build().readTree(ConfigDocs.schema());
    compare(DOCS.resolve("aidp.schema.json"), ConfigDocs.schema());
  }

  @Test
  void the_schema_of_requests_is_what_the_table_says() throws IOException {
    JsonMapper.builder().build().readTree(RequestSchema.text());
    compare(DOCS.resolve("request.schema.json"), RequestSchema.text());
  }

  private static void compare(Path file, String text) throws IOException {
    if (Boolean.getBoolean("aidp.write.docs")) {
      Files.createDirectories(DOCS);
      Files.writeString(file, text);
    }
    assertThat(file).hasContent(text);
  }
}
