package dev.aidp.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

  @ParameterizedTest
  @CsvSource({"plain, 5", "naïve, 5", "日本語, 6", "e\u0301, 1", "👍, 2"})
  void counts_columns(String text, int columns) {
    assertThat(Texts.width(text)).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({"abcdef, 4, abc…", "abc, 3, abc", "日本語, 4, 日…", "abc, 1, …"})
  void cuts_between_characters(String text, int width, String cut) {
    assertThat(Texts.fit(text, width)).isEqualTo(cut);
  }

  @Test
  void replaces_what_a_terminal_would_obey() {
    assertThat(Texts.printable("a\u001b[31mb\u0007\tc\nd\u202Ee\u009Bf"))
        .isEqualTo("a\uFFFD[31mb\uFFFD c d\uFFFDe\uFFFDf");
  }
}
