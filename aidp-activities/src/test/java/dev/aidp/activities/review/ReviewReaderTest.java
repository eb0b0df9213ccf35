package dev.aidp.activities.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.Severity;
import dev.aidp.workloop.Finding;
import dev.aidp.workloop.ReviewReading;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReviewReaderTest {

  @Test
  void reads_the_example_that_reviewers_are_shown() {
    assertThat(read(ReviewFormat.EXAMPLE).findings())
        .containsExactly(
            new Finding(
                Severity.HIGH,
                "src/Csv.java",
                42,
                "A value with a quote in it is written as it is; double the quote.",
                false));
  }

  @Test
  void the_gravest_come_first_and_the_same_once() {
    ReviewReading reading =
        read(
            """
            {"findings": [
              {"severity": "low", "message": "a", "file": null, "line": null},
              {"severity": "critical", "message": "b", "file": "./x.txt"},
              {"severity": "low", "message": "a"}]}
            """);

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.findings())
        .extracting(Finding::text)
        .containsExactly("critical: x.txt: b", "low: a");
  }

  @Test
  void nothing_found_is_a_review_too() {
    assertThat(read("{\"findings\": []}"))
        .isEqualTo(new ReviewReading(java.util.List.of(), java.util.List.of()));
  }

  @Test
  void all_faults_are_found_at_once_each_with_its_place() {
    ReviewReading reading =
        read(
            """
            {"findings": [
              {"severity": "grave", "message": "a"},
              {"message": " ", "line": "one", "titel": "x"},
              "text"]}
            """);

    assertThat(reading.readable()).isFalse();
    assertThat(reading.findings()).isEmpty();
    assertThat(reading.faults())
        .extracting(fault -> fault.where() + " " + fault.message())
        .anyMatch(each -> each.startsWith("review:2:") && each.contains("severity"))
        .anyMatch(each -> each.startsWith("review:3:") && each.contains("'message' is empty"))
        .anyMatch(each -> each.contains("whole number"))
        .anyMatch(each -> each.contains("'severity' is missing"))
        .anyMatch(each -> each.contains("unknown key 'titel'"))
        .anyMatch(each -> each.startsWith("review:4:") && each.contains("mapping"));
  }

  @Test
  void what_is_no_document_is_a_fault() {
    assertThat(read("").faults()).isNotEmpty();
    assertThat(read("{\"findings\": ").faults()).isNotEmpty();
    assertThat(read("[]").faults()).isNotEmpty();
    assertThat(read("{\"findings\": {}}").faults()).isNotEmpty();
  }

  @Test
  void a_flood_of_long_findings_stays_small() {
    String one = "{\"severity\": \"low\", \"message\": \"" + "x".repeat(5_000) + "\"}";
    StringBuilder all = new StringBuilder("{\"findings\": [");
    for (int i = 0; i < 100; i++) {
      all.append(one.replaceFirst("x", i + "x")).append(i < 99 ? "," : "]}");
    }

    ReviewReading reading = read(all.toString());

    assertThat(reading.findings()).hasSize(ReviewReading.MOST);
    assertThat(reading.findings())
        .allMatch(each -> each.message().length() <= ReviewReading.LONGEST);
  }

  private static ReviewReading read(String document) {
    return ReviewReader.read(document.getBytes(StandardCharsets.UTF_8));
  }
}
