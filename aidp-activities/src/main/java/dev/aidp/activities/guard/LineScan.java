package dev.aidp.activities.guard;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the lines of blobs that are forbidden. */
final class LineScan extends LineReader {

  /** More say no more. */
  private static final int MOST = 1_000;

  /** The same line by the same rule, wherever it is. */
  record Line(LineRule rule, long hash) {}

  /**
   * A line that is forbidden.
   *
   * @param rule by which
   * @param path of the file where it is first
   * @param number of the line there
   */
  record Found(LineRule rule, String path, int number) {}

  /** Where a line is first, and how often it is there. */
  record Places(Found first, int count) {}

  private final List<LineRule> rules;
  private final List<String> paths;
  private final Map<Line, Places> found = new LinkedHashMap<>();
  private String path = "";

  /** Makes one for the blobs at {@code paths}, in this order. */
  LineScan(List<LineRule> rules, List<String> paths) {
    this.rules = rules;
    this.paths = paths;
  }

  @Override
  public void begin(int index) {
    super.begin(index);
    path = paths.get(index);
  }

  @Override
  void line(int line, byte[] bytes, int size) {
    int end = size > 0 && bytes[size - 1] == '\r' ? size - 1 : size;
    String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
    for (LineRule rule : rules) {
      if (rule.matches().test(path, text)) {
        Line key =
            new Line(rule, Hashing.farmHashFingerprint64().hashUnencodedChars(text).asLong());
        if (found.size() < MOST || found.containsKey(key)) {
          found.merge(
              key,
              new Places(new Found(rule, path, line), 1),
              (some, more) -> new Places(some.first(), some.count() + 1));
        }
      }
    }
  }

  /** Returns what was found. */
  Map<Line, Places> found() {
    return found;
  }
}
