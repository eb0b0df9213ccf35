package dev.aidp.activities.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain \u20ac text|plain \u20ac text",
        "^[[1;31mred^[[0m|red",
        "^[]0;title^Gafter|after",
        "^[]8;;http://x^[\\link|link",
        "^[(Bset|set",
        "a^[[2Kb^Hc|abc",
        "broken^[[12/next|broken/next",
        "broken^[]0;title/next|broken/next"
      })
  void takes_out_what_steers_a_terminal(String raw, String plain) {
    String text = raw.replace("^[", "\u001b").replace("^G", "\u0007").replace("^H", "\b");

    assertThat(PlainText.of(text.replace("/next", "\nnext")))
        .isEqualTo(plain.replace("/next", "\nnext"));
  }
}
