package dev.aidp.activities.command;

import com.google.common.collect.ImmutableList;
import dev.aidp.text.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reduces an output to the lines that say what went wrong. Pure; the memory is small however long
 * the output is.
 */
final class OutputDigest {

  /*
   * A line is worth keeping, in this order, if it speaks of failure; if it is one of the last; if it follows a line that
   * speaks of failure (the expected value, the head of a stack trace); if no other line looks like it, numbers aside.
   * Lines that look alike are one line with a count. A quarter of the room belongs to the last lines, since a summary
   * stands there.
   */
  private static final Pattern STRONG =
      Pattern.compile(
          "\\b(?:errors?|fail(?:ed|ure|ures|ing|s)?|exception|assert\\w*|panic\\w*|fatal|traceback|undefined|unresolved"
              + "|cannot|can't|could not|unable to|expected|actual|but was|got:|not ok|no such|denied|mismatch|segfault"
              + "|segmentation fault|caused by|violation|missing|invalid|unexpected|wrong)\\b|\\w(?:Error|Exception)\\b"
              + "|[\\w./-]\\.\\w{1,5}:\\d+(?::\\d+)?:|^(?:E  |not ok|✗|✘|FAIL|---? FAIL)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern HARMLESS =
      Pattern.compile(
          "\\b(?:0|no) (?:errors?|fail(?:ed|ures?)|failing)\\b(?!.*[1-9])",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NUMBERS =
      Pattern.compile("0x[0-9a-fA-F]+|\\b[0-9a-f]{7,40}\\b|\\d+");
  private static final int LINE_CHARS = 400;
  private static final int SHAPES = 4_000;
  private static final int LAST_LINES = 15;
  private static final int FOLLOWING = 3;
  private static final String GAP = "…";

  private enum Rank {
    STRONG,
    FOLLOWING,
    OTHER
  }

  /** A line, with how many look like it. */
  private static final class Line {
    final long index;
    final String text;
    final Rank rank;
    int count = 1;

    Line(long index, String text, Rank rank) {
      this.index = index;
      this.text = text;
      this.rank = rank;
    }

    String shown() {
      return count == 1 ? text : text + " (×" + count + ")";
    }
  }

  private final Map<String, Line> shapes = new LinkedHashMap<>();
  private final Deque<Line> last = new ArrayDeque<>();
  private long lines;
  private int following;

  /** Returns at most {@code limit} characters that say what {@code output} says of a failure. */
  static String of(InputStream output, int limit) throws IOException {
    OutputDigest digest = new OutputDigest();
    PlainLines.read(output, LINE_CHARS, digest::add);
    return digest.text(limit);
  }

  /** Takes the next line. */
  void add(String whole) {
    if (whole.isBlank()) {
      return;
    }
    String line = Excerpt.start(whole, LINE_CHARS);
    boolean strong = STRONG.matcher(line).find() && !HARMLESS.matcher(line).find();
    following = strong ? FOLLOWING : following - 1;
    Rank rank = strong ? Rank.STRONG : following >= 0 ? Rank.FOLLOWING : Rank.OTHER;
    Line added = new Line(lines, line, rank);
    lines++;
    remember(added);
    last.add(added);
    if (last.size() > LAST_LINES) {
      last.remove();
    }
  }

  private void remember(Line line) {
    // Numbers tell failures apart, but not noise.
    String shape =
        line.rank == Rank.STRONG ? line.text : NUMBERS.matcher(line.text).replaceAll("#");
    Line before = shapes.get(shape);
    if (before != null) {
      before.count++;
    } else if (shapes.size() < (line.rank == Rank.STRONG ? 2 * SHAPES : SHAPES)) {
      shapes.put(shape, line);
    }
  }

  /** Returns at most {@code limit} characters of what has come. */
  String text(int limit) {
    TreeMap<Long, String> chosen = new TreeMap<>();
    int room = limit;
    List<Line> end = ImmutableList.copyOf(last).reverse();
    room = choose(chosen, end, room, Math.max(0, limit - limit / 4));
    for (Rank rank : Rank.values()) {
      room =
          choose(
              chosen,
              of(line -> line.rank == rank && (rank != Rank.OTHER || line.count == 1)),
              room,
              0);
    }
    choose(chosen, of(line -> line.rank == Rank.OTHER && line.count > 1), room, 0);
    return joined(chosen, limit);
  }

  private List<Line> of(Predicate<Line> wanted) {
    return shapes.values().stream()
        .filter(wanted)
        .sorted(Comparator.comparingLong(line -> line.index))
        .collect(ImmutableList.toImmutableList());
  }

  /* A line may need a gap's mark beside it, so its price is a little more than itself. */
  private static int choose(Map<Long, String> chosen, List<Line> candidates, int room, int leave) {
    int left = room;
    for (Line line : candidates) {
      int price = line.shown().length() + 1 + GAP.length() + 1;
      if (left - price >= leave && chosen.putIfAbsent(line.index, line.shown()) == null) {
        left -= price;
      }
    }
    return left;
  }

  private String joined(Map<Long, String> chosen, int limit) {
    StringBuilder text = new StringBuilder();
    long next = 0;
    for (Map.Entry<Long, String> line : chosen.entrySet()) {
      if (line.getKey() > next) {
        text.append(GAP).append('\n');
      }
      text.append(line.getValue()).append('\n');
      next = line.getKey() + 1;
    }
    String joined = text.toString().stripTrailing();
    return joined.length() <= limit ? joined : joined.substring(0, limit);
  }
}
