package dev.aidp.spring;

import com.google.common.collect.ImmutableMap;
import dev.aidp.Extensions;
import dev.aidp.options.AidpOptions;
import dev.aidp.runtime.config.Config;
import dev.aidp.runtime.config.Config.Given;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code aidp.settings.*} says, over the repository's file and the environment.
 *
 * @param said by the keys of docs/configuration.md
 * @param config all of it
 */
record SaidSettings(Map<String, String> said, Config config) {

  /** Where a Temporal service is, and how it is reached. */
  private static final Pattern SERVICE =
      Pattern.compile("temporal\\.(target|namespace|api_key_env|tls\\..*)");

  private static final Pattern ELEMENT = Pattern.compile("\\.\\d+$");

  /**
   * Reads it, in the words of an application's properties.
   *
   * @throws dev.aidp.failure.UsageException with all that is wrong
   */
  static SaidSettings read(AidpProperties properties, Extensions extensions) {
    Map<String, String> said = new LinkedHashMap<>();
    properties
        .settings()
        .forEach(
            (key, value) ->
                said.merge(
                    Config.key(ELEMENT.matcher(key).replaceFirst("")),
                    value,
                    (a, b) -> a + "," + b));
    List<Given> given =
        said.entrySet().stream()
            .map(
                each -> new Given(each.getKey(), each.getValue(), "aidp.settings." + each.getKey()))
            .toList();
    List<String> agents =
        Stream.concat(
                extensions.agents().keySet().stream(),
                extensions.providers().stream().map(each -> each.name()))
            .toList();
    Path file = Config.fileAround(properties.repository());
    return new SaidSettings(
        ImmutableMap.copyOf(said), Config.read(file, System.getenv(), given, agents));
  }

  /** Returns whether it says itself which Temporal service there is. */
  boolean service() {
    return said.keySet().stream().anyMatch(key -> SERVICE.matcher(key).matches());
  }

  AidpOptions options() {
    return config.options().withRuns(new AidpOptions.ForRuns(config.engine(), said));
  }
}
