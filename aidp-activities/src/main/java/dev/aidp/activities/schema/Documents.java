package dev.aidp.activities.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.failure.UsageException.Detail;
import java.io.IOException;
import java.util.Optional;

/** Reads documents: YAML where the name says so, JSON else, both strictly. */
public final class Documents {

  /** A larger one is not read, in bytes. */
  public static final int MAX_BYTES = 4 << 20;

  private static final int MAX_LEVELS = 200;

  /** A number of which a computer could not count the digits, from a few characters. */
  private static final int MOST_DIGITS = 1_000;

  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_LEVELS).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Documents() {}

  /**
   * Returns the value that {@code bytes} are.
   *
   * @param name that of the file: {@code .yaml} and {@code .yml} are YAML
   * @param bytes its content, or {@link #MAX_BYTES} of it and one more
   * @throws UnfitException if they are none
   */
  static JsonNode read(String name, byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new UnfitException("is larger than %d MiB".formatted(MAX_BYTES >> 20));
    }
    JsonNode value = yaml(name) ? yaml(bytes) : json(bytes);
    demandNumbers(value);
    return value;
  }

  private static boolean yaml(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static JsonNode yaml(byte[] bytes) {
    Findings findings = new Findings("");
    Optional<Object> value = StrictYaml.value(bytes, findings);
    if (value.isEmpty()) {
      throw findings.details().stream()
          .findFirst()
          .map(Documents::notYaml)
          .orElseGet(() -> new UnfitException("is empty"));
    }
    return JSON.valueToTree(value.get());
  }

  private static UnfitException notYaml(Detail fault) {
    return new UnfitException(
        "is not to be read at %s: %s".formatted(fault.where().substring(1), fault.message()));
  }

  private static JsonNode json(byte[] bytes) {
    try {
      JsonNode value = JSON.readTree(bytes);
      if (value == null || value.isMissingNode()) {
        throw new UnfitException("is empty");
      }
      return value;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new UnfitException(
          "is not JSON%s: %s"
              .formatted(
                  at == null ? "" : " at %d:%d".formatted(at.getLineNr(), at.getColumnNr()),
                  e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UnfitException("is not JSON: " + e.getMessage());
    }
  }

  /** A few characters can stand for a number that no memory holds. */
  private static void demandNumbers(JsonNode value) {
    if (value.isFloatingPointNumber()) {
      double near = value.doubleValue();
      if (value.isDouble() && !Double.isFinite(near)
          || value.isBigDecimal() && Math.abs(value.decimalValue().scale()) > MOST_DIGITS) {
        throw new UnfitException("holds a number that is out of range");
      }
    }
    value.forEach(Documents::demandNumbers);
  }
}
