package dev.aidp.workflows.workloop;

import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.GuardFindings;
import dev.aidp.run.Defaults;
import dev.aidp.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the next prompt says of an iteration that was not enough. */
final class Feedback {

  /** Room for everything but the checks' output. */
  private static final int FRAME = 6_000;

  /** Room for all that is said of checks that need not pass; a part of the frame. */
  private static final int WARNINGS = 2_000;

  private Feedback() {}

  /**
   * Returns it, at most {@link Defaults#FEEDBACK_TEXT} characters.
   *
   * @param checks what the checks came to: of those that need not pass it says what they say, last
   * @param remarks what else is said, first of all
   */
  static String of(UnmetCriteria shortfall, @Nullable CheckReport checks, List<String> remarks) {
    List<String> parts = new ArrayList<>(remarks);
    if (shortfall.noStatus()) {
      parts.add(
          "Your reply had no line that reads `STATUS: COMPLETE`. Print that line by itself when the task is done.");
    }
    if (shortfall.noChange()) {
      parts.add("You have changed nothing: the files are as they were when this task began.");
    }
    if (!shortfall.missing().isEmpty()) {
      parts.add("These outputs are missing in $AIDP_ARTIFACTS/out: " + list(shortfall.missing()));
    }
    if (!shortfall.outside().isEmpty()) {
      parts.add(
          "You changed files that are not this task's; undo that: " + list(shortfall.outside()));
    }
    if (!shortfall.guards().violations().isEmpty()) {
      parts.add("This run refuses what you left:\n" + guards(shortfall.guards()));
    }
    if (!shortfall.faults().isEmpty()) {
      parts.add("What you left cannot be taken so; mend that:\n" + faults(shortfall.faults()));
    }
    if (shortfall.onlyClean()) {
      parts.add(
          "Your working copy is green, but a clean checkout of the same tree is red. Something that the checks need"
              + " is not in the tree: it is ignored by git, was made by hand, or is the output of an earlier state."
              + " Put it into the tree, or make the checks produce it; here is what a clean checkout says.");
    }
    int room = Defaults.FEEDBACK_TEXT - FRAME;
    int red = shortfall.red().size();
    shortfall.red().forEach(check -> parts.add(CheckWords.red(check, room / red)));
    warnings(parts, checks);
    return Excerpt.start(String.join("\n\n", parts), Defaults.FEEDBACK_TEXT);
  }

  private static void warnings(List<String> parts, @Nullable CheckReport checks) {
    List<CheckResult> told =
        checks == null ? List.of() : checks.results().stream().filter(Feedback::told).toList();
    for (CheckResult check : told) {
      String what =
          check.warns()
              ? "A warning: this need not pass, but mend it if it is your doing. "
                  + CheckWords.red(check, WARNINGS / told.size())
              : CheckWords.warning(check).orElse("");
      parts.add(Excerpt.start(what, WARNINGS / told.size()));
    }
  }

  private static boolean told(CheckResult check) {
    return check.warns() || check.more().flaky();
  }

  private static String guards(GuardFindings found) {
    int each = FRAME / 4 / found.violations().size();
    return found.violations().stream()
        .map(
            one ->
                "- %s: %s.\n  %s"
                    .formatted(one.guard(), Excerpt.start(one.what(), each), one.remedy()))
        .collect(Collectors.joining("\n"));
  }

  private static String faults(List<String> faults) {
    return Excerpt.start("- " + String.join("\n- ", faults), FRAME / 4);
  }

  private static String list(List<String> names) {
    return Excerpt.start(String.join(", ", names), FRAME / 4);
  }
}
