package dev.aidp.plan;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/**
 * A pattern of paths from the top of a repository: {@code **} between slashes stands for any number
 * of folders, also none, {@code *} for any characters of one name, {@code ?} for one, {@code [a-z]}
 * and {@code [!a-z]} for one of a set. A dot at the beginning of a name is like any character.
 *
 * <p>Immutable. Paths use {@code /} and have none in front.
 */
public final class Glob {

  /** Matches one character, or for a run any number of them. */
  private record Token(boolean run, boolean negated, List<Range> ranges) {

    static final Token ANY = new Token(false, true, ImmutableList.of());
    static final Token RUN = new Token(true, true, ImmutableList.of());

    static Token of(int character) {
      return new Token(false, false, ImmutableList.of(new Range(character, character)));
    }

    boolean matches(int character) {
      return ranges.stream().anyMatch(r -> r.from <= character && character <= r.to) != negated;
    }

    /** Says no only where no character is in both; two negated sets always share one. */
    boolean meets(Token other) {
      if (negated && other.negated) {
        return true;
      }
      Token positive = negated ? other : this;
      Token second = negated ? this : other;
      return positive.ranges.stream().anyMatch(r -> r.meets(second));
    }
  }

  private record Range(int from, int to) {

    /** Leaves a negated set by jumping behind the range that holds the character in question. */
    boolean meets(Token other) {
      if (!other.negated) {
        return other.ranges.stream().anyMatch(r -> r.from <= to && from <= r.to);
      }
      int character = from;
      while (character <= to && !other.matches(character)) {
        int held = character;
        character =
            other.ranges.stream()
                    .filter(r -> r.from <= held && held <= r.to)
                    .mapToInt(Range::to)
                    .max()
                    .orElse(held)
                + 1;
      }
      return character <= to;
    }
  }

  private static final List<Token> ANY_FOLDERS = ImmutableList.of(Token.RUN, Token.RUN);

  private final String pattern;
  private final List<List<Token>> segments;

  /** The first names, as far as they stand for themselves: most pairs differ in one of them. */
  private final ImmutableList<String> head;

  private Glob(String pattern, List<List<Token>> segments) {
    this.pattern = pattern;
    this.segments = segments;
    this.head =
        Splitter.on('/')
            .splitToStream(pattern)
            .takeWhile(name -> !CharMatcher.anyOf("*?[").matchesAnyOf(name))
            .collect(ImmutableList.toImmutableList());
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if it is not one, with a message that says why
   */
  public static Glob of(String pattern) {
    List<List<Token>> segments = new ArrayList<>();
    for (String segment : Splitter.on('/').split(pattern)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw wrong(pattern, "it has no '/' at its ends, no '//', no '.' and no '..'");
      }
      segments.add(segment.equals("**") ? ANY_FOLDERS : tokens(segment, pattern));
    }
    return new Glob(pattern, ImmutableList.copyOf(segments));
  }

  /** Returns whether {@code path} is one of its paths. */
  public boolean matches(String path) {
    return meet(segments, literal(path));
  }

  /** Returns whether some path belongs to both; in doubt it says so. */
  public boolean mayOverlap(Glob other) {
    for (int i = 0; i < Math.min(head.size(), other.head.size()); i++) {
      if (!head.get(i).equals(other.head.get(i))) {
        return false;
      }
    }
    return meet(segments, other.segments);
  }

  @Override
  public String toString() {
    return pattern;
  }

  private static List<List<Token>> literal(String path) {
    return Splitter.on('/')
        .splitToStream(path)
        .map(
            name ->
                (List<Token>)
                    name.codePoints().mapToObj(Token::of).collect(ImmutableList.toImmutableList()))
        .toList();
  }

