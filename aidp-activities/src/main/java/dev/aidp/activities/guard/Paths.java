package dev.aidp.activities.guard;

import com.google.common.collect.ImmutableList;
import dev.aidp.plan.Glob;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which paths a guard means. What forbids holds for all names that are the same file on some
 * system: in another case, with other Unicode forms of the same letters, with dots and blanks at a
 * name's end, or with characters that are not seen.
 */
final class Paths {

  private Paths() {}

  /** Returns what is one of {@code globs}, exactly as it is written, or lies in one. */
  static Predicate<String> exactly(List<String> globs) {
    List<Glob> all = globs.stream().map(Glob::of).toList();
    return path -> upwards(path).anyMatch(each -> all.stream().anyMatch(g -> g.matches(each)));
  }

  /** Returns what is one of {@code globs} on some system, or lies in one. */
  static Predicate<String> anyForm(List<String> globs) {
    Predicate<String> folded = exactly(globs.stream().map(Paths::folded).toList());
    return path -> folded.test(folded(path));
  }

  /** Returns what is one of {@code paths}, which are no globs, on some system, or lies in one. */
  static Predicate<String> literally(List<String> paths) {
    List<String> all = paths.stream().map(Paths::folded).toList();
    return path -> upwards(folded(path)).anyMatch(all::contains);
  }

  /** Returns the path and the folders around it. */
  private static Stream<String> upwards(String path) {
    ImmutableList.Builder<String> all = ImmutableList.builder();
    all.add(path);
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      all.add(path.substring(0, slash));
    }
    return all.build().stream();
  }

  private static String folded(String path) {
    String plain =
        path.chars().allMatch(c -> c < 128)
            ? path
            : Normalizer.normalize(path, Normalizer.Form.NFKC);
    return Stream.of(plain.toLowerCase(Locale.ROOT).replaceAll("\\p{Cf}", "").split("/", -1))
        .map(name -> name.matches("[. ]+") ? name : name.replaceAll("[. ]+$", ""))
        .collect(Collectors.joining("/"));
  }
}
