package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.activities.process.PrivateFiles;
import dev.aidp.git.TreeState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files of one working copy, seen through an index of Aidp's own: what an agent did to its
 * index, such as hiding an edit from it, changes nothing of what is recorded.
 */
final class Checkout {

  private static final String OPENED = "opened";

  private final Path worktree;
  private final Path state;
  private final Git git;
  private final Objects objects;
  private final PrivateRepository repository;
  private final Submodules submodules;
  private final @Nullable Sparse sparse;
  private final Indexed indexed;

  /**
   * Makes one.
   *
   * @param gitDir the user's repository, into which everything is recorded
   * @param copies the repositories of its submodules
   * @param worktree the working copy
   * @param state what Aidp keeps of it, outside of it
   * @param sparse the part of the tree that it has, or null for all of it
   */
  Checkout(
      Path gitDir, SubmoduleCopies copies, Path worktree, Path state, @Nullable Sparse sparse) {
    this.worktree = worktree;
    this.state = state;
    this.sparse = sparse;
    this.indexed = new Indexed(state);
    Git all = Git.in(gitDir, worktree).with("GIT_INDEX_FILE", index().toString());
    this.git = sparse == null ? all : all.set("core.sparseCheckout=true");
    this.objects = new Objects(git);
    this.repository = new PrivateRepository(worktree.resolve(".git"), gitDir, state);
    this.submodules = new Submodules(git, copies, worktree, repository.gitDir(), state);
  }

  /** Says for whom it was opened. */
  void opened(String whose) {
    try {
      PrivateFiles.write(state.resolve(OPENED), whose);
    } catch (IOException e) {
      throw Storage.failed("The folder " + state + " cannot be written", e);
    }
  }

  /** Returns whether it was opened for {@code whose}, to the end. */
  boolean openedFor(String whose) {
    try {
      return Files.readString(state.resolve(OPENED)).equals(whose);
    } catch (IOException e) {
      return false;
    }
  }

  /** Makes it anew at the commit of {@code start}, nothing else in it. */
  void open(TreeState start) {
    Removal.of(state.resolve(OPENED));
    conflict().forget();
    repository.readLender();
    boolean used = Files.exists(worktree, LinkOption.NOFOLLOW_LINKS);
    put(start);
    if (used) {
      strays().removeAll(List.of());
    }
    settle(start);
  }

  /**
   * Puts files, index and HEAD to {@code wanted}; ignored files stay. Makes or repairs it where an
   * agent or a crash has broken it.
   *
   * @param known whether the files are known to be those of {@code wanted}
   */
  void restore(TreeState wanted, boolean known) {
    if (known && sparse == null || stands(wanted.tree())) {
      conflict().close();
    } else {
      put(wanted);
      // Twice "force" removes repositories that an agent made, too.
      strays().remove(brought().patterns());
    }
    settle(wanted);
  }

  /** Returns whether the files are those of {@code tree} already, and there are no others. */
  private boolean stands(String tree) {
    Path lock = state.resolve("index.lock");
    if (sparse != null
        || !Files.isDirectory(worktree, LinkOption.NOFOLLOW_LINKS)
        || Files.exists(lock)
        || !indexed.tree(index()).equals(Optional.of(tree))) {
      return false;
    }
    String[] others =
        ImmutableList.<String>builder()
            .add("ls-files", "-z", "--modified", "--deleted", "--others", "--directory")
            .add("--exclude-standard")
            .addAll(brought().patterns().stream().map(each -> "--exclude=" + each).toList())
            .build()
            .toArray(String[]::new);
    GitResult answer = git.run(others);
    return answer.ok() && answer.errors().isEmpty() && answer.fields().isEmpty();
  }

  /** Says what is in it besides its tree: that stays, and neither we nor the agent record it. */
  void bring(Collection<String> paths) {
    brought().are(paths);
    repository.ignore(brought().patterns());
  }

  private LinkedFiles brought() {
    return new LinkedFiles(state);
  }

  /** The same, with nothing left besides but {@code kept}, patterns as in an exclude file. */
  void clear(TreeState wanted, Collection<String> kept) {
    put(wanted);
    strays().removeAll(kept);
    settle(wanted);
  }

  private void put(TreeState wanted) {
    makeFolder();
    endUnfinished();
    conflict().close();
    GitResult answer = git.run("read-tree", "--reset", "-u", wanted.tree());
    if (!answer.ok()) {
      // An index that was damaged; without one, all files are written anew.
      Removal.of(index());
      git.done("read-tree", "--reset", "-u", wanted.tree());
    }
    indexed.write(wanted.tree(), index());
  }

