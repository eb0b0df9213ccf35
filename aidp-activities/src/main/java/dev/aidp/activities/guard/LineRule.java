package dev.aidp.activities.guard;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.DiffGuards.Content;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * What no added line may be.
 *
 * @param guard the setting that says so
 * @param what what such a line is
 * @param remedy what is to be done about it
 * @param stays whether it must be in no commit either, though it was taken out again
 * @param matches whether a line of the file at a path is one
 */
record LineRule(
    String guard, String what, String remedy, boolean stays, BiPredicate<String, String> matches) {

  /** A line of seven equals signs alone is a heading as often as a marker. */
  private static final Pattern MARKER = Pattern.compile("(?:<{7}|>{7})(?: .*)?|\\|{7} \\S.*");

  private static final String SETTLE =
      "Settle the conflict: make of both sides what is right, and remove the marker lines.";

  private static final String TAKE_OUT =
      "Take it out: read it from the environment or a file that git ignores, and say in your reply what must be set.";

  private static final String OWN = "Take such lines out; this project does not want them.";

  /** Returns those of a run. */
  static List<LineRule> of(DiffGuards.Forbidden forbidden) {
    ImmutableList.Builder<LineRule> rules = ImmutableList.builder();
    if (forbidden.content().contains(Content.CONFLICT_MARKERS)) {
      rules.add(
          new LineRule(
              "guards.forbidden (conflict_markers)",
              "a conflict marker",
              SETTLE,
              false,
              (path, line) -> MARKER.matcher(line).matches()));
    }
    if (forbidden.content().contains(Content.SECRETS)) {
      SecretKind.ALL.forEach(
          kind ->
              rules.add(
                  new LineRule(
                      "guards.forbidden (secrets)", kind.what(), TAKE_OUT, true, kind::in)));
    }
    forbidden.patterns().forEach((name, pattern) -> rules.add(own(name, Pattern.compile(pattern))));
    return rules.build();
  }

  private static LineRule own(String name, Pattern pattern) {
    return new LineRule(
        "guards.patterns." + name,
        "it matches " + name,
        OWN,
        true,
        (path, line) -> BoundedText.finds(pattern, line));
  }
}
