package dev.aidp.activities.yaml;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import dev.aidp.failure.UsageException.Detail;
import dev.aidp.text.Excerpt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The faults of one text, in the order of their places. */
public final class Findings {

  /** More than this many help nobody. */
  public static final int MOST = 50;

  /**
   * Longest message, in characters. All of them together must stay small enough for a step's
   * outcome, and what they quote is as long as its writer liked.
   */
  public static final int LONGEST = 400;

  private record Found(Place place, String message) {}

  private final String file;
  private final List<Found> found = new ArrayList<>();

  /** Makes an empty list; {@code file} is how the text is called in messages. */
  public Findings(String file) {
    this.file = file;
  }

  /** Adds one. What it quotes may be of any length and hold any character. */
  public void add(Place place, String message) {
    found.add(new Found(place, shortened(printable(message))));
  }

  /** Returns whether there is none. */
  public boolean none() {
    return found.isEmpty();
  }

  /** Returns whether further ones would hardly be seen, so that no trouble need be taken. */
  public boolean crowded() {
    return found.size() > MOST;
  }

  int size() {
    return found.size();
  }

  /** Forgets all after the first {@code size}. */
  void cut(int size) {
    found.subList(size, found.size()).clear();
  }

  /** Returns at most {@value MOST}, each with {@code FILE:LINE:COL}. */
  public ImmutableList<Detail> details() {
    return found.stream()
        .sorted(Comparator.comparing(Found::place))
        .distinct()
        .limit(MOST)
        .map(f -> new Detail(f.place.in(file), f.message))
        .collect(ImmutableList.toImmutableList());
  }

  /** The text is from outside: nothing in it may move a terminal's cursor or break a line. */
  private static String printable(String message) {
    return CharMatcher.javaIsoControl().replaceFrom(message, '\uFFFD');
  }

  /** What is wrong is said at the end, what it is about at the beginning. */
  private static String shortened(String message) {
    if (message.length() <= LONGEST) {
      return message;
    }
    int half = LONGEST / 2;
    return Excerpt.start(message, half) + Excerpt.end(message, half).substring(1);
  }
}
