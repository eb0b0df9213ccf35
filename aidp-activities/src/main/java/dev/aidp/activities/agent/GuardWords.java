package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.markdown.Markdown;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.DiffGuards.Content;
import dev.aidp.text.Excerpt;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an agent is told beforehand of the guards of its run. Pure. */
final class GuardWords {

  /** The rest is told where it is violated. */
  private static final int SHOWN = 20;

  private static final int LONGEST = 200;

  private GuardWords() {}

  /** Returns each in a line. */
  static List<String> of(DiffGuards guards) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    paths(lines, "Change nothing but", guards.include());
    paths(lines, "Do not change, rename, remove or add", guards.exclude());
    paths(lines, "Do nothing at all to, and put nothing into,", guards.protectedPaths());
    paths(lines, "A person must approve changes to", guards.confirm());
    if (guards.maxLines() != null) {
      lines.add("Add and remove at most %d lines.".formatted(guards.maxLines()));
    }
    if (guards.maxFiles() != null) {
      lines.add("Change at most %d files.".formatted(guards.maxFiles()));
    }
    forbidden(lines, guards.forbidden());
    return lines.build();
  }

  private static void paths(ImmutableList.Builder<String> lines, String what, List<String> paths) {
    if (!paths.isEmpty()) {
      String named =
          paths.stream()
              .limit(SHOWN)
              .map(path -> Markdown.code(Excerpt.start(path, LONGEST)))
              .collect(Collectors.joining(", "));
      int more = paths.size() - SHOWN;
      lines.add("%s %s%s.".formatted(what, named, more > 0 ? " and %d more".formatted(more) : ""));
    }
  }

  private static void forbidden(
      ImmutableList.Builder<String> lines, DiffGuards.Forbidden forbidden) {
    if (forbidden.content().contains(Content.CONFLICT_MARKERS)) {
      lines.add("Leave no conflict marker that was not there before.");
    }
    if (forbidden.content().contains(Content.SECRETS)) {
      lines.add("Put no secret into a file or a commit: no private key, token or password.");
    }
    for (Map.Entry<String, String> pattern : forbidden.patterns().entrySet()) {
      lines.add(
          "Add no line that matches %s."
              .formatted(Markdown.code(Excerpt.start(pattern.getValue(), LONGEST))));
    }
  }
}
