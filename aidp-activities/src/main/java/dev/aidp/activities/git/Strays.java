package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What lies in a working copy and is in no index.
 *
 * @param git for its files
 * @param worktree the working copy
 */
record Strays(Git git, Path worktree) {

  private static final Pattern NOT_REMOVED =
      Pattern.compile("^warning: failed to remove (.*): ", Pattern.MULTILINE);

  /** Removes those that are not ignored, but for what {@code kept} names, as in an exclude file. */
  void remove(Collection<String> kept) {
    clean(sparing(kept), "--exclude-standard");
  }

  /** Removes all but what {@code kept} names. */
  void removeAll(Collection<String> kept) {
    clean(ImmutableList.<String>builder().add("-x").addAll(sparing(kept)).build(), "--directory");
  }

  private static ImmutableList<String> sparing(Collection<String> patterns) {
    ImmutableList.Builder<String> words = ImmutableList.builder();
    patterns.forEach(pattern -> words.add("-e", pattern));
    return words.build();
  }

  /** Git's own clean gives up on folders that were closed to their owner: we remove these. */
  private void clean(List<String> more, String which) {
    String[] words =
        ImmutableList.<String>builder()
            .add("clean", "-f", "-f", "-d", "-q")
            .addAll(more)
            .build()
            .toArray(String[]::new);
    if (git.run(words).ok()) {
      return;
    }
    List<String> strays = git.fields("ls-files", "--others", "-z", which);
    strays.forEach(path -> Removal.of(worktree.resolve(path)));
    GitResult answer = git.run(words);
    // Folders that are empty, or that nobody here may read, are never recorded: these may stay.
    boolean all = more.contains("-x") || !git.fields("ls-files", "--others", "-z", which).isEmpty();
    if (!answer.ok() && all) {
      NOT_REMOVED
          .matcher(answer.errors())
          .results()
          .forEach(found -> Removal.of(worktree.resolve(found.group(1))));
    }
  }
}
