package dev.aidp.runtime.config;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.aidp.activities.plan.CheckReader;
import dev.aidp.activities.spending.Price;
import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.StrictYaml;
import dev.aidp.plan.Glob;
import dev.aidp.run.Check;
import dev.aidp.run.MinSuccess;
import dev.aidp.text.Durations;
import dev.aidp.wire.WireNamed;
import dev.aidp.workflows.wire.Wire;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a setting may hold; every value is a text.
 *
 * @param expected what is expected, for messages
 * @param schema its JSON Schema
 * @param listed whether a list of texts is one of it, joined by commas
 * @param reader what a text means
 */
record ConfigType<T>(String expected, String schema, boolean listed, Reader<T> reader) {

  /** Returns what a text means, or null or an exception if it means nothing. */
  interface Reader<T> {
    @Nullable T read(String text);
  }

  private static final Splitter COMMAS = Splitter.on(',').trimResults().omitEmptyStrings();
  private static final Pattern CHECK_MAPPING =
      Pattern.compile(
          "\\s*\\{\\s*[\"']?(?:" + String.join("|", CheckReader.KEYS) + ")[\"']?\\s*:.*",
          Pattern.DOTALL);

  static final ConfigType<Check> CHECK =
      new ConfigType<>(
          "a command for sh -c, or a mapping with command, required, phase, category, timeout, exclusive, reports",
          "{\"type\": [\"string\", \"object\"], \"minLength\": 1, \"required\": [\"command\"], \"additionalProperties\": false, \"properties\": {\"command\": {\"type\": \"string\", \"minLength\": 1}, \"required\": {\"type\": \"boolean\"}, \"phase\": {\"enum\": [\"each_unit\", \"on_completion\", \"full_loop\"]}, \"category\": {\"type\": \"string\"}, \"timeout\": {\"type\": \"string\", \"pattern\": \"^([0-9]+(d|h|m|s|ms))+$|^P\"}, \"exclusive\": {\"type\": \"boolean\"}, \"reports\": {\"type\": [\"string\", \"array\"], \"items\": {\"type\": \"string\"}}}}",
          false,
          text -> check("check", text));

  static final ConfigType<Integer> PORT =
      whole(1_024, 65_000, "a port from 1024 to 65000", ", \"maximum\": 65000");

  static final ConfigType<Duration> TIME =
      new ConfigType<>(
          Durations.EXPECTED,
          "{\"type\": \"string\", \"pattern\": \"^([0-9]+(d|h|m|s|ms))+$|^P\"}",
          false,
          Durations::parse);

  static final ConfigType<Duration> TIME_OR_ZERO =
      new ConfigType<>(
          Durations.EXPECTED + ", or 0",
          "{\"type\": [\"string\", \"integer\"], \"pattern\": \"^0$|^([0-9]+(d|h|m|s|ms))+$|^P\", \"maximum\": 0}",
          false,
          Durations::orZero);

  static final ConfigType<List<String>> NAMES =
      list(
          "names in order, such as claude,codex or [claude, codex]",
          words("[a-z][a-z0-9_-]*", COMMAS::splitToList));

  static final ConfigType<List<String>> VARIABLES =
      list(
          "names of variables, such as DB_URL,MY_* or [DB_URL, MY_*]",
          words("[A-Za-z_*][A-Za-z0-9_*]*", COMMAS::splitToList));

  static final ConfigType<List<String>> GLOBS =
      list("globs such as .env*,node_modules or [.env*, node_modules]", ConfigType::globs);

  static final ConfigType<List<String>> PATHS =
      list("paths such as pom.xml,.github or [pom.xml, .github]", ConfigType::paths);

  /** In millionths. */
  static final ConfigType<Long> DOLLARS =
      new ConfigType<>(
          "an amount in US dollars, such as 5 or 0.25",
          "{\"type\": \"number\", \"exclusiveMinimum\": 0}",
          false,
          matching(
              "[0-9]{1,7}(\\.[0-9]{1,6})?",
              text -> new BigDecimal(text).signum() > 0 ? Config.microUsd(text) : null));

  static final ConfigType<Price> PRICE =
      new ConfigType<>(
          "INPUT/CACHE_READ/CACHE_WRITE/OUTPUT in US dollars per million tokens, such as 3/0.3/3.75/15",
          "{\"type\": \"string\", \"pattern\": \"^[0-9.]+(/[0-9.]+){3}$\"}",
          false,
          matching(
              "[0-9]{1,5}(\\.[0-9]{1,6})?(/[0-9]{1,5}(\\.[0-9]{1,6})?){3}", ConfigType::price));

  static final ConfigType<Boolean> FLAG =
      new ConfigType<>(
          "true or false",
          "{\"type\": \"boolean\"}",
          false,
          matching("true|false", Boolean::valueOf));

  static final ConfigType<MinSuccess> SHARE =
      new ConfigType<>(
          "a number of units such as 4, or a share such as 80%",
          "{\"type\": [\"integer\", \"string\"], \"pattern\": \"^([0-9]{1,6}|(100|[0-9]{1,2})%)$\"}",
          false,
          matching(
              "[0-9]{1,6}|(100|[0-9]{1,2})%",
              text -> new MinSuccess(Integer.parseInt(text.replace("%", "")), text.endsWith("%"))));

  static final ConfigType<String> ADDRESS =
      new ConfigType<>(
          "HOST:PORT", "{\"type\": \"string\", \"pattern\": \":[0-9]{1,5}$\"}", false, address());

