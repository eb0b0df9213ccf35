package dev.aidp.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.ProviderError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of what programs say of limits, each text from a plain command and from its program.
 */
class LimitTextsTest {

  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
  private static final FailureClassifier CLASSIFIER =
      new FailureClassifier(ZoneId.of("Europe/Berlin"));

  private record Row(String program, FailureKind kind, @Nullable Instant until, String text) {

    static Row read(String line) {
      List<String> cells = Splitter.on('\t').limit(4).splitToList(line);
      return new Row(
          cells.get(0),
          FailureKind.valueOf(cells.get(1)),
          cells.get(2).equals("-") ? null : Instant.parse(cells.get(2)),
          cells.get(3).replace("\\n", "\n").replace("\\e", "\u001b"));
    }
  }

  static Stream<Row> rows() throws IOException {
    return Resources.readLines(
            Resources.getResource(LimitTextsTest.class, "limit-texts.tsv"), StandardCharsets.UTF_8)
        .stream()
        .filter(line -> !line.startsWith("#"))
        .map(Row::read);
  }

  @Test
  void are_many() throws IOException {
    assertThat(rows()).hasSizeGreaterThanOrEqualTo(150).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void are_understood_in_a_plain_command(Row row) {
    boolean output = row.program().equals("out");
    Failure failure =
        CLASSIFIER.classify("agent", 1, output ? "" : row.text(), output ? row.text() : "", NOW);

    assertThat(failure.kind()).as(failure.message()).isEqualTo(row.kind());
    assertThat(failure.retryAt()).isEqualTo(row.until());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void are_understood_in_the_program_that_says_them(Row row) {
    AgentProvider provider = Providers.builtIn().named(row.program());
    if (provider != null) {
      Failure told = CLASSIFIER.told(provider.failures(), ProviderError.of(row.text()), "", NOW);
      Failure broken = CLASSIFIER.brokenOff(provider.failures(), row.program(), 1, row.text(), NOW);

      assertThat(told.kind()).as(told.message()).isEqualTo(row.kind());
      assertThat(told.retryAt()).isEqualTo(row.until());
      assertThat(broken.kind()).as(broken.message()).isEqualTo(row.kind());
      assertThat(broken.retryAt()).isEqualTo(row.until());
    }
  }
}
