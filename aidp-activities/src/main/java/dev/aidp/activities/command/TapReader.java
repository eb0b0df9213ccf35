package dev.aidp.activities.command;

import com.google.common.base.CharMatcher;
import dev.aidp.command.TestFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads TAP out of the lines of an output, with the diagnostics that follow a test as YAML or as
 * comments. Of a test with tests of its own only those count. Pure.
 */
final class TapReader {

  private static final Pattern HEAD = Pattern.compile("\\s*(?:TAP version \\d+|1\\.\\.\\d+\\b.*)");
  private static final Pattern TEST =
      Pattern.compile("(\\s*)(not )?ok\\b(?:\\s+\\d+)?\\s*(?:-\\s+)?(.*)");
  private static final Pattern DIRECTIVE =
      Pattern.compile("\\s#\\s*(?:TODO|SKIP)\\b.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern KEY = Pattern.compile("\\s*([A-Za-z_]+)\\s*:\\s*(.*)");
  private static final Pattern AT = Pattern.compile("\\s*#\\s+at (\\S+) line (\\d+)\\.?.*");
  private static final Pattern VALUE = Pattern.compile("\\s*#\\s+(got|expected): (.*)");
  private static final CharMatcher QUOTES = CharMatcher.anyOf("'\"");

  /** How the tests at one depth went since the last one above them. */
  private record Level(int indent, boolean failed) {}

  private final TestFailures found;
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Map<String, String> said = new HashMap<>();
  private @Nullable String failing;
  private @Nullable String open;
  private boolean yaml;
  private boolean tap;

  TapReader(TestFailures found) {
    this.found = found;
  }

  /** Takes the next line. */
  void line(String line) {
    tap |= HEAD.matcher(line).matches();
    if (!tap) {
      return;
    }
    String text = line.strip();
    if (failing != null && text.equals("---")) {
      yaml = true;
    } else if (yaml && text.equals("...")) {
      yaml = false;
    } else if (yaml) {
      field(line);
    } else if (!test(line)) {
      comment(line);
    }
  }

  /** All lines have come. */
  void end() {
    settle();
  }

  private boolean test(String line) {
    Matcher test = TEST.matcher(line);
    if (!test.matches()) {
      return false;
    }
    settle();
    boolean failed = test.group(2) != null && !DIRECTIVE.matcher(" " + test.group(3)).find();
    int indent = test.group(1).length();
    boolean inner = false;
    while (!levels.isEmpty() && levels.getLast().indent() > indent) {
      inner |= levels.removeLast().failed();
    }
    boolean before =
        !levels.isEmpty() && levels.getLast().indent() == indent && levels.removeLast().failed();
    levels.add(new Level(indent, before || failed));
    failing = failed && !inner ? test.group(3) : null;
    return true;
  }

  private void field(String line) {
    Matcher field = KEY.matcher(line);
    if (open != null && !line.isBlank()) {
      said.putIfAbsent(open, line.strip());
      open = null;
    } else if (field.matches()) {
      String value = field.group(2).strip();
      if (value.matches("[|>][+-]?")) {
        open = field.group(1);
      } else {
        said.putIfAbsent(field.group(1), QUOTES.trimFrom(value));
      }
    }
  }

  private void comment(String line) {
    Matcher at = AT.matcher(line);
    Matcher value = VALUE.matcher(line);
    if (failing != null && at.matches()) {
      said.putIfAbsent("at", at.group(1) + ":" + at.group(2));
    } else if (failing != null && value.matches()) {
      said.putIfAbsent(value.group(1).equals("got") ? "actual" : "expected", value.group(2));
    }
  }

  private void settle() {
    if (failing != null) {
      String file = first("location", "at", "file");
      String line = first("line");
      String where = file.isEmpty() || line.isEmpty() ? file : file + ":" + line;
      String message = first("error", "message");
      String wanted = first("expected", "wanted");
      if (message.isEmpty() && !wanted.isEmpty()) {
        message = "expected %s, got %s".formatted(wanted, first("actual", "found"));
      }
      found.add(new TestFailure(failing, where, message));
    }
    failing = null;
    open = null;
    yaml = false;
    said.clear();
  }

  private String first(String... keys) {
    for (String key : keys) {
      String value = said.getOrDefault(key, "");
      if (!value.isEmpty()) {
        return value;
      }
    }
    return "";
  }
}
