package dev.aidp.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompletionMarkTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STATUS: COMPLETE",
        "status: complete",
        "  Status :\tComplete  ",
        "**STATUS: COMPLETE**",
        "**STATUS:** COMPLETE",
        "__STATUS__: _COMPLETE_",
        "`STATUS: COMPLETE`",
        "## STATUS: COMPLETE",
        "STATUS: COMPLETE.",
        "**STATUS: COMPLETE.**",
        "\u001b[1;32mSTATUS: COMPLETE\u001b[0m",
        "STATUS:\u00a0COMPLETE",
        "\ufeffSTATUS: COMPLETE",
        "STATUS:COMPLETE\r",
        "done\nSTATUS: COMPLETE\nbye"
      })
  void is_found(String reply) {
    assertThat(found(reply)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "STATUS: INCOMPLETE",
        "STATUS: COMPLETED",
        "STATUS: COMPLETE?",
        "STATUS: COMPLETE..",
        "I will say STATUS: COMPLETE when I am done",
        "> STATUS: COMPLETE",
        "\"STATUS: COMPLETE\"",
        "STATUS:\nCOMPLETE",
        "NOT STATUS: COMPLETE",
        "STATUS COMPLETE"
      })
  void is_not_found(String reply) {
    assertThat(found(reply)).isFalse();
  }

  @Test
  void is_found_in_pieces_of_any_size_behind_a_line_of_any_length() {
    CompletionMark mark = new CompletionMark();
    byte[] noise = new byte[1 << 16];
    java.util.Arrays.fill(noise, (byte) 0xff);
    for (int i = 0; i < 50; i++) {
      mark.take(noise, 0, noise.length);
    }

    for (byte each : "\n**STATUS: COMPLETE**\nmore".getBytes(StandardCharsets.UTF_8)) {
      mark.take(new byte[] {0, each}, 1, 1);
    }

    assertThat(mark.found()).isTrue();
  }

  @Test
  void a_quoted_text_is_the_same_besides() {
    assertThat(CompletionMark.quoted("a\r\n **status: complete**\r\nb\n"))
        .isEqualTo("a\r\n> \"STATUS: COMPLETE\"\r\nb\n");
  }

  static boolean found(String reply) {
    CompletionMark mark = new CompletionMark();
    byte[] bytes = reply.getBytes(StandardCharsets.UTF_8);
    mark.take(bytes, 0, bytes.length);
    return mark.found();
  }
}
