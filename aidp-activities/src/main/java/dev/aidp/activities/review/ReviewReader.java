package dev.aidp.activities.review;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.yaml.Fields;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.Place;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.activities.yaml.YamlNode;
import dev.aidp.run.Severity;
import dev.aidp.text.Excerpt;
import dev.aidp.workloop.Finding;
import dev.aidp.workloop.ReviewReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a review and finds all its faults at once; JSON is read as the YAML that it is. */
final class ReviewReader {

  private static final ImmutableList<String> KEYS = ImmutableList.of("findings");
  private static final ImmutableList<String> FINDING =
      ImmutableList.of("severity", "file", "line", "message");

  private final Findings faults = new Findings("review");

  private ReviewReader() {}

  static ReviewReading read(byte[] document) {
    return new ReviewReader().reading(document);
  }

  private ReviewReading reading(byte[] document) {
    Optional<YamlNode> root = StrictYaml.read(document, faults);
    List<Finding> found = root.map(this::document).orElse(List.of());
    if (root.isEmpty() && faults.none()) {
      faults.add(Place.START, "the review is empty");
    }
    return faults.none()
        ? new ReviewReading(gravest(found), List.of())
        : new ReviewReading(List.of(), faults.details());
  }

  private static List<Finding> gravest(List<Finding> found) {
    return found.stream()
        .distinct()
        .sorted(Comparator.comparing(Finding::severity).reversed())
        .limit(ReviewReading.MOST)
        .toList();
  }

  private List<Finding> document(YamlNode root) {
    Fields review = Fields.of(root, "a review", KEYS, faults);
    Optional<YamlNode> list = review.node("findings");
    if (list.isEmpty()) {
      if (review.found()) {
        faults.add(root.at(), "'findings' is missing; with nothing found it is []");
      }
      return List.of();
    }
    if (!(list.get() instanceof YamlNode.Sequence findings)) {
      faults.add(list.get().at(), "'findings' must be a list");
      return List.of();
    }
    List<Finding> all = new ArrayList<>();
    findings.items().forEach(item -> all.add(finding(item)));
    return all;
  }

  private Finding finding(YamlNode item) {
    Fields fields = Fields.of(item, "a finding", FINDING, faults);
    Optional<Severity> severity = fields.oneOf("severity", Severity.class);
    if (fields.found() && fields.node("severity").isEmpty()) {
      faults.add(fields.at(), "'severity' is missing");
    }
    return new Finding(
        severity.orElse(Severity.LOW),
        file(fields),
        fields.number("line", 1),
        Excerpt.start(fields.requiredText("message").strip(), ReviewReading.LONGEST),
        false);
  }

  private static @Nullable String file(Fields fields) {
    return fields
        .node("file")
        .filter(YamlNode.Scalar.class::isInstance)
        .map(node -> ((YamlNode.Scalar) node).text().strip())
        .filter(text -> !text.isEmpty() && !text.equals("null"))
        .map(text -> Excerpt.start(text.startsWith("./") ? text.substring(2) : text, 300))
        .orElse(null);
  }
}
