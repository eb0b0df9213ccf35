package dev.aidp.activities.git;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The submodules of a working copy: filled from the user's own copies of them, where there are any,
 * each with a private repository; and what an agent did in them.
 *
 * @param git for the files of the working copy, with Aidp's own index
 * @param copies the repositories of the submodules
 * @param own the private repository of the working copy
 * @param state what Aidp keeps of the working copy
 */
record Submodules(Git git, SubmoduleCopies copies, Path worktree, Path own, Path state) {

  /** Puts each to the commit that the index names, without what is not tracked in it. */
  void settle() {
    names()
        .forEach(
            (path, name) -> {
              String commit = commits(List.of(path)).get(path);
              if (commit != null && copies.has(name, commit)) {
                fill(name, path, copies.of(name), commit);
              }
            });
  }

  private void fill(String name, String path, Path lender, String commit) {
    Path folder = worktree.resolve(path);
    Path kept = state.resolve("modules").resolve(name);
    Path index = kept.resolve("index");
    try {
      if (!folder.toRealPath().startsWith(worktree.toRealPath())) {
        return; // a link was put on its way
      }
      Files.createDirectories(kept);
    } catch (IOException e) {
      return; // no folder there: the agent has taken it away
    }
    Git inner = Git.in(lender, folder).with("GIT_INDEX_FILE", index.toString());
    if (!inner.run("read-tree", "--reset", "-u", commit).ok()) {
      Removal.of(index);
      inner.done("read-tree", "--reset", "-u", commit);
    }
    PrivateRepository repository = repository(name);
    if (!Files.exists(kept.resolve("config"))) {
      repository.readLender();
    }
    repository.settle(commit, index);
    point(folder, repository.gitDir());
    inner.run("clean", "-f", "-f", "-d", "-q");
    new Submodules(inner, copies.inside(name), folder, repository.gitDir(), kept).settle();
  }

  private static void point(Path folder, Path repository) {
    Path file = folder.resolve(".git");
    try {
      Removal.of(file);
      Files.writeString(file, "gitdir: " + folder.relativize(repository) + "\n");
    } catch (IOException e) {
      throw Storage.failed("The file " + file + " cannot be written", e);
    }
  }

  /** Says what of the submodules would be lost, and keeps commits that exist nowhere else. */
  void look(List<RawChange> changes, List<String> faults, List<String> warnings) {
    ImmutableMap<String, String> names = names();
    names.forEach(
        (path, name) -> {
          if (edited(name, path)) {
            faults.add(
                "Files of the submodule `%s` were changed, but not committed in it: commit them there, or put them back."
                    .formatted(path));
          }
        });
    for (RawChange change : changes) {
      String name = names.get(change.path());
      if (name != null && change.submodule()) {
        moved(name, change, faults, warnings);
      }
    }
  }

  private boolean edited(String name, String path) {
    Path repository = repository(name).gitDir();
    Path folder = worktree.resolve(path);
    return Files.isDirectory(repository, LinkOption.NOFOLLOW_LINKS)
        && Files.exists(folder.resolve(".git"))
        && !Git.in(repository, folder).run("status", "--porcelain", "-uno").line().isEmpty();
  }

  private void moved(String name, RawChange change, List<String> faults, List<String> warnings) {
    String commit = change.newId();
    Path copy = copies.of(name);
    String kept = SubmoduleCopies.KEPT + commit;
    if (copies.has(name, commit) || published(name, commit)) {
      return;
    }
    if (Files.isDirectory(copy) && repository(name).give(kept)) {
      warnings.add(
          "The submodule %s stands on the commit %s, which no remote of it has (it is kept as %s in %s): push it before the branch."
              .formatted(change.path(), commit, kept, copy));
    } else {
      faults.add(
          "`%s` stands on the commit %s, which exists in this working copy alone and would be lost: put the submodule back to a commit that is published."
              .formatted(change.path(), commit));
    }
  }

  /** Returns whether a remote of the submodule has the commit, as far as is known here. */
  private boolean published(String name, String commit) {
    Path repository = repository(name).gitDir();
    return Files.isDirectory(repository, LinkOption.NOFOLLOW_LINKS)
        && !Git.in(repository)
            .run("for-each-ref", "--count=1", "--contains", commit, "refs/remotes", "refs/tags")
            .line()
            .isEmpty();
  }

  private PrivateRepository repository(String name) {
    return new PrivateRepository(
        own.resolve("modules").resolve(name),
        copies.of(name),
        state.resolve("modules").resolve(name));
  }

  private ImmutableMap<String, String> names() {
    return SubmoduleNames.read(git, worktree).byPath();
  }

  private Map<String, String> commits(List<String> paths) {
    List<String> words = new ArrayList<>(List.of("ls-files", "-s", "-z", "--"));
    words.addAll(paths);
    Map<String, String> commits = new LinkedHashMap<>();
    for (String line : git.run(words.toArray(String[]::new)).fields()) {
      int tab = line.indexOf('\t');
      String[] entry = line.substring(0, tab).split(" ", -1);
      if (entry[0].equals("160000")) {
        commits.put(line.substring(tab + 1), entry[1]);
      }
    }
    return commits;
  }
}
