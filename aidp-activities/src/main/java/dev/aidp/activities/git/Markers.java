package dev.aidp.activities.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds marker lines that a resolver left. A file may hold such lines of its own, a test of a merge
 * or a heading's underline: as many of a kind as the marked file has beyond those of its conflicts
 * are no fault.
 */
final class Markers {

  private static final Pattern BEGIN = Pattern.compile("<{7,}( .*)?");
  private static final List<Pattern> KINDS =
      List.of(BEGIN, Pattern.compile("={7}"), Pattern.compile(">{7,}( .*)?"));

  /** Git labels the sides by the commits that we gave it. */
  private static final Pattern OURS = Pattern.compile("<{7,} [0-9a-f]{40,64}(:.*)?");

  private static final Pattern THEIRS = Pattern.compile(">{7,} [0-9a-f]{40,64}(:.*)?");

  /** More places than this say no more of a file. */
  private static final int HUNKS = 5;

  private static final int LOOKED_AT_FOR_BINARY = 8_000;

  private Markers() {}

  /** Returns the number of the first line that is a marker, from 1. */
  static Optional<Integer> firstLeft(byte[] marked, byte[] result) {
    if (binary(result)) {
      return Optional.empty();
    }
    List<String> before = lines(marked);
    List<String> after = lines(result);
    long conflicts = before.stream().filter(line -> OURS.matcher(line).matches()).count();
    return KINDS.stream()
        .filter(kind -> count(kind, after) > Math.max(0, count(kind, before) - conflicts))
        .map(kind -> 1 + indexOf(kind, after))
        .min(Integer::compare);
  }

  /** Returns where the conflicts of a marked file are, such as {@code 3-9,20-24}. */
  static String hunks(byte[] marked) {
    List<String> lines = lines(marked);
    List<String> hunks = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < lines.size() && !binary(marked); i++) {
      if (OURS.matcher(lines.get(i)).matches()) {
        begin = i + 1;
      } else if (begin > 0 && THEIRS.matcher(lines.get(i)).matches()) {
        hunks.add(begin + "-" + (i + 1));
        begin = 0;
      }
    }
    return String.join(",", hunks.subList(0, Math.min(HUNKS, hunks.size())));
  }

  private static boolean binary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, LOOKED_AT_FOR_BINARY); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static List<String> lines(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
  }

  private static long count(Pattern kind, List<String> lines) {
    return lines.stream().filter(line -> kind.matcher(line).matches()).count();
  }

  private static int indexOf(Pattern kind, List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (kind.matcher(lines.get(i)).matches()) {
        return i;
      }
    }
    throw new IllegalStateException("It was counted before.");
  }
}
