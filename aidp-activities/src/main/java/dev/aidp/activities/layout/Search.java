package dev.aidp.activities.layout;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.activities.git.cli.GitVersion;
import dev.aidp.activities.process.LocaleEncoding;
import dev.aidp.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Looks for the repository around a folder, and says why Aidp cannot work there. */
record Search(Path folder) {

  /** Returns the places, if there is a repository with a worktree. */
  Optional<Layout> forLooks() {
    return top().flatMap(this::layout);
  }

  /** Returns the places if git works there, too. */
  Layout forWork() {
    GitVersion.demand();
    Optional<Top> found = top();
    GitResult answer =
        Git.at(folder).run("rev-parse", "--is-bare-repository", "--absolute-git-dir");
    if (!answer.ok()) {
      throw refused(answer, found);
    }
    Top top = found.orElseThrow(this::none);
    boolean bare = answer.text().startsWith("true\n");
    if (bare) {
      throw isBare(top);
    }
    return layout(top).orElseThrow(() -> isBare(top));
  }

  private Optional<Top> top() {
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "There is no folder " + folder + ".",
          "repository",
          LocaleEncoding.nameAnything() ? "Name a folder in a repository." : LocaleEncoding.REMEDY);
    }
    try {
      return Top.around(folder);
    } catch (IOException e) {
      throw unreadable(e);
    } catch (InvalidPathException e) {
      throw new UsageException(
          "Java cannot name the folders around " + folder + ".",
          folder.toString(),
          LocaleEncoding.REMEDY);
    }
  }

  private Optional<Layout> layout(Top top) {
    try {
      return Optional.ofNullable(top.home()).map(home -> new Layout(home, top.common()));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private UsageException unreadable(IOException e) {
    return new UsageException(
        "The repository around " + folder + " cannot be read: " + e.getMessage() + ".",
        folder.toString(),
        "See what of it is there and readable; git worktree repair mends its worktrees.");
  }

  private UsageException isBare(Top top) {
    String repository = top.common().toString();
    try {
      if (!top.bare()) {
        return new UsageException(
            "The repository " + repository + " has a worktree, but core.bare is set.",
            repository,
            "Mend it: git config core.bare false. (A git init in a hook sets it.)");
      }
      List<Path> linked = top.linked();
      return new UsageException(
          "The repository " + repository + " is bare.",
          repository,
          linked.isEmpty()
              ? "Work in a worktree (git worktree add) or in a clone of it."
              : "Work in a worktree of it: aidp -C " + linked.get(0) + ".");
    } catch (IOException e) {
      return unreadable(e);
    }
  }

  private UsageException refused(GitResult answer, Optional<Top> top) {
    String said = answer.errors().strip();
    if (said.contains("dubious ownership")) {
      return new UsageException(
          "Git does not trust the repository around " + folder + ": it belongs to somebody else.",
          folder.toString(),
          "Allow it: git config --global --add safe.directory "
              + top.map(Top::trusted).orElse(folder)
              + ".");
    }
    if (top.isPresent()) {
      return new UsageException(
          "Git refuses the repository around " + folder + ": " + said + ".",
          folder.toString(),
          "Mend what git says; git status shows whether it works.");
    }
    return none();
  }

  private UsageException none() {
    return new UsageException(
        "There is no git repository at or above " + folder + ".",
        folder.toString(),
        "Name a folder in a repository, or make one: git init && git commit --allow-empty -m start.");
  }
}
