package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Answer;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.git.TreeState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** The files, index and HEAD of one worktree. */
final class Checkout {

  private final Registration registration;
  private final Git git;
  private final Objects objects;
  private final String origin;

  /**
   * The one of {@code registration}, last put back to the commit that the ref {@code origin} names.
   */
  Checkout(Registration registration, String origin) {
    this.origin = origin;
    this.registration = registration;
    this.git = Git.in(registration.folder(), registration.worktree());
    this.objects = new Objects(git);
  }

  /** Puts files, index and HEAD to {@code state}. */
  void restore(TreeState state) {
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
    clean(List.of("clean", "-f", "-f", "-d", "-q"), "--exclude-standard");
  }

  Ignored ignored() {
    return new Ignored(git, registration.worktree(), registration.folder());
  }

  void removeIgnored() {
    clean(List.of("clean", "-f", "-f", "-d", "-x", "-q"), "--directory");
  }

  /** Git's own clean gives up on folders that were closed to their owner: we remove these. */
  private void clean(List<String> clean, String which) {
    if (!git.run(clean.toArray(String[]::new)).ok()) {
      List<String> strays = git.fields("ls-files", "--others", "-z", which);
      strays.forEach(path -> Removal.of(registration.worktree().resolve(path)));
      git.done(clean.toArray(String[]::new));
    }
  }

  /** Takes all files that are not ignored into the index, and returns its tree. */
  String tree() {
    registration.abandonUnfinished();
    if (!Files.exists(index())) {
      indexAnew();
    }
    Answer answer = stage(git);
    if (!answer.ok()) {
      Removal.of(index());
      indexAnew();
      Answer again = stage(git);
      if (!again.ok()) {
        throw Git.failed(again, "add", "-A");
      }
    }
    return git.text("write-tree");
  }

  /** Without it, files that are tracked and ignored too would count as deleted. */
  private void indexAnew() {
    if (!git.run("read-tree", "HEAD").ok()) {
      git.done("read-tree", origin);
    }
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
      throw Storage.failed("The index " + index() + " cannot be copied", e);
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
    new InnerRepositories(staging, registration.worktree()).dissolve(origin);
    return staging.run("add", "-A");
  }

  private Path index() {
    return registration.folder().resolve("index");
  }
}
