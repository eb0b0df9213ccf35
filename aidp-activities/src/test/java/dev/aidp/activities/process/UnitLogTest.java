package dev.aidp.activities.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.secret.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitLogTest {

  @TempDir Path folder;

  @Test
  void two_outputs_at_once_are_told_apart_line_by_line() throws Exception {
    try (UnitLog log =
        UnitLog.open(folder.resolve("run/unit.log"), Secrets.in(java.util.Map.of()))) {
      UnitLog.Lines a = log.lines("a | ");
      UnitLog.Lines b = log.lines("b | ");
      write(a, "one ");
      write(b, "two\r\n");
      write(a, "more\nend");
      a.flush();
      b.flush();
    }

    assertThat(folder.resolve("run/unit.log")).hasContent("b | two\na | one more\na | end");
  }

  @Test
  void grows_and_is_cut_only_for_an_output_that_has_no_end() throws Exception {
    Path file = folder.resolve("unit.log");
    Files.writeString(file, "before\n");
    try (UnitLog log = UnitLog.open(file, Secrets.in(java.util.Map.of()))) {
      UnitLog.Lines lines = log.lines("");
      for (int i = 0; i < 20; i++) {
        write(lines, "x".repeat(1 << 20));
      }
      lines.flush();
      log.header("after");
    }

    assertThat(Files.size(file))
        .isBetween((long) UnitLog.STREAM_BYTES, UnitLog.STREAM_BYTES + 100_000L);
    assertThat(Files.readAllLines(file))
        .startsWith("before")
        .anyMatch(line -> line.contains("only in the artifact store"))
        .last()
        .asString()
        .endsWith("after");
  }

  private static void write(UnitLog.Lines lines, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    lines.take(bytes, 0, bytes.length);
  }
}
