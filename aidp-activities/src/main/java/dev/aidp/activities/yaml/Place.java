package dev.aidp.activities.yaml;

import java.util.Comparator;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * A place in a text.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters as people count them, not in bytes
 */
public record Place(int line, int column) implements Comparable<Place> {

  /** The beginning. */
  public static final Place START = new Place(1, 1);

  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::line).thenComparingInt(Place::column);

  static Place of(Optional<Mark> mark) {
    return mark.map(m -> new Place(m.getLine() + 1, m.getColumn() + 1)).orElse(START);
  }

  /** Returns it as it is printed. */
  public String in(String file) {
    return file + ":" + line + ":" + column;
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