  private void settle(TreeState wanted) {
    repository.settle(wanted.head(), index());
    if (sparse != null) {
      repository.thin(sparse);
    }
    submodules.settle();
    new Restored(state).write(wanted, worktree);
  }

  private void makeFolder() {
    try {
      if (!Files.isDirectory(worktree, LinkOption.NOFOLLOW_LINKS)) {
        // Whatever stands in its place is not followed.
        Removal.of(worktree);
      }
      PrivateFiles.folder(worktree.resolveSibling(""));
      Files.createDirectories(worktree);
      PrivateFiles.folder(state);
    } catch (IOException e) {
      throw Storage.failed("The folder " + worktree + " cannot be made", e);
    }
  }

  OpenConflict conflict() {
    return new OpenConflict(git, worktree, state);
  }

  private Strays strays() {
    return new Strays(git, worktree);
  }

  Ignored ignored() {
    return new Ignored(git, worktree, state);
  }

  /** Takes what is in the working copy, ignored files apart, into the object store. */
  Recording record(String origin) {
    endUnfinished();
    if (!indexKnown()) {
      indexAnew(origin);
    }
    Staging staging = staging(git, origin);
    if (!staging.stage()) {
      Removal.of(index());
      indexAnew(origin);
      staging = staging(git, origin);
      staging.stageOrFail();
    }
    Recording recording = staging.recording(conflict());
    indexed.write(recording.tree(), index());
    return recording;
  }

  private Staging staging(Git indexed, String origin) {
    return new Staging(indexed, worktree, restored(origin), submodules, repository, brought());
  }

  private Restored.Point restored(String origin) {
    return new Restored(state).read().orElseGet(() -> Restored.Point.of(objects.state(origin)));
  }

  /**
   * Returns whether it holds what was recorded or put there last. A process that has died over it
   * may have left repositories in it into which git would look, in its own way.
   */
  private boolean indexKnown() {
    return indexed.tree(index()).isPresent();
  }

  /** Without it, files that are tracked and ignored too would count as deleted. */
  private void indexAnew(String origin) {
    try {
      Files.createDirectories(state);
    } catch (IOException e) {
      throw Storage.failed("The folder " + state + " cannot be made", e);
    }
    git.done("read-tree", restored(origin).tree());
  }

  /** Returns the tree that {@link #record} would, by a copy of the index. */
  String treeAside(String origin) {
    Path copy = state.resolve("index-aside");
    try {
      Git aside = git.with("GIT_INDEX_FILE", copy.toString());
      if (indexKnown()) {
        Files.copy(index(), copy, StandardCopyOption.REPLACE_EXISTING);
      } else {
        aside.done("read-tree", restored(origin).tree());
      }
      Staging staging = staging(aside, origin);
      staging.stageOrFail();
      return staging.tree();
    } catch (IOException e) {
      throw Storage.failed("The index " + index() + " cannot be copied", e);
    } finally {
      Removal.of(copy);
      Removal.of(state.resolve("index-aside.lock"));
    }
  }

  /** Forgets what is known of the files, so that all of them are read again. */
  void forgetIndex() {
    Removal.of(index());
  }

  /**
   * Takes the commit that the agent's HEAD stands on, if that builds on {@code start}, into the
   * user's objects, kept by {@code ref}; else {@code start}. HEAD is detached there, and it is
   * returned.
   */
  String takeHead(String start, String ref) {
    String stays =
        repository
            .commit()
            .filter(commit -> !commit.equals(start))
            .filter(commit -> known(commit) || repository.give(ref))
            .filter(commit -> objects.ancestor(start, commit))
            .orElse(start);
    repository.detach(stays);
    return stays;
  }

  private boolean known(String commit) {
    return objects.resolve(commit).get(0).isPresent();
  }

  /** Returns the commit that HEAD was last put to. */
  Optional<String> head() {
    return new Restored(state).read().map(Restored.Point::head);
  }

  /** Returns the commit that HEAD was last put to, where it stands there still. */
  Optional<String> unmovedHead() {
    return head().filter(head -> head.equals(repository.head()));
  }

  /** Whoever writes files by way of the index holds its lock, a git of a dead process too. */
  private void endUnfinished() {
    Path lock = state.resolve("index.lock");
    if (Files.exists(lock)) {
      StaleGitProcesses.end(worktree);
      Removal.of(lock);
    }
  }

  private Path index() {
    return state.resolve("index");
  }
}
