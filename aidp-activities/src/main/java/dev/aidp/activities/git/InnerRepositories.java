package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Answer;
import dev.aidp.activities.git.cli.Git;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Repositories that an agent made inside a worktree. Git would keep only the ids of their commits
 * and their files would be lost, so they become plain folders. Submodules, which {@code
 * .gitmodules} names, stay what they are.
 */
record InnerRepositories(Git git, Path worktree) {

  /** A repository in a repository in a repository: each round finds those of one depth. */
  private static final int DEPTH = 20;

  private static final String REPOSITORY_MODE = "160000";

  /**
   * Makes them plain folders, those too that the agent has added to the index or committed since
   * {@code origin}.
   */
  void dissolve(String origin) {
    List<String> added = added(origin);
    if (!added.isEmpty()) {
      git.reading(String.join("\0", added) + "\0")
          .done("update-index", "--force-remove", "-z", "--stdin");
      added.forEach(this::open);
    }
    for (int i = 0; i < DEPTH; i++) {
      // Others are listed file by file; only a repository is listed as a folder.
      List<String> others = git.run("ls-files", "-o", "-z", "--exclude-standard").fields();
      List<String> inner = others.stream().filter(path -> path.endsWith("/")).toList();
      if (inner.isEmpty()) {
        return;
      }
      inner.forEach(this::open);
    }
  }

  private void open(String path) {
    Removal.of(worktree.resolve(path).resolve(".git"));
  }

  private List<String> added(String origin) {
    List<String> fields =
        git.run("diff-index", "--cached", "--raw", "-z", "--no-renames", origin).fields();
    List<String> added = new ArrayList<>();
    // Each is ":OLDMODE NEWMODE OLDID NEWID KIND" and its path.
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      String[] words = fields.get(i).split(" ", -1);
      if (words[1].equals(REPOSITORY_MODE) && !words[0].equals(":" + REPOSITORY_MODE)) {
        added.add(fields.get(i + 1));
      }
    }
    if (!added.isEmpty()) {
      added.removeAll(submodules());
    }
    return added;
  }

  private List<String> submodules() {
    Answer answer =
        git.run("config", "-z", "-f", ".gitmodules", "--get-regexp", "^submodule\\..*\\.path$");
    return answer.fields().stream().map(field -> field.substring(field.indexOf('\n') + 1)).toList();
  }
}
