package dev.aidp.activities.yaml;

/** A place in a text, both counted from 1. */
public record Place(int line, int column) implements Comparable<Place> {

  /** The beginning. */
  public static final Place START = new Place(1, 1);

  /** Returns it as it is printed. */
  public String in(String file) {
    return file + ":" + line + ":" + column;
  }

  @Override
  public int compareTo(Place other) {
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }
}
