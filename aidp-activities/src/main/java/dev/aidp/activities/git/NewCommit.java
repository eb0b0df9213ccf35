package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;

/**
 * A commit to be made, without its tree. Texts hold bytes as they are, a character each.
 *
 * @param merged parents besides the one it stands on
 * @param author {@code NAME <MAIL> SECONDS ZONE}
 * @param committer the same of the committer
 * @param message its whole message
 */
record NewCommit(ImmutableList<String> merged, String author, String committer, String message) {

  private static final DateTimeFormatter SECONDS_AND_ZONE =
      new DateTimeFormatterBuilder()
          .appendValue(ChronoField.INSTANT_SECONDS)
          .appendPattern(" xx")
          .toFormatter(Locale.ROOT);

  /** Returns one that is made now. */
  static NewCommit now(Identity who, String message) {
    String now = " " + SECONDS_AND_ZONE.format(ZonedDateTime.now(ZoneId.systemDefault()));
    return new NewCommit(
        ImmutableList.of(), who.author() + now, who.committer() + now, octets(message));
  }

  static String octets(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  static String text(String octets) {
    return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Returns the commit as git stores it. */
  String stored(String tree, String parent) {
    StringBuilder text = new StringBuilder("tree " + tree + "\nparent " + parent + "\n");
    merged.forEach(each -> text.append("parent ").append(each).append('\n'));
    return text.append("author " + author + "\ncommitter " + committer + "\n\n" + message)
        .toString();
  }

  /** Returns the variables that make git's own commands commit with these names and dates. */
  ImmutableMap<String, String> environment() {
    ImmutableMap.Builder<String, String> variables = ImmutableMap.builder();
    put(variables, "AUTHOR", text(author));
    put(variables, "COMMITTER", text(committer));
    return variables.buildOrThrow();
  }

  private static void put(
      ImmutableMap.Builder<String, String> variables, String role, String line) {
    int open = line.lastIndexOf('<');
    int close = line.lastIndexOf('>');
    variables
        .put("GIT_" + role + "_NAME", line.substring(0, open).strip())
        .put("GIT_" + role + "_EMAIL", line.substring(open + 1, close))
        .put("GIT_" + role + "_DATE", "@" + line.substring(close + 1).strip());
  }
}
