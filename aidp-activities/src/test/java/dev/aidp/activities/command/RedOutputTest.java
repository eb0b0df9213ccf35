package dev.aidp.activities.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.command.TestFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedOutputTest {

  private static final int LIMIT = 4_000;

  @Test
  void a_report_of_maven_says_which_test_failed_where_and_with_what_message() {
    List<TestFailure> failures =
        junit(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuite name="com.x.CsvTest" tests="3" failures="1" errors="1">
              <testcase name="quotes" classname="com.x.CsvTest" time="0.01">
                <failure message="expected: &lt;a&gt; but was: &lt;b&gt;" type="AssertionFailedError"><![CDATA[AssertionFailedError: expected
            \tat org.junit.Assert.fail(Assert.java:9)
            \tat com.x.CsvTest.quotes(CsvTest.java:42)
            ]]></failure>
                <system-out><![CDATA[<failure message="not this one"/>]]></system-out>
              </testcase>
              <testcase name="reads" classname="com.x.CsvTest"><error type="java.io.IOException">java.io.IOException: gone
            \tat com.x.Csv.read(Csv.java:7)
            \tat com.x.CsvTest.reads(CsvTest.java:50)</error></testcase>
              <testcase name="skipped" classname="com.x.CsvTest"><skipped/></testcase>
              <testcase name="late" classname="com.x.CsvTest">
                <flakyFailure message="only once">x</flakyFailure></testcase>
            </testsuite>
            """);

    assertThat(failures)
        .containsExactly(
            new TestFailure(
                "com.x.CsvTest.quotes", "CsvTest.java:42", "expected: <a> but was: <b>"),
            new TestFailure("com.x.CsvTest.reads", "CsvTest.java:50", "java.io.IOException: gone"));
  }

  @Test
  void reports_of_pytest_and_jest_say_it_too() {
    assertThat(
            junit(
                """
                <testsuites><testsuite name="pytest"><testcase classname="tests.test_csv" name="test_quotes"
                ><failure message="AssertionError: assert 1 == 2">def test_quotes():
                >       assert 1 == 2
                E       assert 1 == 2
                tests/test_csv.py:3: AssertionError</failure></testcase>
                <testcase classname="csv" name="csv adds" file="src/csv.test.js" line="7"
                ><failure>Error: expect(received)
                    at Object.toBe (/w/src/csv.test.js:8:5)</failure></testcase></testsuite></testsuites>
                """))
        .containsExactly(
            new TestFailure(
                "tests.test_csv.test_quotes",
                "tests/test_csv.py:3",
                "AssertionError: assert 1 == 2"),
            new TestFailure("csv adds", "src/csv.test.js:7", "Error: expect(received)"));
  }

  @Test
  void characters_that_xml_forbids_and_a_cut_end_do_no_harm() {
    assertThat(
            junit(
                "<testsuite><testcase name='a'><failure message='red &#27;[1m&#x1b;[0m &#xFFFF;'>x\u0000\u001b[31my</failure>"
                    + "</testcase><testcase name='b'><failure message='two'/></testcase><testcase name='c'><fail"))
        .extracting(TestFailure::test)
        .containsExactly("a", "b");
    assertThat(junit("this is no xml")).isEmpty();
    assertThat(junit("")).isEmpty();
  }

  @Test
  void nothing_is_fetched_or_expanded_for_a_report() {
    String bomb =
        "<!DOCTYPE x [<!ENTITY a \"lollollollollollollollollol\">"
            + IntStream.range(0, 20)
                .mapToObj(
                    i ->
                        "<!ENTITY a%d \"%s\">"
                            .formatted(i, ("&a" + (i == 0 ? "" : i - 1) + ";").repeat(10)))
                .collect(Collectors.joining())
            + "<!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
    String suite =
        "<testsuite><testcase name='t'><failure message='m'>&a19; &f;</failure></testcase></testsuite>";

    assertThat(junit(bomb + suite).toString()).doesNotContain("root:").hasSizeLessThan(500);
  }

  @Test
  void of_a_thousand_failures_the_first_are_named_and_the_rest_counted() throws Exception {
    TestFailures reported = new TestFailures();
    for (int i = 0; i < 1_000; i++) {
      reported.add(new TestFailure("T.t" + i, "T.java:" + i, "boom ".repeat(200)));
    }

    RedOutput red = RedOutput.of(bytes("BUILD FAILURE\n"), reported, LIMIT);

    assertThat(red.failures()).hasSize(TestFailures.MOST);
    assertThat(red.text())
        .startsWith("1000 tests failed:\n- T.t0 (T.java:0): boom")
        .containsPattern("… and \\d+ more\nBUILD FAILURE")
        .hasSizeLessThanOrEqualTo(LIMIT);
  }

  @Test
  void tap_of_node_names_the_innermost_tests_that_failed() throws Exception {
    assertThat(
            read("""
                    TAP version 13
                    # Subtest: csv
                        # Subtest: quotes
                        not ok 1 - quotes
                          ---
                          duration_ms: 1.2
                          location: '/w/csv.test.js:5:3'
                          failureType: 'testCodeFailure'
                          error: |-
                            Expected values to be strictly equal:

                            1 !== 2
                          code: 'ERR_ASSERTION'
                          ...
                        ok 2 - reads
                        1..2
                    not ok 1 - csv
                      ---
                      failureType: 'subtestsFailed'
                      error: '1 subtest failed'
                      ...
                    not ok 2 - later # TODO not yet
                    ok 3 - fine
                    1..3
                    """)
                .failures())
        .containsExactly(
            new TestFailure(
                "quotes", "/w/csv.test.js:5:3", "Expected values to be strictly equal:"));
  }

  @Test
  void tap_of_perl_says_what_was_got_in_comments() throws Exception {
    assertThat(
            read("1..2\nok 1 - a\nnot ok 2 - adds\n#   Failed test 'adds'\n#   at t/a.t line 5.\n#          got: '1'\n#     expected: '2'\n")
                .failures())
        .containsExactly(new TestFailure("adds", "t/a.t:5", "expected '2', got '1'"));
  }

  @Test
  void an_output_that_only_looks_like_tap_is_none() throws Exception {
    assertThat(read("this is not ok 1\nnot ok for me\n").failures()).isEmpty();
  }

  @Test
  void go_names_the_innermost_tests_that_failed_and_reads_as_people_read_it() throws Exception {
    String output =
        go("run", "csv", "TestRows", "")
            + go("output", "csv", "TestRows/quotes", "    csv_test.go:12: got 1, want 2\\n")
            + go("output", "csv", "TestRows/quotes", "--- FAIL: TestRows/quotes (0.00s)\\n")
            + go("fail", "csv", "TestRows/quotes", "")
            + go("fail", "csv", "TestRows", "")
            + go("output", "csv", "TestPanic", "panic: boom\\n")
            + go("fail", "csv", "TestPanic", "")
            + go("output", "csv", "", "FAIL\\n")
            + go("fail", "csv", "", "")
            + "{\"ImportPath\":\"io [io.test]\",\"Action\":\"build-output\",\"Output\":\"./x.go:5:2: undefined: y\\n\"}\n"
            + go("fail", "io", "", "");

    RedOutput red = read(output);

    assertThat(red.failures())
        .containsExactly(
            new TestFailure("csv.TestRows/quotes", "csv_test.go:12", "got 1, want 2"),
            new TestFailure("csv.TestPanic", "", "panic: boom"),
            new TestFailure("io", "./x.go:5", "undefined: y"));
    assertThat(red.text()).contains("--- FAIL: TestRows/quotes").doesNotContain("\"Action\"");
  }

  @Test
  void the_failing_assertion_is_seen_among_ten_thousand_lines_in_colour() throws Exception {
    String noise =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "\u001b[32m✓\u001b[0m passes number " + i + "\n")
            .collect(Collectors.joining());

    String text = read(noise + "\u001b[31mAssertionError: 3 is not 4\u001b[0m\n" + noise).text();

    assertThat(text).contains("AssertionError: 3 is not 4").doesNotContain("\u001b");
  }

  @Test
  void the_summary_of_cargo_is_seen_behind_thousands_of_lines_of_other_crates() throws Exception {
    String fine =
        IntStream.range(0, 3_000)
            .mapToObj(
                i ->
                    "test doc_%d ... ok\ntest result: ok. 1 passed; 0 failed; 0 ignored\n"
                        .formatted(i))
            .collect(Collectors.joining());
    String red =
        "test csv::quotes ... FAILED\n\nfailures:\n\n---- csv::quotes stdout ----\n"
            + "thread 'csv::quotes' panicked at src/csv.rs:12:5:\nassertion `left == right` failed\n"
            + "  left: 1\n right: 2\n\ntest result: FAILED. 7 passed; 1 failed; 0 ignored\n";

    assertThat(read(fine + red + fine).text())
        .contains("csv::quotes ... FAILED", "src/csv.rs:12:5", "left: 1", "right: 2", "1 failed");
  }

  @Test
  void a_very_long_line_still_says_how_it_begins() throws Exception {
    assertThat(read("x\nExpected: 3, received: 4 in " + "<svg/>".repeat(5_000) + "\ny\n").text())
        .contains("Expected: 3, received: 4");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void is_never_longer_than_allowed_whatever_comes(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> pieces =
        List.of(
            "TAP version 13\n",
            "not ok 1 - x\n",
            "  ---\n",
            "  error: |-\n",
            "  ...\n",
            "ok\n",
            "    not ok\n",
            "{\"Action\":\"fail\",\"Package\":\"p\",\"Test\":\"T/a\"}\n",
            "{\"Action\":",
            "error: y\n",
            "{\"Action\":\"output\",\"Package\":\"p\",\"Test\":\"T/a\",\"Output\":\"a.go:1: z\\n\"}\n",
            "x".repeat(9_000),
            "\n",
            "\u0000",
            "é");
    for (int i = 0; i < 400; i++) {
      String output =
          IntStream.range(0, random.nextInt(60))
              .mapToObj(n -> pieces.get(random.nextInt(pieces.size())))
              .collect(Collectors.joining());
      int limit = 200 + random.nextInt(2_000);
      assertThat(RedOutput.of(bytes(output), new TestFailures(), limit).text())
          .hasSizeLessThanOrEqualTo(limit);
    }
  }

  @Test
  void two_hundred_megabytes_are_read_in_little_memory() throws Exception {
    byte[] line = go("output", "p", "TestX", "    noise\\n").getBytes(StandardCharsets.UTF_8);
    InputStream large =
        new InputStream() {
          private int given;

          @Override
          public int read() {
            return given < 200 << 20 ? line[given++ % line.length] : -1;
          }

          @Override
          public int read(byte[] into, int from, int most) {
            int count = Math.min((200 << 20) - given, most);
            for (int i = 0; i < count; i++) {
              into[from + i] = (byte) read();
            }
            return count == 0 ? -1 : count;
          }
        };

    assertThat(RedOutput.of(large, new TestFailures(), LIMIT).text())
        .hasSizeLessThanOrEqualTo(LIMIT);
  }

  private static String go(String action, String part, String test, String output) {
    return "{\"Time\":\"2026-11-29T10:00:00Z\",\"Action\":\"%s\",\"Package\":\"%s\"%s%s}%n"
        .formatted(
            action,
            part,
            test.isEmpty() ? "" : ",\"Test\":\"" + test + "\"",
            output.isEmpty() ? "" : ",\"Output\":\"" + output + "\"");
  }

  private static List<TestFailure> junit(String xml) {
    TestFailures found = new TestFailures();
    JUnitXml.read(xml.getBytes(StandardCharsets.UTF_8), found);
    return found.list();
  }

  private static RedOutput read(String output) throws IOException {
    return RedOutput.of(bytes(output), new TestFailures(), LIMIT);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
