package dev.aidp.activities.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.aidp.command.CheckResult;
import dev.aidp.run.Defaults;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputDigestTest {

  @Test
  void a_short_output_is_shown_as_it_is() throws Exception {
    assertThat(digest("one\ntwo\nthree\n", 1000)).isEqualTo("one\ntwo\nthree");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/A.java:12: error: ';' expected",
        "AssertionError: expected 3 but was 4",
        "FAILED tests/test_csv.py::test_quotes",
        "--- FAIL: TestRows (0.00s)",
        "java.lang.IllegalStateException: no rows",
        "panic: runtime error",
        "the penguin wears a hat"
      })
  void the_one_line_that_matters_is_found_in_ten_thousand(String line) throws Exception {
    String output = noise(5_000) + line + "\n" + noise(5_000);

    assertThat(digest(output, 2_000)).contains(line).hasSizeLessThanOrEqualTo(2_000);
  }

  @Test
  void what_follows_a_failure_belongs_to_it() throws Exception {
    String output = noise(500) + "java.lang.AssertionError\n  left: 3\n  right: 4\n" + noise(500);

    assertThat(digest(output, 1_000)).contains("AssertionError\n  left: 3\n  right: 4");
  }

  @Test
  void the_last_lines_have_their_place_among_many_errors() throws Exception {
    String errors =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "error number " + i + "\n")
            .collect(Collectors.joining());

    assertThat(digest(errors + "BUILD STOPPED\n", 1_000))
        .contains("error number 0\n")
        .endsWith("BUILD STOPPED");
  }

  @Test
  void the_same_line_again_is_only_counted() throws Exception {
    String output = "error: disk\n".repeat(500) + noise(30);

    assertThat(digest(output, 1_000))
        .containsOnlyOnce("error: disk")
        .contains("error: disk (×500)");
  }

  @Test
  void success_that_speaks_of_errors_is_not_distinctive() throws Exception {
    String output = "step done: 0 errors\n".repeat(300) + "E  assert 1 == 2\n" + noise(300);

    assertThat(digest(output, 40)).contains("assert 1 == 2").doesNotContain("0 errors");
  }

  @Test
  void terminal_colours_and_bytes_that_are_no_text_do_no_harm() throws Exception {
    byte[] bytes = "\u001b[31merror\u001b[0m: x\u00ff\n".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(OutputDigest.of(new ByteArrayInputStream(bytes), 100)).isEqualTo("error: x\ufffd");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void is_never_longer_than_allowed(long seed) throws Exception {
    Random random = new Random(seed);
    StringBuilder output = new StringBuilder();
    for (int i = random.nextInt(3_000); i > 0; i--) {
      output.append((char) (random.nextInt(20) == 0 ? '\n' : 'a' + random.nextInt(26)));
    }
    int limit = random.nextInt(600);

    assertThat(digest(output.toString(), limit))
        .as("seed %d", seed)
        .hasSizeLessThanOrEqualTo(limit);
  }

  @Test
  void many_failed_checks_share_the_room_that_feedback_has() {
    String digest = "error: something\n" + "x".repeat(3_900);
    ImmutableList<CheckResult> results =
        IntStream.range(0, 10)
            .mapToObj(i -> new CheckResult("check-" + i, false, 1, digest, "ref", 5))
            .collect(ImmutableList.toImmutableList());

    ImmutableList<CheckResult> shared = Budget.share(results);

    assertThat(shared.stream().mapToInt(result -> result.digest().length()).sum())
        .isLessThanOrEqualTo(Defaults.FEEDBACK_TEXT);
    assertThat(shared)
        .allSatisfy(result -> assertThat(result.digest()).contains("error: something"));
  }

  private static String noise(int lines) {
    return IntStream.range(0, lines)
        .mapToObj(i -> "compiling module " + i + " of many\n")
        .collect(Collectors.joining());
  }

  private static String digest(String output, int limit) throws IOException {
    return OutputDigest.of(
        new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8)), limit);
  }
}
