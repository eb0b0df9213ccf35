package dev.aidp.activities.plan;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import dev.aidp.activities.plan.ArtifactReader.Input;
import dev.aidp.activities.schema.DocumentSchema;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.YamlNode;
import dev.aidp.plan.SchemaSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads where the schemas of artifacts stand, and whether they are schemas. */
final class SchemaReader {

  private static final String FROM_TOP = "./";

  private final Findings findings;
  private final boolean stored;
  private final @Nullable Function<String, Optional<byte[]>> files;
  private final Map<String, List<String>> seen = new HashMap<>();

  /**
   * Makes one.
   *
   * @param stored whether they were checked before
   * @param files the files of the repository by their path, or null where none is known
   */
  SchemaReader(
      Findings findings, boolean stored, @Nullable Function<String, Optional<byte[]>> files) {
    this.findings = findings;
    this.stored = stored;
    this.files = files;
  }

  /** Returns the artifact that {@code said} may name, if any, which is an input then. */
  static @Nullable Input artifact(@Nullable YamlNode said) {
    return said instanceof YamlNode.Scalar text && !text.text().startsWith(FROM_TOP)
        ? ArtifactReader.input(text, null)
        : null;
  }

  /**
   * Returns the schema that is {@code said} of {@code artifact}, or null if it is none.
   *
   * @param left whether some unit leaves an artifact
   */
  @Nullable SchemaSource read(String artifact, YamlNode said, Predicate<Input> left) {
    Input input = artifact(said);
    if (input != null && left.test(input)) {
      return SchemaSource.artifact(input.unit(), input.name());
    }
    if (said instanceof YamlNode.Mapping map) {
      SchemaSource.Inline schema = new SchemaSource.Inline(map.value());
      if (!stored) {
        refuse(artifact, said, DocumentSchema.of(schema.schema()).faults());
      }
      return schema;
    }
    if (said instanceof YamlNode.Scalar text && !text.text().isBlank()) {
      return file(artifact, text);
    }
    findings.add(
        said.at(),
        "the schema of '%s' must be UNIT/NAME, the path of a file, or the schema itself"
            .formatted(artifact));
    return null;
  }

  private @Nullable SchemaSource file(String artifact, YamlNode.Scalar text) {
    String path = text.text().startsWith(FROM_TOP) ? text.text().substring(2) : text.text();
    if (!path(path)) {
      findings.add(
          text.at(),
          "'%s' is not the path of a file, from the top of the repository".formatted(text.text()));
      return null;
    }
    if (!stored && files != null) {
      refuse(artifact, text, seen.computeIfAbsent(path, this::faults));
    }
    return SchemaSource.file(path);
  }

  private List<String> faults(String path) {
    return files == null
        ? List.of()
        : files
            .apply(path)
            .<List<String>>map(content -> DocumentSchema.read(path, content).faults())
            .orElseGet(
                () ->
                    List.of(
                        "no unit leaves an artifact '%s', and there is no such file where the run starts"
                            .formatted(path)));
  }

  private void refuse(String artifact, YamlNode said, List<String> faults) {
    faults.forEach(
        fault -> findings.add(said.at(), "the schema of '%s': %s".formatted(artifact, fault)));
  }

  private static boolean path(String path) {
    return !CharMatcher.javaIsoControl().matchesAnyOf(path)
        && path.indexOf('\\') < 0
        && Splitter.on('/')
            .splitToStream(path)
            .noneMatch(part -> part.isBlank() || part.equals(".") || part.equals(".."));
  }
}
