package dev.aidp.activities.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Strings;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class DocumentSchemaTest {

  private static final String ORDERS =
      """
      {"type": "object", "required": ["orders"],
       "properties": {"orders": {"type": "array", "items": {"$ref": "#/$defs/order"}}},
       "$defs": {"order": {"type": "object", "required": ["id"], "additionalProperties": false,
         "properties": {"id": {"type": "integer"}, "price": {"type": "number", "multipleOf": 0.01},
                        "code": {"type": "string", "pattern": "^[A-Z]{3}$"}}}}}
      """;

  @Test
  void says_of_each_violation_where_it_is_which_keyword_it_breaks_and_what_is_wrong() {
    assertThat(
            violations(
                ORDERS,
                """
                {"orders": [{"id": 1, "price": 0.07, "code": "EUR"},
                            {"price": "x", "code": "eur", "note": ""}]}
                """))
        .containsExactlyInAnyOrder(
            "/orders/1/price: type: Value is [string] but should be [number]",
            "/orders/1/code: pattern: \"eur\" does not match regular expression ^[A-Z]{3}$",
            "/orders/1/note: additionalProperties: False schema always fails",
            "/orders/1: required: Object does not have some of the required properties [id]");
    assertThat(violations(ORDERS, "[]"))
        .containsExactly("its top: type: Value is [array] but should be [object]");
    assertThat(violations(ORDERS, "{\"orders\": [{\"id\": 1, \"price\": 0.07}]}")).isEmpty();
  }

  @Test
  void tells_only_the_first_of_many_each_shortened() {
    String orders = "{\"id\": \"" + "x".repeat(9_000) + "\"},";

    List<String> told =
        violations(ORDERS, "{\"orders\": [" + Strings.repeat(orders, 20) + "{\"id\": 1}]}");

    assertThat(told).hasSize(6).last().isEqualTo("and 15 more");
    assertThat(violations("{\"enum\": [1]}", "\"" + "x".repeat(9_000) + "\""))
        .allMatch(line -> line.length() <= 301);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a": 1,}      | is not JSON at 1:
          {"a": 1, "a":2}| is not JSON at 1:
          {} {}          | is not JSON
          ''             | is empty
          1e999999999    | holds a number that is out of range
          """)
  void what_is_no_json_is_told_with_its_place(String text, String told) {
    assertThat(violations("true", text)).hasSize(1).allMatch(line -> line.startsWith(told));
  }

  @Test
  void a_name_says_that_it_is_yaml() {
    DocumentSchema schema = schema(ORDERS);

    assertThat(schema.violations("orders.yaml", "orders: [{id: 1}]".getBytes(UTF_8))).isEmpty();
    assertThat(schema.violations("orders.yml", "orders: [{id: one}]".getBytes(UTF_8)))
        .containsExactly("/orders/0/id: type: Value is [string] but should be [integer]");
    assertThat(schema.violations("orders.yml", "orders: &all []".getBytes(UTF_8)))
        .hasSize(1)
        .allMatch(line -> line.startsWith("is not to be read at 1:9: '&all' is an anchor"));
    assertThat(schema.violations("orders", "orders: []".getBytes(UTF_8)))
        .hasSize(1)
        .allMatch(line -> line.startsWith("is not JSON at 1:"));
  }

  @Test
  void a_schema_says_itself_which_version_it_is_of() {
    String draft7 = "\"$schema\": \"http://json-schema.org/draft-07/schema#\", ";

    assertThat(violations("{" + draft7 + "\"items\": [{\"type\": \"null\"}]}", "[1]")).hasSize(1);
    assertThat(faults("{\"items\": [{\"type\": \"null\"}]}")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type": "strin"}                       | /type:
          {"required": "id"}                      | /required: type: Value is [string] but should be [array]
          [1]                                     | is no JSON Schema: that is an object, true or false
          {"pattern": "(a"}                       | holds the pattern '(a', which is none
          {"patternProperties": {"[": true}}      | holds the pattern '[', which is none
          {"$ref": "#/$defs/lost"}                | refers to '#/$defs/lost', which is not in it
          {"$schema": "https://example.com/mine"} | is no JSON Schema
          {"$id": "::"}                           | is no JSON Schema
          """)
  void what_is_no_schema_is_refused(String schema, String told) {
    assertThat(faults(schema)).isNotEmpty().allMatch(line -> line.startsWith(told));
  }

  /** Nobody listens there: it would take long, or be refused, but never be told as this is. */
  @ParameterizedTest
  @ValueSource(
      strings = {"http://127.0.0.1:9/order.json", "file:///etc/passwd", "order.json", "aidp:/x"})
  void nothing_is_ever_fetched(String elsewhere) {
    assertThat(faults("{\"properties\": {\"a\": {\"$ref\": \"" + elsewhere + "\"}}}"))
        .containsExactly(
            "refers to '%s', which is not in it: nothing is fetched, so put that under $defs"
                .formatted(elsewhere));
  }

  @Test
  void what_only_looks_like_a_schema_is_data() {
    assertThat(
            faults(
                "{\"examples\": [{\"$ref\": \"x.json\"}], \"const\": {\"pattern\": \"(\"},"
                    + " \"$ref\": \"https://json-schema.org/draft/2020-12/schema\"}"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\": \"#\"}",
        "{\"$defs\": {\"a\": {\"$ref\": \"#/$defs/b\"}, \"b\": {\"$ref\": \"#/$defs/a\"}}}"
      })
  void a_reference_without_end_is_no_schema(String schema) {
    assertThat(faults(schema))
        .hasSize(1)
        .allMatch(line -> line.startsWith("is too much work to check"));
  }

  @Test
  void a_pattern_with_too_many_ways_ends() {
    String text = "a".repeat(60) + "!";

    assertThat(violations("{\"pattern\": \"^(.*a){20}b$\"}", "\"" + text + "\""))
        .hasSize(1)
        .allMatch(line -> line.startsWith("is too much work to check"));
    assertThat(
            violations(
                "{\"patternProperties\": {\"^(.*a){20}b$\": true}}", "{\"" + text + "\": 1}"))
        .hasSize(1)
        .allMatch(line -> line.startsWith("is too much work to check"));
  }

  @Test
  void a_combination_with_too_many_ways_ends() {
    StringBuilder defs = new StringBuilder("\"d0\": {\"type\": \"object\"}");
    for (int i = 1; i <= 40; i++) {
      String below = "{\"$ref\": \"#/$defs/d" + (i - 1) + "\"}";
      defs.append(", \"d%d\": {\"allOf\": [%s, %s]}".formatted(i, below, below));
    }

    assertThat(faults("{\"$defs\": {" + defs + "}, \"$ref\": \"#/$defs/d40\"}"))
        .hasSize(1)
        .allMatch(line -> line.startsWith("is too much work to check"));
  }

  @Test
  void what_is_nested_without_end_or_too_large_is_refused() {
    assertThat(violations("true", "[".repeat(100_000))).hasSize(1);
    assertThat(schema("true").violations("big", new byte[Documents.MAX_BYTES + 1]))
        .containsExactly("is larger than 4 MiB");
  }

  @Test
  void a_document_of_many_values_is_checked() {
    String orders = Strings.repeat("{\"id\": 1, \"price\": 0.5, \"code\": \"EUR\"},", 50_000);

    assertThat(violations(ORDERS, "{\"orders\": [" + orders + "{\"id\": 1}]}")).isEmpty();
  }

  private static List<String> violations(String schema, String document) {
    return schema(schema).violations("document", document.getBytes(UTF_8));
  }

  private static DocumentSchema schema(String text) {
    DocumentSchema.Reading read = DocumentSchema.read("schema", text.getBytes(UTF_8));
    assertThat(read.faults()).isEmpty();
    return read.schema();
  }

  private static List<String> faults(String schema) {
    return DocumentSchema.read("schema", schema.getBytes(UTF_8)).faults();
  }
}
