package dev.aidp.activities.layout;

import dev.aidp.activities.git.cli.Answer;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the top of the main worktree from any folder of a repository. */
record Top(Path folder) {

  Layout find() {
    Git git = Git.at(folder);
    Answer answer =
        git.run("rev-parse", "--path-format=absolute", "--git-common-dir", "--absolute-git-dir");
    if (!answer.ok()) {
      throw notUsable(answer);
    }
    // A path may hold a newline, which rev-parse does not quote: one call for each.
    Path common = real(git.text("rev-parse", "--path-format=absolute", "--git-common-dir"));
    Path own = real(git.text("rev-parse", "--absolute-git-dir"));
    Answer top = git.run("rev-parse", "--show-toplevel");
    if (own.equals(common) && top.ok() && !top.line().isEmpty()) {
      return new Layout(real(top.line()), common);
    }
    return new Layout(mainWorktree(common), common);
  }

  private static Path mainWorktree(Path common) {
    Git git = Git.in(common);
    if (git.run("config", "--type=bool", "core.bare").line().equals("true")) {
      throw new UsageException(
          "The repository " + common + " is bare.",
          common.toString(),
          "Work in a clone of it: git clone " + common + ".");
    }
    Answer configured = git.run("config", "core.worktree");
    if (configured.ok()) {
      return real(common.resolve(configured.line()).toString());
    }
    List<String> listed = git.worktrees();
    return real(listed.get(0).substring("worktree ".length()));
  }

  private UsageException notUsable(Answer answer) {
    if (answer.errors().contains("dubious ownership")) {
      return new UsageException(
          "Git does not trust the repository around " + folder + ": it belongs to somebody else.",
          folder.toString(),
          "Allow it: git config --global --add safe.directory " + folder + ".");
    }
    return new UsageException(
        "There is no git repository at or above " + folder + ".",
        folder.toString(),
        "Call aidp in a repository, name one by -C DIR, or make one: git init && git commit --allow-empty -m start.");
  }

  private static Path real(String path) {
    try {
      return Path.of(path).toRealPath();
    } catch (IOException e) {
      if (Files.notExists(Path.of(path))) {
        throw new UsageException(
            "The folder " + path + " does not exist.", path, "Repair the repository's worktrees.");
      }
      throw new UsageException(
          "The folder " + path + " cannot be read.", path, "Make it readable.");
    }
  }
}