  /*
   * Two patterns share a path if they can be walked side by side to both ends. The table is filled from the ends, so
   * each pair of positions is looked at once: O(n·m) segments, each O(p·q) tokens.
   */
  private static boolean meet(List<List<Token>> a, List<List<Token>> b) {
    boolean[][] met = new boolean[a.size() + 1][b.size() + 1];
    for (int i = a.size(); i >= 0; i--) {
      for (int j = b.size(); j >= 0; j--) {
        boolean anyA = i < a.size() && a.get(i) == ANY_FOLDERS;
        boolean anyB = j < b.size() && b.get(j) == ANY_FOLDERS;
        met[i][j] =
            i == a.size() && j == b.size()
                || anyA && (met[i + 1][j] || j < b.size() && met[i][j + 1])
                || anyB && (met[i][j + 1] || i < a.size() && met[i + 1][j])
                || !anyA
                    && !anyB
                    && i < a.size()
                    && j < b.size()
                    && met[i + 1][j + 1]
                    && namesMeet(a.get(i), b.get(j));
      }
    }
    return met[0][0];
  }

  private static boolean namesMeet(List<Token> a, List<Token> b) {
    boolean[][] met = new boolean[a.size() + 1][b.size() + 1];
    for (int i = a.size(); i >= 0; i--) {
      for (int j = b.size(); j >= 0; j--) {
        boolean runA = i < a.size() && a.get(i).run;
        boolean runB = j < b.size() && b.get(j).run;
        met[i][j] =
            i == a.size() && j == b.size()
                || runA && (met[i + 1][j] || j < b.size() && met[i][j + 1])
                || runB && (met[i][j + 1] || i < a.size() && met[i + 1][j])
                || !runA
                    && !runB
                    && i < a.size()
                    && j < b.size()
                    && met[i + 1][j + 1]
                    && a.get(i).meets(b.get(j));
      }
    }
    return met[0][0];
  }

  private static List<Token> tokens(String segment, String pattern) {
    ImmutableList.Builder<Token> tokens = ImmutableList.builder();
    int[] text = segment.codePoints().toArray();
    for (int i = 0; i < text.length; i++) {
      switch (text[i]) {
        case '*' -> tokens.add(Token.RUN);
        case '?' -> tokens.add(Token.ANY);
        case '[' -> {
          int end = end(text, i, pattern);
          tokens.add(set(text, i + 1, end, pattern));
          i = end;
        }
        case '\\' ->
            throw wrong(pattern, "folders are parted by '/', and [*] stands for the character '*'");
        default -> tokens.add(Token.of(text[i]));
      }
    }
    return tokens.build();
  }

  /** A bracket that comes first in a set belongs to it. */
  private static int end(int[] text, int open, String pattern) {
    int first =
        open + 1 < text.length && (text[open + 1] == '!' || text[open + 1] == '^')
            ? open + 2
            : open + 1;
    for (int i = first + 1; i < text.length; i++) {
      if (text[i] == ']') {
        return i;
      }
    }
    throw wrong(pattern, "a '[' is not closed");
  }

  private static IllegalArgumentException wrong(String pattern, String why) {
    return new IllegalArgumentException(
        "'%s' is not a pattern of files: %s".formatted(pattern, why));
  }

  private static Token set(int[] text, int from, int to, String pattern) {
    boolean negated = text[from] == '!' || text[from] == '^';
    ImmutableList.Builder<Range> ranges = ImmutableList.builder();
    for (int i = negated ? from + 1 : from; i < to; i++) {
      boolean range = i + 2 < to && text[i + 1] == '-';
      if (range && text[i] > text[i + 2]) {
        throw wrong(pattern, "a range in '[…]' runs backwards");
      }
      if (text[i] == '[' && i + 1 < to && text[i + 1] == ':') {
        throw wrong(pattern, "classes such as [:alpha:] are not known, write [a-zA-Z]");
      }
      ranges.add(new Range(text[i], range ? text[i + 2] : text[i]));
      i += range ? 2 : 0;
    }
    return new Token(false, negated, ranges.build());
  }
}
