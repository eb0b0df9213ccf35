package dev.aidp.activities.git;

import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.run.Names;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Branches, moved only from where they are expected to be, and never under somebody's feet. */
final class Branches {

  static final String HEADS = "refs/heads/";

  /** Where those of units are, until they are merged; their run and the unit follow. */
  static final String UNITS = HEADS + "aidp-units";

  private final Git git;
  private final Refs refs;

  Branches(Git git) {
    this.git = git;
    this.refs = new Refs(git);
  }

  Optional<String> get(String branch) {
    return refs.get(HEADS + branch);
  }

  /** Returns the effect id that the commit carries, or an empty text. */
  String effect(String commit) {
    return git.text(
            "log", "-1", "--format=%(trailers:key=" + CommitMessage.EFFECT + ",valueonly)", commit)
        .strip();
  }

  boolean checkedOut(String branch) {
    String ref = HEADS + branch;
    return !git.repository()
            .map(RefFiles::new)
            .map(files -> files.nobodyStandsOn(ref))
            .orElse(false)
        && git.worktrees().contains("branch " + ref);
  }

  /**
   * Points a branch to {@code commit}; does nothing where it does already.
   *
   * @param replaces what it may point to now, or null if it must not exist
   */
  void point(String branch, String commit, @Nullable String replaces) {
    demand(branch, commit, replaces);
    Optional<String> now = get(branch);
    if (now.equals(Optional.of(commit))) {
      return;
    }
    if (now.isPresent() && !now.get().equals(replaces)) {
      throw RunBranches.foreign(branch, "", now.get(), replaces);
    }
    if (checkedOut(branch)) {
      throw refused(
          "The branch "
              + branch
              + " is checked out in a worktree; switch that to another branch, then retry.");
    }
    String zero = "0".repeat(commit.length());
    GitResult answer =
        refs.tryUpdate(List.of("update " + HEADS + branch + " " + commit + " " + now.orElse(zero)));
    if (!answer.ok() && !get(branch).equals(Optional.of(commit))) {
      throw Git.failed(answer, "update-ref", HEADS + branch, commit);
    }
  }

  /**
   * Puts a branch back to {@code to}, or removes it where that is null, if it still points to
   * {@code from}; returns whether it is there now.
   */
  boolean putBack(String branch, String from, @Nullable String to) {
    demand(branch, from, to);
    String line =
        to == null
            ? "delete " + HEADS + branch + " " + from
            : "update " + HEADS + branch + " " + to + " " + from;
    return get(branch).equals(Optional.ofNullable(to))
        || refs.tryUpdate(List.of(line)).ok()
        || get(branch).equals(Optional.ofNullable(to));
  }

  /** What git reads line by line must be no more than one word each. */
  private static void demand(String branch, String commit, @Nullable String other) {
    Names.branch(branch);
    Names.object(commit);
    Names.objectOrNull(other);
  }

  private static StepFailedException refused(String message) {
    return new StepFailedException(Failure.of(FailureKind.PERMANENT, message));
  }
}
