package dev.aidp.runtime.config;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.DiffGuards.Content;
import dev.aidp.wire.WireNamed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** What the settings say of what units may change. */
record ConfiguredGuards(Config config) {

  private static final String NOTHING = "none";

  private static final int LONGEST = 4_000;

  private static final String KNOWN = String.join(", ", WireNamed.names(Content.class));

  static final ConfigKey<List<String>> INCLUDE =
      globs("include", "If given, the only files that units may change.");

  static final ConfigKey<List<String>> EXCLUDE =
      globs("exclude", "Files that units must not change.");

  static final ConfigKey<List<String>> CONFIRM =
      globs(
          "confirm",
          "Files whose change waits for aidp approve or aidp reject before it is committed.");

  static final ConfigKey<List<String>> PROTECTED =
      new ConfigKey<>(
          "guards.protected",
          bounded(
              "paths of at most 4000 characters, such as pom.xml,.github or [pom.xml, .github]",
              ConfigType.PATHS),
          null,
          "Files and folders, by their paths and not as globs, that nothing may be done to: no edit, removal, renaming, mode or link, in whatever case they are written.");

  static final ConfigKey<Integer> MAX_LINES =
      new ConfigKey<>(
          "guards.max_lines",
          ConfigType.whole(1),
          null,
          "Most lines that a unit's work may add and remove together.");

  static final ConfigKey<Integer> MAX_FILES =
      new ConfigKey<>(
          "guards.max_files",
          ConfigType.whole(1),
          null,
          "Most files that a unit's work may change.");

  static final ConfigKey<List<Content>> FORBIDDEN =
      new ConfigKey<>(
          "guards.forbidden",
          ConfigType.listOf(KNOWN + ", or none", ConfiguredGuards::content),
          "conflict_markers,secrets",
          "What units must not add to files: lines by which git marks conflicts; private keys and tokens of known services.");

  static final ConfigKey<Pattern> PATTERNS =
      new ConfigKey<>(
          "guards.patterns.*",
          new ConfigType<>(
              "a regular expression",
              "{\"type\": \"string\", \"minLength\": 1}",
              false,
              ConfiguredGuards::pattern),
          null,
          "A regular expression, by its name, that no line which a unit adds may match a part of.");

  static final ConfigKey<Integer> PATIENCE =
      new ConfigKey<>(
          "guards.patience",
          ConfigType.whole(1),
          "" + DiffGuards.PATIENCE,
          "After so many iterations in a row that violate the same guard a unit is given up.");

  static final ImmutableList<ConfigKey<?>> KEYS =
      ImmutableList.of(
          INCLUDE, EXCLUDE, CONFIRM, PROTECTED, MAX_LINES, MAX_FILES, FORBIDDEN, PATTERNS,
          PATIENCE);

  /** Returns them. */
  DiffGuards guards() {
    return new DiffGuards(
        list(INCLUDE),
        list(EXCLUDE),
        list(CONFIRM),
        list(PROTECTED),
        config.get(MAX_LINES),
        config.get(MAX_FILES),
        new DiffGuards.Forbidden(config.needed(FORBIDDEN), patterns()),
        config.needed(PATIENCE));
  }

  private List<String> list(ConfigKey<List<String>> key) {
    return Objects.requireNonNullElse(config.get(key), ImmutableList.of());
  }

  private Map<String, String> patterns() {
    String stem = PATTERNS.name().replace("*", "");
    Map<String, String> patterns = new LinkedHashMap<>();
    config.said().stream()
        .filter(setting -> setting.key().startsWith(stem) && setting.value() != null)
        .forEach(setting -> patterns.put(setting.key().substring(stem.length()), setting.value()));
    return patterns;
  }

  private static ConfigKey<List<String>> globs(String name, String doc) {
    String expected = "globs of at most 4000 characters, such as src/**,docs or [src/**, docs]";
    return new ConfigKey<>("guards." + name, bounded(expected, ConfigType.GLOBS), null, doc);
  }

  /** They travel with every turn. */
  private static ConfigType<List<String>> bounded(String expected, ConfigType<List<String>> type) {
    return new ConfigType<>(
        expected, type.schema(), true, text -> text.length() > LONGEST ? null : type.read(text));
  }

  private static List<Content> content(String text) {
    if (text.strip().equals(NOTHING)) {
      return ImmutableList.of();
    }
    return Splitter.on(',')
        .trimResults()
        .splitToStream(text)
        .map(ConfiguredGuards::one)
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  private static Content one(String name) {
    return WireNamed.of(Content.class, name).orElseThrow(IllegalArgumentException::new);
  }

  private static @Nullable Pattern pattern(String text) {
    try {
      return text.isBlank() ? null : Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      return null;
    }
  }
}
