package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.process.PlainText;
import dev.aidp.agent.TaskNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for the lines by which an agent keeps a list of what is left to do. Case, bullets, Markdown
 * emphasis and colour codes do not matter; a quoted line is none.
 */
final class TaskLines {

  private static final String BEGIN = "^\\s*(?:[-*+]\\s+)?[*_`~]*";

  private static final Pattern FILE =
      Pattern.compile(
          BEGIN + "file task:[*_`~]*\\s*(\\S.*?)[*_`~]*\\s*$", Pattern.CASE_INSENSITIVE);

  private static final Pattern UPDATE =
      Pattern.compile(
          BEGIN + "update task:[*_`~]*\\s*#?([1-9][0-9]{0,3})[\\s:]+(done|open)\\b.*$",
          Pattern.CASE_INSENSITIVE);

  /** No line that is one is longer. */
  private static final int LONGEST_LINE = 2_000;

  private final List<TaskNote> found = new ArrayList<>();

  /** Takes a line of the reply. */
  void take(String line) {
    if (found.size() < TaskNote.MOST && line.length() <= LONGEST_LINE) {
      String plain = PlainText.of(line);
      Matcher file = FILE.matcher(plain);
      Matcher update = UPDATE.matcher(plain);
      if (file.matches()) {
        found.add(new TaskNote(null, file.group(1)));
      } else if (update.matches()) {
        found.add(
            new TaskNote(
                Integer.valueOf(update.group(1)), update.group(2).toLowerCase(Locale.ROOT)));
      }
    }
  }

  /** Returns what was found, in its order. */
  ImmutableList<TaskNote> found() {
    return ImmutableList.copyOf(found);
  }

  /** Returns what is in {@code reply}. */
  static ImmutableList<TaskNote> in(String reply) {
    TaskLines lines = new TaskLines();
    reply.lines().forEach(lines::take);
    return lines.found();
  }
}
