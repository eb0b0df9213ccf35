package dev.aidp.activities.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpooledOutputTest {

  @TempDir Path folder;

  @Test
  void keeps_all_of_a_short_output() throws Exception {
    try (SpooledOutput capture = capture(10, "0123456789", "abcdefghij")) {
      assertThat(text(capture)).isEqualTo("0123456789abcdefghij");
      assertThat(capture.omitted()).isZero();
    }
  }

  @Test
  void keeps_the_head_and_the_end_of_a_long_one() throws Exception {
    try (SpooledOutput capture = capture(5, "0123456789abcdefghij")) {
      assertThat(text(capture)).isEqualTo("01234\n[aidp: 10 bytes left out here]\nfghij");
    }
  }

  @Test
  void a_tail_is_cut_between_characters_and_its_malformed_bytes_are_replaced() throws Exception {
    try (SpooledOutput capture = new SpooledOutput(folder.resolve("out"), 100)) {
      byte[] bytes = "x\u20ac\ud83d\ude00y".getBytes(StandardCharsets.UTF_8);
      capture.take(bytes, 0, bytes.length);
      capture.take(new byte[] {(byte) 0xff, 'z'}, 0, 2);

      assertThat(capture.tail(4)).isEqualTo("y\ufffdz");
      assertThat(capture.tail(5)).isEqualTo("\ud83d\ude00y\ufffdz");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agrees_with_a_plain_list_of_bytes(long seed) throws Exception {
    Random random = new Random(seed);
    int kept = 1 + random.nextInt(20);
    StringBuilder all = new StringBuilder();
    try (SpooledOutput capture = new SpooledOutput(folder.resolve("out"), kept)) {
      for (int i = random.nextInt(30); i > 0; i--) {
        byte[] piece =
            Integer.toString(random.nextInt(1_000_000)).getBytes(StandardCharsets.US_ASCII);
        capture.take(piece, 0, piece.length);
        all.append(new String(piece, StandardCharsets.US_ASCII));
      }

      String end = all.substring(Math.max(0, all.length() - kept));
      assertThat(text(capture))
          .as("seed %d", seed)
          .startsWith(all.substring(0, Math.min(kept, all.length())))
          .endsWith(end);
      assertThat(capture.tail(kept)).as("seed %d", seed).isEqualTo(end);
    }
  }

  private SpooledOutput capture(int kept, String... pieces) throws IOException {
    SpooledOutput capture = new SpooledOutput(folder.resolve("out"), kept);
    for (String piece : pieces) {
      capture.take(piece.getBytes(StandardCharsets.UTF_8), 0, piece.length());
    }
    return capture;
  }

  private static String text(SpooledOutput capture) throws IOException {
    try (InputStream bytes = capture.open()) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
