package dev.aidp.testkit.repo;

import java.nio.file.Path;

/**
 * Makes of a {@link SampleRepository} one as people have it: branches that diverge, tags, a stash,
 * a remote that is ahead, a hook, a linked worktree, a submodule, settings, patterns of its own,
 * and work that is not committed. What it needs besides lies next to it.
 */
public final class LivedIn {

  private LivedIn() {}

  /** Returns the folder of the library that is the repository's submodule {@code lib}. */
  public static Path library(SampleRepository repository) {
    return repository.top().resolveSibling("library");
  }

  /** Does it, on {@code main}, which gets two commits more. */
  public static void furnish(SampleRepository repository) {
    files(repository);
    branches(repository);
    remote(repository);
    submodule(repository);
    repository.git(
        "worktree",
        "add",
        "--quiet",
        "-b",
        "beside",
        repository.top().resolveSibling("linked").toString());
    repository.write(".git/hooks/post-merge", "#!/bin/sh\nexit 0\n");
    repository.write(".git/info/exclude", "*.private\n").write("my.private", "Mine.\n");
    repository.git("config", "alias.st", "status");
    repository.write("a.txt", "stashed\n").git("stash", "push", "--quiet");
    repository.write("a.txt", "stashed too\n").git("stash", "push", "--quiet");
    repository.write("b.txt", "staged\n").git("add", "b.txt");
    repository.write("b.txt", "changed\n").write("untracked.txt", "untracked\n");
  }

  private static void files(SampleRepository repository) {
    repository.write("a.txt", "a\n").write("b.txt", "b\n").commitAll("Add a and b");
    repository.write("docs/c.txt", "c\n").commitAll("Add a manual");
  }

  private static void branches(SampleRepository repository) {
    repository.git("branch", "merged", "HEAD~1");
    repository.git("tag", "v1", "HEAD~1");
    repository.git("tag", "--annotate", "--message", "One", "v1.0");
    repository.git("switch", "--quiet", "--create", "topic", "HEAD~1");
    repository.write("a.txt", "topic\n").commitAll("Change a");
    repository.git("switch", "--quiet", "main");
    repository.git("commit", "--quiet", "--allow-empty", "--message", "Amended away");
    repository.git("reset", "--quiet", "--hard", "HEAD~1");
  }

  private static void remote(SampleRepository repository) {
    String remote = repository.top().resolveSibling("remote.git").toString();
    repository.bare(Path.of(remote));
    repository.git("remote", "add", "origin", remote);
    repository.git("fetch", "--quiet", "origin");
    repository.git("branch", "--set-upstream-to=origin/main");
    String ahead = repository.git("commit-tree", "-p", "main", "-m", "Ahead", "main^{tree}");
    repository.git("push", "--quiet", remote, ahead + ":refs/heads/main");
    repository.git("push", "--quiet", remote, ahead + ":refs/heads/another");
  }

  private static void submodule(SampleRepository repository) {
    SampleRepository library = SampleRepository.in(library(repository));
    library.write("lib.txt", "library\n").commitAll("Add the library");
    repository.git(
        "-c",
        "protocol.file.allow=always",
        "submodule",
        "--quiet",
        "add",
        library.top().toString(),
        "lib");
    repository.commitAll("Use the library");
  }
}
