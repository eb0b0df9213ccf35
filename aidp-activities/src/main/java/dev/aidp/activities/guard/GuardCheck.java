package dev.aidp.activities.guard;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.aidp.activities.git.PathChange;
import dev.aidp.activities.git.TreeDiffs;
import dev.aidp.command.GuardFindings;
import dev.aidp.git.TreeState;
import dev.aidp.run.DiffGuards;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a unit has changed and judges it. Safe for use by many threads. */
public final class GuardCheck {

  private final TreeDiffs diffs;

  /** Makes one that reads {@code diffs}. */
  public GuardCheck(TreeDiffs diffs) {
    this.diffs = diffs;
  }

  /** Returns what {@code guards} say of work that began at {@code start} and has left this. */
  public GuardFindings check(DiffGuards guards, String start, TreeState left) {
    List<PathChange> changes = diffs.between(start, left.tree());
    if (changes.isEmpty() && left.head().equals(start)) {
      return GuardFindings.NONE;
    }
    List<LineRule> rules = LineRule.of(guards.forbidden());
    return GuardVerdict.of(
        guards,
        new Diff(
            start,
            changes,
            guards.maxLines() == null ? 0 : lines(changes),
            added(rules, changes),
            past(rules, changes, start, left.head())));
  }

  /** A file that was only moved has changed no line. */
  private long lines(List<PathChange> changes) {
    Set<String> removed = ids(changes.stream().filter(PathChange::deleted).toList(), true);
    Set<String> added = ids(changes.stream().filter(PathChange::added).toList(), false);
    List<String> blobs = new ArrayList<>();
    List<Boolean> before = new ArrayList<>();
    for (PathChange change : changes) {
      boolean moved =
          change.deleted() && added.contains(change.oldId())
              || change.added() && removed.contains(change.newId());
      boolean same = change.oldId().equals(change.newId());
      if (change.fileBefore() && !moved && !same) {
        blobs.add(change.oldId());
        before.add(true);
      }
      if (change.fileAfter() && !moved && !same) {
        blobs.add(change.newId());
        before.add(false);
      }
    }
    LineCount count = new LineCount(before);
    diffs.read(blobs, count);
    return count.sum();
  }

  private static Set<String> ids(List<PathChange> changes, boolean before) {
    return changes.stream()
        .map(change -> before ? change.oldId() : change.newId())
        .collect(Collectors.toSet());
  }

  /** Lines that are there more often than before, in whatever files they were. */
  private List<LineScan.Found> added(List<LineRule> rules, List<PathChange> changes) {
    Map<LineScan.Line, LineScan.Places> now = scan(rules, after(changes));
    if (now.isEmpty()) {
      return ImmutableList.of();
    }
    Map<LineScan.Line, LineScan.Places> old = scan(rules, before(changes));
    return now.entrySet().stream()
        .filter(each -> each.getValue().count() > count(old.get(each.getKey())))
        .map(each -> each.getValue().first())
        .toList();
  }

  private static int count(LineScan.@Nullable Places places) {
    return places == null ? 0 : places.count();
  }

  /** What was added by one commit and taken out by the next one is published with them. */
  private List<LineScan.Found> past(
      List<LineRule> all, List<PathChange> changes, String start, String head) {
    List<LineRule> rules = all.stream().filter(LineRule::stays).toList();
    if (rules.isEmpty() || head.equals(start)) {
      return ImmutableList.of();
    }
    List<PathChange> commits = diffs.onTheWay(start, head);
    Map<String, String> brought = after(commits);
    Map<String, String> passed = new LinkedHashMap<>(brought);
    passed.keySet().removeAll(after(changes).keySet());
    Map<LineScan.Line, LineScan.Places> found = scan(rules, passed);
    if (found.isEmpty()) {
      return ImmutableList.of();
    }
    Map<String, String> old = before(commits);
    old.keySet().removeAll(brought.keySet());
    Set<LineScan.Line> known = scan(rules, old).keySet();
    return found.entrySet().stream()
        .filter(each -> !known.contains(each.getKey()))
        .map(each -> each.getValue().first())
        .toList();
  }

  private Map<LineScan.Line, LineScan.Places> scan(
      List<LineRule> rules, Map<String, String> files) {
    LineScan scan = new LineScan(rules, ImmutableList.copyOf(files.values()));
    if (!rules.isEmpty()) {
      diffs.read(ImmutableList.copyOf(files.keySet()), scan);
    }
    return scan.found();
  }

  /** Returns the path of each file's content afterwards; one that was there before has no say. */
  private static Map<String, String> after(Iterable<PathChange> changes) {
    Map<String, String> files = new LinkedHashMap<>();
    for (PathChange each : Iterables.filter(changes, PathChange::fileAfter)) {
      files.putIfAbsent(each.newId(), each.text());
    }
    return files;
  }

  private static Map<String, String> before(Iterable<PathChange> changes) {
    Map<String, String> files = new LinkedHashMap<>();
    for (PathChange each : Iterables.filter(changes, PathChange::fileBefore)) {
      files.putIfAbsent(each.oldId(), each.text());
    }
    return files;
  }
}
