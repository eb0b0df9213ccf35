package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.cli.Git;
import java.util.List;

/** One path that an index holds otherwise than a tree. */
record RawChange(String oldMode, String newMode, String oldId, String newId, String path) {

  private static final String NONE = "000000";
  private static final String REPOSITORY = "160000";

  /** Returns how the index of {@code git} differs from {@code tree}. */
  static ImmutableList<RawChange> staged(Git git, String tree) {
    List<String> fields =
        git.fields("diff-index", "--cached", "--raw", "-z", "--no-renames", "--no-abbrev", tree);
    ImmutableList.Builder<RawChange> changes = ImmutableList.builder();
    // Each is ":OLDMODE NEWMODE OLDID NEWID KIND" and its path.
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      String[] words = fields.get(i).split(" ", -1);
      changes.add(
          new RawChange(words[0].substring(1), words[1], words[2], words[3], fields.get(i + 1)));
    }
    return changes.build();
  }

  static RawChange of(PathChange change) {
    return new RawChange(
        change.oldMode(), change.newMode(), change.oldId(), change.newId(), change.text());
  }

  boolean deleted() {
    return newMode.equals(NONE);
  }

  /** Returns whether it is a file before and after, with other content. */
  boolean edited() {
    return oldMode.startsWith("100") && newMode.startsWith("100") && !oldId.equals(newId);
  }

  /** Returns whether it names a commit of another repository, and did not before. */
  boolean newSubmodule() {
    return submodule() && !oldMode.equals(REPOSITORY);
  }

  /** Returns whether it names a commit of another repository. */
  boolean submodule() {
    return newMode.equals(REPOSITORY);
  }
}
