package dev.aidp.activities.git;

import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UsageException;
import dev.aidp.git.TreeState;
import dev.aidp.run.Work;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks of a repository before a run starts: what a person named, and whether
 * it may be used.
 */
public final class Repository {

  private final Git git;
  private final Git here;
  private final Branches branches;
  private final CommittedFiles files;

  /** Makes one for the repository of {@code layout}, seen from its main worktree. */
  public Repository(Layout layout) {
    this(layout, layout.top());
  }

  /**
   * Makes one for the repository of {@code layout}, seen from {@code place}, which may lie in a
   * linked worktree with a HEAD of its own.
   */
  public Repository(Layout layout, Path place) {
    this.git = Git.in(layout.gitDir());
    this.branches = new Branches(git);
    this.files = new CommittedFiles(layout);
    this.here = Git.at(place);
  }

  /**
   * Returns the commit that {@code ref} names, seen from the place.
   *
   * @throws UsageException if there is none
   */
  public String resolveCommit(String ref) {
    var answer =
        here.run("rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}");
    if (!answer.ok()) {
      throw new UsageException(
          "There is no commit " + ref + ".",
          "base",
          "Name a branch, a tag or a commit; git branch -a lists branches.");
    }
    return answer.line();
  }

  /** Returns the content of the file at {@code path} in {@code commit}, if there is one. */
  public Optional<byte[]> content(String commit, String path) {
    return files.content(commit, path);
  }

  /**
   * A branch that somebody named.
   *
   * @param commit its tip
   * @param subject the first line of the tip's message
   */
  public record Tip(String commit, String subject) {}

  /**
   * Returns the tips of branches, local ones or, failing that, of remotes, in the order they are
   * named.
   *
   * @throws UsageException if one does not exist or is named twice
   */
  public ImmutableMap<String, Tip> tips(List<String> names) {
    Map<String, Tip> known = known();
    Map<String, Tip> tips = new LinkedHashMap<>();
    for (String name : names) {
      Tip tip = known.getOrDefault(Branches.HEADS + name, known.get("refs/remotes/" + name));
      if (tip == null) {
        throw new UsageException(
            "There is no branch " + name + ".", name, "git branch -a lists branches.");
      }
      if (tips.put(name, tip) != null) {
        throw new UsageException(
            "The branch " + name + " is named twice.", name, "Name each branch once.");
      }
    }
    return ImmutableMap.copyOf(tips);
  }

  private Map<String, Tip> known() {
    Map<String, Tip> known = new LinkedHashMap<>();
    git.text(
            "for-each-ref",
            "--format=%(refname) %(objectname) %(contents:subject)",
            "refs/heads",
            "refs/remotes")
        .lines()
        .map(line -> line.split(" ", 3))
        .forEach(words -> known.put(words[0], new Tip(words[1], words[2])));
    return known;
  }

  /**
   * Returns the commit of a branch that shall be moved, or empty if it shall be made.
   *
   * @throws UsageException if it can be neither
   */
  public Optional<String> movable(String branch) {
    Optional<String> commit = branches.get(branch);
    if (commit.isEmpty()) {
      checkBranchFree(branch);
    } else if (checkedOut(branch)) {
      throw new UsageException(
          "The branch " + branch + " is checked out in a worktree.",
          "into",
          "Switch that to another branch, or merge into another one.");
    }
    return commit;
  }

  /** Returns whether there is a local branch of this name. */
  public boolean branchExists(String branch) {
    return branches.get(branch).isPresent();
  }

  /** Returns whether some worktree, the main one included, has the branch checked out. */
  public boolean checkedOut(String branch) {
    return branches.checkedOut(branch);
  }

  /**
   * Puts a branch back to {@code to}, or removes it where that is null.
   *
   * @return false if it does not point to {@code from} any more: nothing was changed then
   * @throws UsageException if it is checked out: a checkout is never changed
   */
  public boolean putBack(String branch, String from, @Nullable String to) {
    demandNotCheckedOut(branch);
    return branches.putBack(branch, from, to);
  }