  static final ConfigType<String> DEPLOYMENT =
      new ConfigType<>(
          "a name without dots and colons",
          "{\"type\": \"string\", \"pattern\": \"^[^.:\\\\s]+$\"}",
          false,
          matching("[^.:\\s]+", text -> text));

  static final ConfigType<String> LISTENING =
      new ConfigType<>(
          "a port, 0 for a free one, or HOST:PORT",
          "{\"type\": [\"integer\", \"string\"], \"pattern\": \"^(.+:)?[0-9]{1,5}$\"}",
          false,
          matching(
              "(?:(?:[^\\s:/]+|\\[[0-9a-fA-F:.]+]):)?([0-9]{1,5})",
              text -> port(text) > 65_535 ? null : text));

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  /** Returns a text that is not blank. */
  static ConfigType<String> text(String expected) {
    return new ConfigType<>(
        expected,
        "{\"type\": \"string\", \"minLength\": 1}",
        false,
        text -> text.isBlank() ? null : text);
  }

  /** Returns whole numbers from {@code least}. */
  static ConfigType<Integer> whole(int least) {
    return whole(least, Integer.MAX_VALUE, "a whole number from " + least, "");
  }

  /** Returns whole numbers from {@code least} to {@code most}. */
  static ConfigType<Integer> whole(int least, int most) {
    return whole(
        least,
        most,
        "a whole number from %d to %d".formatted(least, most),
        ", \"maximum\": " + most);
  }

  private static ConfigType<Integer> whole(int least, int most, String expected, String schema) {
    return new ConfigType<>(
        expected,
        "{\"type\": \"integer\", \"minimum\": " + least + schema + "}",
        false,
        matching(
            "[0-9]{1,9}",
            text -> {
              int number = Integer.parseInt(text);
              return number >= least && number <= most ? number : null;
            }));
  }

  /** Returns one of these words. */
  static ConfigType<String> oneOf(String... words) {
    return oneOf(words, word -> word);
  }

  /** Returns one constant of {@code type}. */
  static <E extends Enum<E> & WireNamed> ConfigType<E> oneOf(Class<E> type) {
    return oneOf(type.getEnumConstants(), WireNamed::wireName);
  }

  private static <T> ConfigType<T> oneOf(T[] values, Function<T, String> name) {
    ImmutableMap<String, T> byName = Maps.uniqueIndex(Arrays.asList(values), name::apply);
    return new ConfigType<>(
        String.join(" or ", byName.keySet()),
        "{\"enum\": [\"" + String.join("\", \"", byName.keySet()) + "\"]}",
        false,
        byName::get);
  }

  /** Returns a list, which {@code reader} makes of a text with commas. */
  static <T> ConfigType<List<T>> listOf(String expected, Reader<List<T>> reader) {
    return list(expected, reader);
  }

  private static <T> ConfigType<List<T>> list(String expected, Reader<List<T>> reader) {
    String schema = "{\"type\": [\"string\", \"array\"], \"items\": {\"type\": \"string\"}}";
    return new ConfigType<>(expected, schema, true, reader);
  }

  private static <T> Reader<T> words(String word, Reader<T> reader) {
    return matching("\\s*" + word + "\\s*(,\\s*" + word + "\\s*)*", reader);
  }

  private static <T> Reader<T> matching(String pattern, Reader<T> reader) {
    Pattern compiled = Pattern.compile(pattern);
    return text -> compiled.matcher(text).matches() ? reader.read(text) : null;
  }

  private static @Nullable List<String> globs(String text) {
    List<String> globs = COMMAS.splitToList(text);
    globs.forEach(Glob::of);
    return globs.isEmpty() ? null : globs;
  }

  /** A path is as git writes it, but a slash at its end does no harm. */
  private static @Nullable List<String> paths(String text) {
    List<String> paths = COMMAS.splitToStream(text).map(ConfigType::path).toList();
    return paths.isEmpty() || paths.stream().anyMatch(ConfigType::odd) ? null : paths;
  }

  private static String path(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private static boolean odd(String path) {
    return Splitter.on('/')
        .splitToStream(path)
        .anyMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
  }

  private static Price price(String text) {
    List<Double> four = Splitter.on('/').splitToStream(text).map(Double::valueOf).toList();
    return new Price(four.get(0), four.get(1), four.get(2), four.get(3));
  }

  private static Reader<String> address() {
    Pattern address = Pattern.compile("(?:[^\\s:/]+|\\[[0-9a-fA-F:.]+]):([0-9]{1,5})");
    return text -> {
      Matcher match = address.matcher(text);
      int port = match.matches() ? Integer.parseInt(match.group(1)) : 0;
      return port >= 1 && port <= 65_535 ? text : null;
    };
  }

  /** Returns the check that {@code text} is, a command or a mapping with one; or null. */
  static @Nullable Check check(String name, String text) {
    if (!CHECK_MAPPING.matcher(text).matches()) {
      return text.isBlank() ? null : new Check(name, text);
    }
    Findings findings = new Findings(name);
    Check check =
        StrictYaml.read(text.getBytes(StandardCharsets.UTF_8), findings)
            .map(node -> CheckReader.read(name, node, findings))
            .orElse(null);
    return findings.details().isEmpty() ? check : null;
  }

  /** Returns the text of a check, which {@link #check} reads. */
  static String text(Check check) {
    return check.document() instanceof String command ? command : Wire.json(check.document());
  }

  /** Returns what {@code text} means, or null if it is none. */
  @Nullable T read(String text) {
    try {
      return reader.read(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns whether {@code text} is one. */
  boolean accepts(String text) {
    return read(text) != null;
  }
}
