package dev.aidp.activities.guard;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.PathChange;
import dev.aidp.command.GuardFindings;
import dev.aidp.command.GuardFindings.Violation;
import dev.aidp.run.DiffGuards;
import dev.aidp.text.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What the guards say of a diff. Pure. */
final class GuardVerdict {

  /** More places say no more of one guard. */
  private static final int SHOWN = 20;

  private static final int LONGEST_PATH = 200;
  private static final int LONGEST_LIST = 500;
  private static final int COMMIT = 12;

  private final Diff diff;
  private final List<Violation> violations = new ArrayList<>();

  private GuardVerdict(Diff diff) {
    this.diff = diff;
  }

  /** Returns it. */
  static GuardFindings of(DiffGuards guards, Diff diff) {
    GuardVerdict verdict = new GuardVerdict(diff);
    verdict.paths(guards);
    verdict.sizes(guards);
    verdict.lines(diff.found(), "");
    verdict.lines(diff.past(), ", in a commit of yours that comes before what you left");
    return new GuardFindings(verdict.violations, verdict.confirm(guards.confirm()));
  }

  private void paths(DiffGuards guards) {
    String undo =
        "Undo it: `git checkout %s -- FILE` brings back what was there; remove what was not."
            .formatted(start());
    refuse("guards.protected", Paths.literally(guards.protectedPaths()), undo);
    refuse("guards.exclude", Paths.anyForm(guards.exclude()), undo);
    if (!guards.include().isEmpty()) {
      refuse(
          "guards.include",
          Paths.exactly(guards.include()).negate(),
          "Only %s may be changed. "
                  .formatted(Excerpt.start(String.join(", ", guards.include()), LONGEST_LIST))
              + undo);
    }
  }

  private void refuse(String guard, Predicate<String> which, String remedy) {
    List<String> places =
        diff.changes().stream()
            .filter(change -> which.test(change.text()))
            .map(change -> shortened(change) + " (" + change.kind() + ")")
            .toList();
    if (!places.isEmpty()) {
      violations.add(new Violation(guard, String.join(", ", shown(places)), remedy));
    }
  }

  private static String shortened(PathChange change) {
    return Excerpt.start(change.text(), LONGEST_PATH);
  }

  private void sizes(DiffGuards guards) {
    String less = "Do only what the task asks for, and leave out what is generated.";
    Integer lines = guards.maxLines();
    if (lines != null && diff.lines() > lines) {
      violations.add(
          new Violation(
              "guards.max_lines",
              "%d lines are added or removed, at most %d may be".formatted(diff.lines(), lines),
              less));
    }
    Integer files = guards.maxFiles();
    if (files != null && diff.changes().size() > files) {
      violations.add(
          new Violation(
              "guards.max_files",
              "%d files are changed, at most %d may be".formatted(diff.changes().size(), files),
              less));
    }
  }

  private void lines(List<LineScan.Found> found, String where) {
    Map<String, List<LineScan.Found>> byGuard = new LinkedHashMap<>();
    found.forEach(
        each -> byGuard.computeIfAbsent(each.rule().guard(), key -> new ArrayList<>()).add(each));
    byGuard.forEach((guard, all) -> violations.add(lines(guard, all, where)));
  }

  private Violation lines(String guard, List<LineScan.Found> all, String where) {
    List<String> places = all.stream().map(each -> place(each) + where).toList();
    String remedy = all.get(0).rule().remedy();
    return new Violation(
        guard,
        String.join(", ", shown(places)),
        where.isEmpty()
            ? remedy
            : "It would be published with that commit: `git reset --soft %s` leaves your files and takes your commits back."
                .formatted(start()));
  }

  private String start() {
    return diff.start().substring(0, Math.min(COMMIT, diff.start().length()));
  }

  private static String place(LineScan.Found found) {
    return "%s:%d (%s)"
        .formatted(Excerpt.start(found.path(), LONGEST_PATH), found.number(), found.rule().what());
  }

  private List<String> confirm(List<String> globs) {
    Predicate<String> which = Paths.anyForm(globs);
    return shown(
        diff.changes().stream()
            .filter(change -> which.test(change.text()))
            .map(GuardVerdict::shortened)
            .toList());
  }

  private static List<String> shown(List<String> all) {
    return all.size() <= SHOWN
        ? all
        : ImmutableList.<String>builder()
            .addAll(all.subList(0, SHOWN))
            .add("%d more".formatted(all.size() - SHOWN))
            .build();
  }
}
