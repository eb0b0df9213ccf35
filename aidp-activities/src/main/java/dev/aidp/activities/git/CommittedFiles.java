package dev.aidp.activities.git;

import com.google.common.base.CharMatcher;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files as they are in commits of the repository. Safe for use by many threads. */
public final class CommittedFiles {

  private final Git git;
  private final Objects objects;

  /** Makes it for the repository of {@code layout}. */
  public CommittedFiles(Layout layout) {
    git = Git.in(layout.gitDir());
    objects = new Objects(git);
  }

  /** Returns the content of the file at {@code path} in {@code commit}, if there is one. */
  public Optional<byte[]> content(String commit, String path) {
    Objects.@Nullable Entry entry = entry(commit, path);
    return entry == null || !entry.file()
        ? Optional.empty()
        : Optional.of(objects.bytes(entry.blob()));
  }

  private Objects.@Nullable Entry entry(String commit, String path) {
    if (!CharMatcher.ascii().matchesAllOf(path)) {
      return objects.entries(commit, Set.of(path)).get(path);
    }
    // A name like any other one, even if it looks like a pattern.
    for (String line : git.fields("ls-tree", "-z", "--full-tree", commit, "--", path)) {
      String[] words = line.substring(0, line.indexOf('\t')).split(" ", -1);
      if (line.substring(line.indexOf('\t') + 1).equals(path)) {
        return new Objects.Entry(words[0], words[2]);
      }
    }
    return null;
  }
}
