package dev.aidp.activities.git;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.aidp.activities.git.cli.Git;
import dev.aidp.activities.layout.Layout;
import dev.aidp.failure.StepFailedException;
import dev.aidp.feature.EarlierResult;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.git.JoinResult;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Puts work of earlier runs on another base. Safe for use by many threads. */
public final class Transplant {

  private final Git git;
  private final Objects objects;
  private final RunBranches branches;
  private final ResolutionMemory memory;
  private final boolean sign;
  private final Supplier<Identity> identity;

  /**
   * Makes it.
   *
   * @param branches where the run's are
   * @param sign whether commits on branches are signed
   */
  public Transplant(Layout layout, RunBranches branches, boolean sign) {
    this.git = Git.in(layout.gitDir());
    this.objects = new Objects(git);
    this.branches = branches;
    this.memory = new ResolutionMemory(layout, git);
    this.sign = sign;
    this.identity = Suppliers.memoize(() -> Identity.of(git));
  }

  /**
   * Returns {@code earlier} on {@code base}, the branch of {@code work} at it; empty where it does
   * not apply cleanly, or that branch leads elsewhere.
   *
   * @param needs what it needs, on that base already
   */
  public Optional<EarlierResult> put(
      Work work, EarlierResult earlier, String base, List<UnitHead> needs) {
    boolean stays = earlier.base().equals(base) && commits(earlier.needs()).equals(commits(needs));
    Optional<String> commit =
        stays
            ? Optional.of(earlier.commit())
            : start(work, base, needs).flatMap(start -> moved(earlier, base, start));
    return commit.filter(each -> pointed(work, each)).map(each -> earlier.at(each, base, needs));
  }

  private static List<String> commits(List<UnitHead> units) {
    return Lists.transform(units, UnitHead::commit);
  }

  /** Returns where it begins: the work of all that it needs. */
  private Optional<String> start(Work work, String base, List<UnitHead> needs) {
    if (needs.size() < 2) {
      return Optional.of(needs.isEmpty() ? base : needs.get(0).commit());
    }
    JoinRequest together =
        new JoinRequest(work, base, ImmutableList.of(), needs, ImmutableList.of(), Strategy.MERGE);
    JoinResult joined = new Join(git, together, identity.get(), sign, memory).perform();
    return joined.conflict() == null ? Optional.of(joined.state().head()) : Optional.empty();
  }

  /** Made again it is the same commit: its dates are those of the work. */
  private Optional<String> moved(EarlierResult earlier, String base, String start) {
    // Whatever leads from one base to the other: what both began from is the old one.
    NewCommit other = NewCommit.now(identity.get(), "aidp: another base\n");
    String onto = objects.commit(other, objects.state(base).tree(), earlier.base());
    Trial trial = Trial.merge(git, onto, earlier.commit());
    if (!trial.clean()) {
      return Optional.empty();
    }
    NewCommit asBefore = asBefore(earlier.commit());
    return Optional.of(
        sign
            ? objects.signed(
                trial.tree(),
                ImmutableList.of(start),
                NewCommit.text(asBefore.message()),
                asBefore.environment())
            : objects.commit(asBefore, trial.tree(), start));
  }

  private NewCommit asBefore(String commit) {
    String[] said =
        git.done("log", "-1", "--date=raw", "--format=%an <%ae> %ad%n%cn <%ce> %cd%n%B", commit)
            .octets()
            .split("\n", 3);
    return new NewCommit(ImmutableList.of(), said[0], said[1], said[2].stripTrailing() + "\n");
  }

  private boolean pointed(Work work, String commit) {
    String branch = "aidp-units/" + work.run() + "/" + work.unit();
    try {
      branches.point(work.run(), branch, commit, null);
      return true;
    } catch (StepFailedException e) {
      return false;
    }
  }
}
