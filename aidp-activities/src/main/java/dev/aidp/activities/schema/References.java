package dev.aidp.activities.schema;

import com.google.common.collect.ImmutableMap;
import dev.harrel.jsonschema.Validator;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a schema refers to. Used by one thread. */
final class References {

  /** Where the published schemas of JSON Schema itself are, which come with the library. */
  private static final String PUBLISHED = "json-schema.org";

  private final Map<String, String> found = new LinkedHashMap<>();

  void add(URI from, String reference) {
    if (!PUBLISHED.equals(from.getHost())) {
      found.put(
          reference.startsWith("#") ? from + reference : resolved(from, reference), reference);
    }
  }

  private static String resolved(URI from, String reference) {
    try {
      return from.resolve(reference).toString();
    } catch (IllegalArgumentException e) {
      throw nowhere(reference);
    }
  }

  /** Refuses one that leads nowhere; {@code known} holds the schema. */
  void check(Validator known) {
    Map<String, String> all = ImmutableMap.copyOf(found);
    all.forEach(
        (uri, reference) -> {
          URI probe = known.registerSchema(Documents.JSON.createObjectNode().put("$ref", uri));
          boolean lost =
              known.validate(probe, Documents.JSON.nullNode()).getErrors().stream()
                  .anyMatch(error -> "$ref".equals(error.getKeyword()));
          if (lost) {
            throw nowhere(reference);
          }
        });
  }

  private static UnfitException nowhere(String reference) {
    return new UnfitException(
        "refers to '%s', which is not in it: nothing is fetched, so put that under $defs"
            .formatted(reference));
  }
}
