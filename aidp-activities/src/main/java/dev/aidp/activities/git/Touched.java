package dev.aidp.activities.git;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The paths that have changed since some commit, and whether further changes since the same commit
 * can simply be added. Pure.
 */
final class Touched {

  /*
   * Git merges path by path unless it sees a rename. Changes of two sides that share no path are
   * therefore the sum of both, but for these: a file on one side where the other has a folder; one
   * file renamed to two names, which shows as a path that both deleted; and a folder renamed on one
   * side, into whose old name the other side puts a file: then some path below that folder was
   * deleted by one side, and one was added by the other. All of these, and whatever shares a path,
   * are left to git. That is never wrong, only slower. Sets only grow: a path that was put back
   * still counts as touched, which again errs towards git.
   */

  private final Map<String, String> now = new HashMap<>();
  private final Set<String> added = new HashSet<>();
  private final Set<String> addedFolders = new HashSet<>();
  private final Set<String> deletedFolders = new HashSet<>();

  Touched(Collection<PathChange> changes) {
    add(changes);
  }

  /** Takes {@code changes} in. */
  void add(Collection<PathChange> changes) {
    for (PathChange change : changes) {
      now.put(change.path(), change.after());
      if (change.added()) {
        added.add(change.path());
        addedFolders.addAll(folders(change.path()));
      }
      if (change.deleted()) {
        deletedFolders.addAll(folders(change.path()));
      }
    }
  }

  /** Returns whether the merge with {@code changes} is the sum of both, whatever git knows. */
  boolean apartFrom(Collection<PathChange> changes) {
    return changes.stream().allMatch(this::apart);
  }

  private boolean apart(PathChange change) {
    String current = now.get(change.path());
    if (current != null && !current.equals(change.before())) {
      return false;
    }
    List<String> folders = folders(change.path());
    if (change.deleted() && folders.stream().anyMatch(addedFolders::contains)) {
      return false;
    }
    return !change.added()
        || !addedFolders.contains(change.path())
            && folders.stream()
                .noneMatch(each -> added.contains(each) || deletedFolders.contains(each));
  }

  /** Returns the folders around {@code path}; the top is none, since it is never renamed. */
  private static List<String> folders(String path) {
    List<String> folders = new ArrayList<>();
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      folders.add(path.substring(0, slash));
    }
    return folders;
  }
}
