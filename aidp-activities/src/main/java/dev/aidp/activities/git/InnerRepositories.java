package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Git;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Repositories that an agent made inside a working copy. Git would keep only the ids of their
 * commits and their files would be lost, so they become plain folders. Submodules, which {@code
 * .gitmodules} names, stay what they are.
 */
record InnerRepositories(Git git, Path worktree) {

  /** A repository in a repository in a repository: each round finds those of one depth. */
  private static final int DEPTH = 20;

  /** Makes them plain folders; returns whether there were any. */
  boolean dissolve() {
    boolean any = false;
    for (int i = 0; i < DEPTH; i++) {
      // Others are listed file by file; only a repository is listed as a folder.
      List<String> inner =
          git.run("ls-files", "-o", "-z", "--exclude-standard").fields().stream()
              .filter(path -> path.endsWith("/"))
              .toList();
      Set<String> named =
          inner.isEmpty() ? Set.of() : SubmoduleNames.read(git, worktree).byPath().keySet();
      List<String> plain =
          inner.stream()
              .filter(path -> !named.contains(path.substring(0, path.length() - 1)))
              .toList();
      if (plain.isEmpty()) {
        return any;
      }
      any = true;
      plain.forEach(path -> Removal.of(worktree.resolve(path).resolve(".git")));
    }
    return any;
  }
}