  /**
   * Returns whether a branch may be moved from {@code tip} by a run that goes on: it points there,
   * or is gone.
   *
   * @param tip what a run has left it pointing to, or null for none
   * @throws UsageException if it is checked out: a checkout is never changed
   */
  public boolean unmoved(@Nullable String branch, @Nullable String tip) {
    if (branch == null || tip == null) {
      return true;
    }
    Optional<String> now = branches.get(branch);
    demandNotCheckedOut(branch);
    return now.isEmpty() || now.get().equals(tip);
  }

  private void demandNotCheckedOut(String branch) {
    if (checkedOut(branch)) {
      throw new UsageException(
          "The branch " + branch + " is checked out in a worktree.",
          branch,
          "Switch that to another branch (git switch), then give the command again.");
    }
  }

  /**
   * Demands that what an iteration has left is here.
   *
   * @param what names it
   * @throws NotFoundException if it is not
   */
  public void demandState(String what, TreeState state) {
    String[] needed = {state.tree() + "^{tree}", state.head() + "^{commit}"};
    if (!new Objects(git).resolve(needed).stream().allMatch(Optional::isPresent)) {
      throw new NotFoundException(
          "The files that %s has left are not here any more.".formatted(what));
    }
  }

  /**
   * Keeps work of a unit for the run {@code run}, which goes on from it.
   *
   * @throws NotFoundException if some of it is not here
   */
  public void keepWork(String run, String unit, List<String> commits) {
    String[] needed = commits.stream().map(each -> each + "^{commit}").toArray(String[]::new);
    if (!new Objects(git).resolve(needed).stream().allMatch(Optional::isPresent)) {
      throw new NotFoundException("The work of units that were done is not here any more.");
    }
    Snapshots snapshots = new Snapshots(git);
    commits.forEach(commit -> snapshots.keep(new Work(run, 1, unit, 1), commit));
  }

  /** Keeps such a state, and commits, for the run {@code run}, which goes on from them. */
  public void keepState(String run, String unit, TreeState state, List<String> commits) {
    Work work = new Work(run, 1, unit, 1);
    Snapshots snapshots = new Snapshots(git);
    snapshots.record(work, state.tree(), state.head());
    commits.forEach(commit -> snapshots.keep(work, commit));
  }

  /**
   * Points a branch to {@code commit}, which somebody else has pointed it to elsewhere.
   *
   * @param before where that was before, or null
   * @return false if it is checked out, or leads to something else here: nothing was changed then
   */
  public boolean follow(String branch, String commit, @Nullable String before) {
    Optional<String> now = branches.get(branch);
    if (now.equals(Optional.of(commit))) {
      return true;
    }
    boolean theirs =
        now.isEmpty() || now.get().equals(before) || new Objects(git).ancestor(now.get(), commit);
    if (!theirs || checkedOut(branch)) {
      return false;
    }
    branches.point(branch, commit, now.orElse(null));
    return true;
  }

  /**
   * Demands that a branch of this name can be made.
   *
   * @throws UsageException if it exists, another branch blocks its name, or the name is not one
   */
  public void checkBranchFree(String branch) {
    if (!git.run("check-ref-format", Branches.HEADS + branch).ok()
        || !git.run("check-ref-format", "--branch", branch).ok()) {
      throw refused("The name " + branch + " is not one for a branch.", "Choose another name.");
    }
    if (branchExists(branch)) {
      throw refused(
          "The branch " + branch + " exists.",
          "Choose another name, or delete it: git branch -D " + branch + ".");
    }
    for (int slash = branch.indexOf('/'); slash > 0; slash = branch.indexOf('/', slash + 1)) {
      String parent = branch.substring(0, slash);
      if (branchExists(parent)) {
        throw refused(
            "The branch " + parent + " blocks the name " + branch + ".",
            "Rename it: git branch -m " + parent + " " + parent + "-branch.");
      }
    }
    List<String> below =
        git.text(
                "for-each-ref",
                "--count=1",
                "--format=%(refname:short)",
                Branches.HEADS + branch + "/")
            .lines()
            .toList();
    if (!below.isEmpty()) {
      throw refused(
          "The branch " + below.get(0) + " blocks the name " + branch + ".",
          "Choose another name.");
    }
  }

  private static UsageException refused(String message, String remedy) {
    return new UsageException(message, "branch", remedy);
  }
}
