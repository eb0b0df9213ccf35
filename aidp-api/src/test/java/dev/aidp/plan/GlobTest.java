package dev.aidp.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

  private static final long SEED = 20_261_121L;
  private static final String LETTERS = "abcd";

  @ParameterizedTest
  @CsvSource({
    "src/model/**, src/model/a/b.txt, true",
    "src/model/**, src/models, false",
    "**/x, x, true",
    "**/x, a/b/x, true",
    "a/**/b, a/b, true",
    "a/**/b, a/x/y/b, true",
    "**, .hidden/file, true",
    "*, a, true",
    "*, a/b, false",
    "*.txt, .txt, true",
    "a?c, abc, true",
    "a?c, ac, false",
    "a?c, a😀c, true",
    "[a-c]x, bx, true",
    "[!a-c]x, bx, false",
    "[^a-c]x, dx, true",
    "[]]x, ]x, true",
    "[a-]x, -x, true",
    "[*]x, *x, true",
    "[*]x, ax, false",
    "a{b}, a{b}, true",
    "README.md, readme.md, false",
  })
  void matches(String glob, String path, boolean expected) {
    assertThat(Glob.of(glob).matches(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "src/**, src/model/**, true",
    "src/**, test/**, false",
    "**/x, a/**, true",
    "*a, b*, true",
    "a*c, ab, false",
    "[a-c], [c-e], true",
    "[a-b], [c-e], false",
    "[!a-y], [x-y], false",
    "[!a-y], [x-z], true",
    "[!a-c], [!d-z], true",
    "a/*/c, a/b/*, true",
    "a/*/c, a/b/*/d, false",
    "**, x/y/z, true",
  })
  void overlaps_where_a_path_is_in_both(String a, String b, boolean expected) {
    assertThat(Glob.of(a).mayOverlap(Glob.of(b))).isEqualTo(expected);
    assertThat(Glob.of(b).mayOverlap(Glob.of(a))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/a",
        "a/",
        "a//b",
        "./a",
        "a/..",
        "a[",
        "[]",
        "[!]",
        "[z-a]",
        "a\\b",
        "[[:alpha:]]",
        "a[/]b"
      })
  void what_is_no_pattern_is_refused_by_its_name(String pattern) {
    assertThatThrownBy(() -> Glob.of(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + pattern + "' is not a pattern of files: ");
  }

  @Test
  void matches_what_an_equal_regular_expression_matches() {
    List<String> paths = paths();
    for (String pattern : patterns(3)) {
      Pattern expected = Pattern.compile(expression(pattern));
      Glob glob = Glob.of(pattern);

      List<String> matched = paths.stream().filter(glob::matches).toList();

      assertThat(matched)
          .as("%s, seed %d", pattern, SEED)
          .isEqualTo(paths.stream().filter(p -> expected.matcher(p + "/").matches()).toList());
    }
  }

  /** Patterns of two names share a path of two names if any; of two tokens, two letters. */
  @Test
  void overlaps_exactly_where_some_enumerated_path_is_in_both() {
    List<String> paths = paths();
    List<Glob> globs = patterns(2).stream().map(Glob::of).toList();
    List<BitSet> matched = globs.stream().map(glob -> matched(glob, paths)).toList();
    int overlaps = 0;
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < globs.size(); i++) {
      for (int j = 0; j < globs.size(); j++) {
        boolean common = matched.get(i).intersects(matched.get(j));
        if (globs.get(i).mayOverlap(globs.get(j)) != common) {
          wrong.add(globs.get(i) + " and " + globs.get(j) + ": " + common);
        }
        overlaps += common ? 1 : 0;
      }
    }
    assertThat(wrong).as("seed %d", SEED).isEmpty();
    int pairs = globs.size() * globs.size();
    assertThat(overlaps).as("the cases are of both kinds").isBetween(pairs / 8, pairs * 7 / 8);
  }

  private static BitSet matched(Glob glob, List<String> paths) {
    BitSet matched = new BitSet();
    for (int i = 0; i < paths.size(); i++) {
      matched.set(i, glob.matches(paths.get(i)));
    }
    return matched;
  }

  private static List<String> patterns(int length) {
    Random random = new Random(SEED);
    return Stream.generate(() -> pattern(random, length)).distinct().limit(200).toList();
  }

  private static List<String> paths() {
    List<String> names = new ArrayList<>();
    for (char a : LETTERS.toCharArray()) {
      names.add(String.valueOf(a));
      for (char b : LETTERS.toCharArray()) {
        names.add("" + a + b);
      }
    }
    List<String> paths = new ArrayList<>(names);
    for (String a : names) {
      for (String b : names) {
        paths.add(a + "/" + b);
        if (a.length() + b.length() == 2) {
          LETTERS.chars().forEach(c -> paths.add(a + "/" + b + "/" + (char) c));
        }
      }
    }
    return ImmutableList.copyOf(paths);
  }

  private static String pattern(Random random, int length) {
    List<String> segments = new ArrayList<>();
    for (int i = 1 + random.nextInt(length); i > 0; i--) {
      segments.add(random.nextInt(4) == 0 ? "**" : name(random));
    }
    return String.join("/", segments);
  }

  private static String name(Random random) {
    List<String> tokens =
        ImmutableList.of("a", "b", "c", "*", "?", "[ab]", "[!ab]", "[a-b]", "[^c]", "[!b-c]");
    StringBuilder name = new StringBuilder(tokens.get(random.nextInt(tokens.size())));
    if (random.nextBoolean()) {
      name.append(tokens.get(random.nextInt(tokens.size())));
    }
    return name.toString().equals("**") ? "*" : name.toString();
  }

  /** An independent reading, of paths with a slash behind every name, the last one too. */
  private static String expression(String glob) {
    StringBuilder expression = new StringBuilder();
    for (String segment : glob.split("/", -1)) {
      expression.append(
          segment.equals("**")
              ? "(?:[^/]+/)*"
              : segment
                      .replace("*", "[^/]#")
                      .replace("?", "[^/]")
                      .replace("[!", "[^/")
                      .replace("[^c", "[^/c")
                      .replace("#", "*")
                  + "/");
    }
    return expression.toString();
  }
}
