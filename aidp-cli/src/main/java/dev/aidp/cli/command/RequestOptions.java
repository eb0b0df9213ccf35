package dev.aidp.cli.command;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.google.common.base.Throwables;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Count;
import dev.aidp.workflows.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A request as a document. */
final class RequestOptions {

  private static final String STANDARD_INPUT = "-";
  private static final String OPTION = "--request";

  /** What no person says. */
  private static final String RESOLVED = "resolved";

  @Option(
      names = OPTION,
      paramLabel = "FILE",
      description = "The request as a JSON or YAML document (-: standard input); options win.")
  @Nullable String file;

  /** Returns the document, or what {@code empty} is without one. */
  <R> R read(Path directory, boolean detach, Class<R> type, R empty) throws IOException {
    if (file == null) {
      return empty;
    }
    if (file.equals(STANDARD_INPUT) && detach) {
      throw new UsageException(
          "A background process has no standard input", OPTION, "Name a file instead of -.");
    }
    Findings findings = new Findings(file);
    Object value = StrictYaml.value(bytes(directory), findings).orElse(null);
    if (!findings.details().isEmpty()) {
      throw new UsageException(
          "The request has %s.".formatted(Count.of(findings.details().size(), "fault")),
          findings.details().get(0).where(),
          "docs/request.schema.json says what it may hold.",
          findings.details());
    }
    if (!(value instanceof Map<?, ?> map) || map.containsKey(RESOLVED)) {
      throw wrong("a request is a mapping with text, base, branch and settings");
    }
    try {
      return Wire.read(Wire.json(value), type);
    } catch (IllegalArgumentException e) {
      throw wrong(why(e));
    }
  }

  private static String why(IllegalArgumentException e) {
    Throwable root = Throwables.getRootCause(e);
    if (!(root instanceof JsonMappingException mapping)) {
      return String.valueOf(root.getMessage());
    }
    String path =
        mapping.getPath().stream()
            .map(
                step ->
                    Objects.requireNonNullElse(step.getFieldName(), "[" + step.getIndex() + "]"))
            .collect(Collectors.joining("."));
    return "the value of " + path + " is of another kind than is expected there";
  }

  private byte[] bytes(Path directory) throws IOException {
    if (STANDARD_INPUT.equals(file)) {
      return System.in.readNBytes(StrictYaml.MAX_BYTES + 1);
    }
    Path named = directory.resolve(String.valueOf(file));
    if (!Files.isReadable(named) || Files.isDirectory(named)) {
      throw wrong("there is no such file, or it cannot be read");
    }
    try (InputStream in = Files.newInputStream(named)) {
      return in.readNBytes(StrictYaml.MAX_BYTES + 1);
    }
  }

  private UsageException wrong(String message) {
    return new UsageException(
        message, String.valueOf(file), "docs/request.schema.json says what it may hold.");
  }
}
