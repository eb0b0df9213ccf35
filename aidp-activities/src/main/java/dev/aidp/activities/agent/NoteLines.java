package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.process.PlainText;
import dev.aidp.agent.TaskNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the lines by which an agent keeps a list of what is left to do, and names the unit that
 * comes next. Case, bullets, Markdown emphasis and colour codes do not matter; a quoted line is
 * none.
 */
final class NoteLines {

  private static final String BEGIN = "^\\s*(?:[-*+]\\s+)?[*_`~]*";

  private static final Pattern FILE =
      Pattern.compile(
          BEGIN + "file task:[*_`~]*\\s*(\\S.*?)[*_`~]*\\s*$", Pattern.CASE_INSENSITIVE);

  private static final Pattern UPDATE =
      Pattern.compile(
          BEGIN + "update task:[*_`~]*\\s*#?([1-9][0-9]{0,3})[\\s:]+(done|open)\\b.*$",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NEXT =
      Pattern.compile(
          BEGIN + "next_unit\\s*[*_`~]*:[\\s*_`~]*([a-z0-9][a-z0-9_-]{0,63}?)[*_`~.]*\\s*$",
          Pattern.CASE_INSENSITIVE);

  /** No line that is one is longer. */
  private static final int LONGEST_LINE = 2_000;

  private final List<TaskNote> found = new ArrayList<>();
  private @Nullable String next;

  /** Takes a line of the reply. */
  void take(String line) {
    if (line.length() <= LONGEST_LINE) {
      String plain = PlainText.of(line);
      Matcher named = NEXT.matcher(plain);
      if (named.matches()) {
        next = named.group(1).toLowerCase(Locale.ROOT);
      } else {
        note(plain);
      }
    }
  }

  private void note(String plain) {
    if (found.size() < TaskNote.MOST) {
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

  /** Returns what was noted, in its order. */
  ImmutableList<TaskNote> tasks() {
    return ImmutableList.copyOf(found);
  }

  /** Returns the unit that the last such line names, or null. */
  @Nullable String next() {
    return next;
  }

  /** Returns those of {@code reply}. */
  static NoteLines in(String reply) {
    NoteLines lines = new NoteLines();
    reply.lines().forEach(lines::take);
    return lines;
  }
}
