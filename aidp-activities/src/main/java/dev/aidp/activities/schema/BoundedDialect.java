package dev.aidp.activities.schema;

import com.google.common.collect.ImmutableList;
import dev.harrel.jsonschema.Dialect;
import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.SchemaParsingContext;
import dev.harrel.jsonschema.SpecificationVersion;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A version of JSON Schema each of whose keywords counts as work done, and that passes over nothing
 * silently: where a pattern is none, or a reference leads nowhere, the schema is refused.
 */
final class BoundedDialect implements Dialect, EvaluatorFactory {

  /** What stands below is data, which may look like a schema. */
  private static final Pattern DATA = Pattern.compile("/(const|enum|default|examples)(/|$)");

  private final Dialect dialect;
  private final Effort effort;
  private final References references;

  BoundedDialect(Dialect dialect, Effort effort, References references) {
    this.dialect = dialect;
    this.effort = effort;
    this.references = references;
  }

  @Override
  public Optional<Evaluator> create(SchemaParsingContext context, String keyword, JsonNode said) {
    ImmutableList<Pattern> patterns = ImmutableList.of();
    if (!DATA.matcher(said.getJsonPointer()).find()) {
      patterns = patterns(keyword, said);
      if (keyword.equals("$ref") && said.isString()) {
        references.add(context.getParentUri(), said.asString());
      }
    }
    ImmutableList<Pattern> sought = patterns;
    return dialect
        .getEvaluatorFactory()
        .create(context, keyword, said)
        .map(evaluator -> new Counted(evaluator, effort, sought));
  }

  private static ImmutableList<Pattern> patterns(String keyword, JsonNode said) {
    if (keyword.equals("pattern") && said.isString()) {
      return ImmutableList.of(pattern(said.asString()));
    }
    return keyword.equals("patternProperties") && said.isObject()
        ? said.asObject().keySet().stream()
            .map(BoundedDialect::pattern)
            .collect(ImmutableList.toImmutableList())
        : ImmutableList.of();
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw new UnfitException(
          "holds the pattern '%s', which is none: %s".formatted(text, e.getDescription()));
    }
  }

  /**
   * A keyword, counted. What it looks for by patterns is sought here first, where that can be
   * ended: it costs the same again then, and no more.
   */
  private record Counted(Evaluator keyword, Effort effort, ImmutableList<Pattern> patterns)
      implements Evaluator {

    @Override
    public Result evaluate(EvaluationContext context, JsonNode node) {
      effort.step();
      for (Pattern pattern : patterns) {
        if (node.isString()) {
          effort.find(pattern, node.asString());
        } else if (node.isObject()) {
          node.asObject().keySet().forEach(name -> effort.find(pattern, name));
        }
      }
      return keyword.evaluate(context, node);
    }

    @Override
    public int getOrder() {
      return keyword.getOrder();
    }
  }

  @Override
  public EvaluatorFactory getEvaluatorFactory() {
    return this;
  }

  @Override
  public SpecificationVersion getSpecificationVersion() {
    return dialect.getSpecificationVersion();
  }

  @Override
  public String getMetaSchema() {
    return dialect.getMetaSchema();
  }

  @Override
  public Set<String> getSupportedVocabularies() {
    return dialect.getSupportedVocabularies();
  }

  @Override
  public Set<String> getRequiredVocabularies() {
    return dialect.getRequiredVocabularies();
  }

  @Override
  public Map<String, Boolean> getDefaultVocabularyObject() {
    return dialect.getDefaultVocabularyObject();
  }
}
