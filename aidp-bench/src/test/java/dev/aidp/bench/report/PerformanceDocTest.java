package dev.aidp.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerformanceDocTest {

  private static final String TEXT =
      """
      Words.
      <!-- bench:one -->
      old
      <!-- /bench:one -->
      More words.
      <!-- bench:two -->
      <!-- /bench:two -->
      """;

  @TempDir Path folder;

  @Test
  void only_the_part_that_was_measured_is_written() throws IOException {
    Path file = Files.writeString(folder.resolve("doc.md"), TEXT);

    new PerformanceDoc(file).write("one", "$1 new");

    assertThat(file).hasContent(TEXT.replace("old", "$1 new"));
  }

  @Test
  void what_has_no_place_in_the_document_is_refused_with_what_to_do() throws IOException {
    Path file = Files.writeString(folder.resolve("doc.md"), TEXT);

    assertThatThrownBy(() -> new PerformanceDoc(file).write("three", "new"))
        .hasMessageContaining("add the lines <!-- bench:three --> and <!-- /bench:three -->");
  }

  @Test
  void the_document_has_a_place_for_each() throws IOException {
    Path copy =
        Files.copy(Path.of("..", "docs", "performance.md"), folder.resolve("performance.md"));

    for (String part : List.of("machine", "overhead", "peers", "micro", "growth")) {
      new PerformanceDoc(copy).write(part, "measured: " + part);
      assertThat(copy).content().contains("measured: " + part);
    }
  }
}
