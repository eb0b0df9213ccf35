package dev.aidp.activities.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.git.cli.GitResult;
import dev.aidp.activities.layout.Layout;
import dev.aidp.git.Conflict;
import dev.aidp.git.JoinRequest.UnitHead;
import java.util.List;

/** The work of both sides of a conflict, as a resolver is shown it. */
public final class ConflictSides {

  private ConflictSides() {}

  /** Returns the conflict of {@code tip} with what has joined. */
  static Conflict conflict(Git git, UnitHead tip, String onto, Trial trial, List<UnitHead> with) {
    GitResult base = git.run("merge-base", onto, tip.commit());
    return new Conflict(
        tip.unit(),
        Lists.transform(with, UnitHead::unit),
        trial.files(),
        trial.tree(),
        trial.key(),
        ImmutableList.<UnitHead>builder().add(tip).addAll(with).build(),
        base.ok() ? base.line() : null,
        OpenConflict.store(git, trial));
  }

  /** Returns what each side has changed since both began, as a diff; empty where nobody knows. */
  public static List<String> diffs(Layout layout, Conflict conflict) {
    Git git = Git.in(layout.gitDir());
    String base = conflict.base();
    return base == null
        ? ImmutableList.of()
        : conflict.sides().stream()
            .map(side -> diff(git, base, side))
            .collect(ImmutableList.toImmutableList());
  }

  private static String diff(Git git, String base, UnitHead side) {
    String[] words = {
      "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--merge-base", base, side.commit()
    };
    GitResult diff = git.run(words);
    return diff.ok() ? diff.line() : "";
  }
}
