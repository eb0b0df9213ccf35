package dev.aidp.cli.io;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aidp.Receipt;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.view.ErrorView;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.wire.Wire;
import java.util.List;
import picocli.CommandLine;

/** The documents that programs read; loaded only where one is asked for. */
public final class Json {

  private static final ObjectMapper MAPPER =
      Wire.mapper()
          .setDefaultPropertyInclusion(JsonInclude.Include.ALWAYS)
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private Json() {}

  /** Returns the document of a run. */
  public static ObjectNode run(RunView run) {
    return MAPPER.valueToTree(CommandWords.of(run));
  }

  /** Returns the document of a run to which something was said. */
  public static ObjectNode receipt(RunView run, Receipt receipt) {
    ObjectNode document = run(run);
    document
        .putObject("receipt")
        .put("changed", receipt.changed())
        .put("outcome", receipt.outcome().wireName())
        .put("text", receipt.text());
    return document;
  }

  /** Returns the document of a list of runs. */
  public static ArrayNode runs(List<RunView> runs) {
    ArrayNode array = MAPPER.createArrayNode();
    for (RunView run : runs) {
      ObjectNode node = run(run);
      node.remove("units");
      node.remove("merge");
      array.add(node);
    }
    return array;
  }

  /** Returns the document of a command that failed. */
  public static ObjectNode error(ErrorView error) {
    return MAPPER.createObjectNode().set("error", MAPPER.valueToTree(error));
  }

  /** Reads back what {@link #error} holds. */
  public static ErrorView error(JsonNode node) {
    return MAPPER.convertValue(node, ErrorView.class);
  }

  /** Returns the document of how {@code command} is used. */
  public static ObjectNode help(CommandLine command) {
    return MAPPER.createObjectNode().put("help", command.getUsageMessage());
  }

  /** Returns any value as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Returns an empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Reads recorded JSON; what is none becomes a text. */
  public static JsonNode recorded(String payload) {
    try {
      JsonNode node = MAPPER.readTree(payload);
      return node.isMissingNode() ? MAPPER.nullNode() : node;
    } catch (JsonProcessingException e) {
      return MAPPER.getNodeFactory().textNode(payload);
    }
  }

  /**
   * Returns JSON that a user has written, on one line.
   *
   * @throws UsageException if it is none
   */
  public static String given(String text) {
    try {
      return MAPPER
          .reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(text)
          .toString();
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "'" + text + "' is not JSON", null, "Write a text in double quotes: '\"" + text + "\"'.");
    }
  }

  /** Returns {@code document} over several lines. */
  public static String pretty(JsonNode document) {
    return document.toPrettyString();
  }
}
