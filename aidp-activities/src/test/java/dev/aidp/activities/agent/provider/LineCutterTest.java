package dev.aidp.activities.agent.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineCutterTest {

  private final List<String> lines = new ArrayList<>();

  @Test
  void lines_come_whole_however_they_are_cut() {
    byte[] bytes = "{\"a\":\"ü漢😀\"}\r\nnoise\n\n{}".getBytes(StandardCharsets.UTF_8);
    Random random = new Random(20_261_121);
    for (int round = 0; round < 500; round++) {
      lines.clear();
      LineCutter cutter = new LineCutter(lines::add);
      for (int from = 0; from < bytes.length; ) {
        int count = Math.min(bytes.length - from, 1 + random.nextInt(4));
        cutter.take(bytes, from, count);
        from += count;
      }
      cutter.flush();

      assertThat(lines).containsExactly("{\"a\":\"ü漢😀\"}", "noise", "", "{}");
    }
  }

  @Test
  void long_texts_are_cut_so_that_the_record_stays_one() throws Exception {
    ObjectMapper json = new ObjectMapper();
    Random random = new Random(20_261_122);
    String[] pieces = {"x", "\\\\", "\\\"", "\\n", "\\u00e4", "ü", "😀", "{", "}"};
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(60);
      for (int i = 0; i < length; i++) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      String line = "{\"long\":\"" + text + "\",\"end\":\"ok\"}\n";
      lines.clear();

      feed(new LineCutter(lines::add, 20, 10_000), line.getBytes(StandardCharsets.UTF_8));

      assertThat(json.readTree(lines.get(0)).path("end").asText()).as(line).isEqualTo("ok");
    }
  }

  @Test
  void two_hundred_megabytes_on_one_line_take_the_memory_of_one_short_line() throws Exception {
    byte[] piece = new byte[1 << 16];
    Arrays.fill(piece, (byte) 'x');
    LineCutter cutter = new LineCutter(lines::add);
    feed(cutter, "{\"output\":\"".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 200 * 16; i++) {
      cutter.take(piece, 0, piece.length);
    }
    feed(cutter, "\",\"end\":true}\n".getBytes(StandardCharsets.UTF_8));

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).length()).isLessThan(LineCutter.LONGEST_TEXT + 100);
    assertThat(new ObjectMapper().readTree(lines.get(0)).path("end").asBoolean()).isTrue();
  }

  @Test
  void a_line_that_stays_too_long_is_passed_over_and_the_next_one_comes() {
    feed(
        new LineCutter(lines::add, 20, 100),
        ("x".repeat(1_000) + "\nnext\n").getBytes(StandardCharsets.UTF_8));

    assertThat(lines).containsExactly("next");
  }

  @Test
  void bytes_that_are_no_text_are_replaced() {
    feed(new LineCutter(lines::add), new byte[] {'{', (byte) 0xff, (byte) 0xc3, '}', '\n'});

    assertThat(lines).containsExactly("{\ufffd\ufffd}");
  }

  private static void feed(LineCutter cutter, byte[] bytes) {
    cutter.take(bytes, 0, bytes.length);
  }
}
