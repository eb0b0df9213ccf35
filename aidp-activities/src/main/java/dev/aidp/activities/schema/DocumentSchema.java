package dev.aidp.activities.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.aidp.text.Excerpt;
import dev.harrel.jsonschema.Dialect;
import dev.harrel.jsonschema.Dialects;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.InvalidSchemaException;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.MessageProvider;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Schema: of the version that its {@code $schema} names, of 2020-12 without one. What it
 * refers to is in it. Safe for use by many threads.
 */
public final class DocumentSchema {

  /** Of one document no more violations are told. */
  private static final int MOST = 5;

  /** Enough of a violation, in characters; what it quotes may be of any length. */
  private static final int LONGEST = 300;

  private static final URI ITSELF = URI.create("aidp:/schema");
  private static final MessageProvider WORDS = MessageProvider.fromLocale(Locale.ROOT);

  private final JsonNode schema;

  private DocumentSchema(JsonNode schema) {
    this.schema = schema;
  }

  /**
   * What came of reading a schema.
   *
   * @param schema it, if {@code faults} is empty; else one that allows nothing
   * @param faults what is wrong with it
   */
  public record Reading(DocumentSchema schema, ImmutableList<String> faults) {}

  /** Reads one of a file that is called {@code name}. */
  public static Reading read(String name, byte[] content) {
    return read(() -> Documents.read(name, content));
  }

  /** Reads one of a value as JSON has it: maps, lists, texts, numbers, flags. */
  public static Reading of(Object value) {
    return read(() -> Documents.JSON.valueToTree(value));
  }

  /** Returns such a value as the text of a file. */
  public static String text(Object value) {
    return Documents.JSON.valueToTree(value).toPrettyString() + "\n";
  }

  private static Reading read(Supplier<JsonNode> source) {
    try {
      DocumentSchema schema = new DocumentSchema(source.get());
      return new Reading(schema, bounded(schema::faults));
    } catch (UnfitException e) {
      return unusable(shortened(String.valueOf(e.getMessage())));
    }
  }

  /** Returns what is told of a schema that cannot be read. */
  public static Reading unusable(String why) {
    return new Reading(
        new DocumentSchema(Documents.JSON.getNodeFactory().booleanNode(false)),
        ImmutableList.of(why));
  }

  /**
   * Returns what a document lacks, by the place in it and the keyword; nothing if it is as it shall
   * be.
   *
   * @param name that of the file: {@code .yaml} and {@code .yml} are YAML, all else is JSON
   */
  public ImmutableList<String> violations(String name, byte[] content) {
    return bounded(
        () -> {
          JsonNode document = Documents.read(name, content);
          Validator validator = validator(new Effort(), new References());
          URI uri = validator.registerSchema(ITSELF, schema);
          return told(validator.validate(uri, document).getErrors());
        });
  }

  private ImmutableList<String> faults() {
    if (!schema.isObject() && !schema.isBoolean()) {
      return ImmutableList.of("is no JSON Schema: that is an object, true or false");
    }
    References references = new References();
    Validator validator = validator(new Effort(), references);
    try {
      validator.registerSchema(ITSELF, schema);
    } catch (InvalidSchemaException e) {
      return told(e.getErrors());
    }
    references.check(validator);
    return ImmutableList.of();
  }

  private static ImmutableList<String> bounded(Supplier<ImmutableList<String>> check) {
    try {
      return check.get();
    } catch (UnfitException e) {
      return ImmutableList.of(shortened(String.valueOf(e.getMessage())));
    } catch (Effort.TooMuchException | StackOverflowError e) {
      return ImmutableList.of(
          "is too much work to check: a reference leads back to itself, or a pattern or a"
              + " combination has too many ways");
    } catch (JsonSchemaException | IllegalArgumentException | ArithmeticException e) {
      return ImmutableList.of(shortened("is no JSON Schema: " + e.getMessage()));
    }
  }

  /** That not all of some schemas allow a value, each of them has said. */
  private static ImmutableList<String> told(List<Error> all) {
    List<Error> errors = all.stream().filter(each -> !"allOf".equals(each.getKeyword())).toList();
    ImmutableList.Builder<String> told = ImmutableList.builder();
    errors.stream().limit(MOST).map(DocumentSchema::told).forEach(told::add);
    if (errors.size() > MOST) {
      told.add("and %d more".formatted(errors.size() - MOST));
    }
    return told.build();
  }

  private static String told(Error error) {
    String at = error.getInstanceLocation();
    return shortened(
        "%s: %s: %s".formatted(at.isEmpty() ? "its top" : at, keyword(error), error.getError()));
  }

  /** A schema that is just {@code false} has none: it is told where that stands. */
  private static String keyword(Error error) {
    @Nullable String keyword = error.getKeyword();
    String path = error.getEvaluationPath();
    return keyword == null ? path.substring(path.lastIndexOf('/') + 1) : keyword;
  }

  private static String shortened(String text) {
    return Excerpt.start(text.replaceAll("\\p{Cntrl}", "\uFFFD"), LONGEST);
  }

  private static Validator validator(Effort effort, References references) {
    Dialect usual = new BoundedDialect(new Dialects.Draft2020Dialect(), effort, references);
    ValidatorFactory factory =
        new ValidatorFactory()
            .withJsonNodeFactory(new JacksonNode.Factory(Documents.JSON))
            .withMessageProvider(WORDS)
            .withDefaultDialect(usual)
            .withDialect(usual);
    for (Dialect older :
        List.of(
            new Dialects.Draft2019Dialect(),
            new Dialects.Draft7Dialect(),
            new Dialects.Draft6Dialect(),
            new Dialects.Draft4Dialect())) {
      factory.withDialect(new BoundedDialect(older, effort, references));
    }
    return factory.createValidator();
  }
}
