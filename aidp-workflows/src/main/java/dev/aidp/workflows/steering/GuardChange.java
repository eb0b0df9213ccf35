package dev.aidp.workflows.steering;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.plan.Glob;
import dev.aidp.run.Claims;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.DiffGuards.Content;
import dev.aidp.run.DiffGuards.Forbidden;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Guards;
import dev.aidp.wire.WireNamed;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an update makes of guards. Pure. */
public final class GuardChange {

  /** Longer lists belong into the settings. */
  private static final int MOST = 8_000;

  private static final String PATTERNS = "patterns.";

  private GuardChange() {}

  /**
   * Returns what {@code update} makes of {@code guards}.
   *
   * @throws IllegalArgumentException if it means nothing, with a message that says why
   */
  public static Guards of(Guards guards, GuardUpdate update) {
    if (update.guards().isEmpty()) {
      throw new IllegalArgumentException("It names no guard.");
    }
    if (update.guards().toString().length() > MOST) {
      throw new IllegalArgumentException("It is longer than %d characters.".formatted(MOST));
    }
    Guards changed = guards;
    for (Map.Entry<String, Object> each : update.guards().entrySet()) {
      changed = changed(changed, each.getKey(), each.getValue());
    }
    return changed;
  }

  /** Returns why {@code update} means nothing, or null. */
  static @Nullable String unusable(GuardUpdate update) {
    try {
      var unused = of(Guards.USUAL, update);
      return null;
    } catch (IllegalArgumentException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Guards changed(Guards guards, String written, Object value) {
    String key = written.startsWith("guards.") ? written.substring("guards.".length()) : written;
    DiffGuards diff = guards.diff();
    if (key.equals("claims")) {
      return guards.withClaims(claims(text(value)));
    }
    if (key.startsWith(PATTERNS) && key.length() > PATTERNS.length()) {
      String name = key.substring(PATTERNS.length());
      return guards.withDiff(diff.withForbidden(pattern(diff.forbidden(), name, text(value))));
    }
    return guards.withDiff(
        switch (key) {
          case "include" -> diff.withInclude(globs(value));
          case "exclude" -> diff.withExclude(globs(value));
          case "confirm" -> diff.withConfirm(globs(value));
          case "protected" -> diff.withProtectedPaths(paths(value));
          case "max_lines" -> diff.withMaxLines(number(key, text(value)));
          case "max_files" -> diff.withMaxFiles(number(key, text(value)));
          case "patience" -> diff.withPatience(patience(text(value)));
          case "forbidden" ->
              diff.withForbidden(new Forbidden(content(value), diff.forbidden().patterns()));
          default ->
              throw new IllegalArgumentException(
                  "There is no guard '%s'; there are claims, include, exclude, confirm, protected, max_lines, max_files, patience, forbidden and patterns.NAME."
                      .formatted(written));
        });
  }

  private static String text(Object value) {
    return value.toString().strip();
  }

  private static ImmutableList<String> list(Object value) {
    Stream<String> all =
        value instanceof Collection<?> some
            ? some.stream().map(String::valueOf)
            : Splitter.on(',').splitToStream(value.toString());
    return all.map(String::strip)
        .filter(each -> !each.isEmpty())
        .collect(ImmutableList.toImmutableList());
  }

  private static ImmutableList<String> globs(Object value) {
    ImmutableList<String> globs = list(value);
    globs.forEach(Glob::of);
    return globs;
  }

  private static List<String> paths(Object value) {
    List<String> paths =
        list(value).stream()
            .map(each -> each.endsWith("/") ? each.substring(0, each.length() - 1) : each)
            .toList();
    for (String path : paths) {
      if (Splitter.on('/')
          .splitToStream(path)
          .anyMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."))) {
        throw new IllegalArgumentException(
            "'%s' is no path from the top of the repository.".formatted(path));
      }
    }
    return paths;
  }

  private static @Nullable Integer number(String key, String text) {
    if (text.isEmpty()) {
      return null;
    }
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "%s must be a whole number from 1, or empty: '%s'".formatted(key, text));
    }
    return Integer.valueOf(text);
  }

  private static int patience(String text) {
    Integer patience = number("patience", text);
    return patience == null ? DiffGuards.PATIENCE : patience;
  }

  private static Claims claims(String text) {
    return WireNamed.of(Claims.class, text)
        .orElseThrow(
            () ->
                new IllegalArgumentException("claims must be warn or deny: '%s'".formatted(text)));
  }

  private static List<Content> content(Object value) {
    List<String> names = list(value);
    return names.equals(List.of("none"))
        ? List.of()
        : names.stream().map(GuardChange::one).toList();
  }

  private static Content one(String name) {
    return WireNamed.of(Content.class, name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "forbidden must be conflict_markers, secrets or none: '%s'".formatted(name)));
  }

  private static Forbidden pattern(Forbidden forbidden, String name, String pattern) {
    Map<String, String> patterns = new LinkedHashMap<>(forbidden.patterns());
    patterns.remove(name);
    if (!pattern.isEmpty()) {
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw new IllegalArgumentException(
            "'%s' is no regular expression: %s".formatted(pattern, e.getDescription()), e);
      }
      patterns.put(name, pattern);
    }
    return new Forbidden(forbidden.content(), ImmutableMap.copyOf(patterns));
  }

  /**
   * Returns the update that {@code words} mean, each {@code KEY=VALUE}.
   *
   * @throws IllegalArgumentException if they mean none, with a message that says why
   */
  public static GuardUpdate read(List<String> words, @Nullable String unit) {
    Map<String, Object> guards = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("'%s' is not KEY=VALUE".formatted(word));
      }
      guards.put(word.substring(0, equals).strip(), word.substring(equals + 1).strip());
    }
    GuardUpdate update = new GuardUpdate(guards, unit);
    var unused = of(Guards.USUAL, update);
    return update;
  }
}
