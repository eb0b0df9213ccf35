package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Answer;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.git.TreeState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The files, index and HEAD of one worktree. */
final class Checkout {

  /** A repository in a repository in a repository: each round finds those of one depth. */
  private static final int DEPTH = 20;

  private final Registration registration;
  private final Git git;
  private final Objects objects;

  Checkout(Registration registration) {
    this.registration = registration;
    this.git = Git.in(registration.folder(), registration.worktree());
    this.objects = new Objects(git);
  }

  /** Puts files, index and HEAD to {@code state}, and notes its head as {@code origin}. */
  void restore(TreeState state, String origin) {
    registration.abandonUnfinished();
    new Refs(git)
        .update(
            List.of(
                "option no-deref",
                "update HEAD " + state.head(),
                "update " + origin + " " + state.head()));
    Answer answer = git.run("read-tree", "--reset", "-u", state.tree());
    if (!answer.ok()) {
      // An index that was damaged; without one, all files are written anew.
      Removal.of(index());
      git.done("read-tree", "--reset", "-u", state.tree());
    }
    // Twice "force" removes repositories that an agent made, too.
    git.done("clean", "-f", "-f", "-d", "-q");
  }

  void removeIgnored() {
    git.done("clean", "-f", "-f", "-d", "-x", "-q");
  }

  /** Takes all files that are not ignored into the index, and returns its tree. */
  String tree() {
    registration.abandonUnfinished();
    Answer answer = stage(git);
    if (!answer.ok()) {
      Removal.of(index());
      git.done("read-tree", "HEAD");
      Answer again = stage(git);
      if (!again.ok()) {
        throw Git.failed(again, "add", "-A");
      }
    }
    return git.text("write-tree");
  }

  /** Returns what {@link #tree()} would, by a copy of the index. */
  String treeAside() {
    Path copy = registration.folder().resolve("aidp-index");
    try {
      if (Files.exists(index())) {
        Files.copy(index(), copy, StandardCopyOption.REPLACE_EXISTING);
      }
      Git aside = git.with("GIT_INDEX_FILE", copy.toString());
      Answer answer = stage(aside);
      if (!answer.ok()) {
        throw Git.failed(answer, "add", "-A");
      }
      return aside.text("write-tree");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Removal.of(copy);
      Removal.of(registration.folder().resolve("aidp-index.lock"));
    }
  }

  /**
   * Detaches HEAD at the commit it stands on, if that builds on {@code start}, else at {@code
   * start}; returns it.
   */
  String detach(String start) {
    Optional<String> head = objects.resolve("HEAD^{commit}").get(0);
    String stays = head.filter(commit -> objects.ancestor(start, commit)).orElse(start);
    boolean attached = git.run("symbolic-ref", "--quiet", "HEAD").ok();
    if (attached || !head.equals(Optional.of(stays))) {
      new Refs(git).update(List.of("option no-deref", "update HEAD " + stays));
    }
    return stays;
  }

  private Answer stage(Git staging) {
    dissolveRepositories(staging);
    return staging.run("add", "-A");
  }

  /**
   * Makes plain folders of repositories that an agent made inside: git would keep only the id of
   * their commit, and their files would be lost. A submodule is in the index and stays.
   */
  private void dissolveRepositories(Git staging) {
    for (int i = 0; i < DEPTH; i++) {
      Answer others = staging.run("ls-files", "-o", "-z", "--exclude-standard");
      List<String> inner = others.fields().stream().filter(path -> path.endsWith("/")).toList();
      if (!others.ok() || inner.isEmpty()) {
        return;
      }
      inner.forEach(path -> Removal.of(registration.worktree().resolve(path).resolve(".git")));
    }
  }

  private Path index() {
    return registration.folder().resolve("index");
  }
}
