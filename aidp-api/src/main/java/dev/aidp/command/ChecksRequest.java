package dev.aidp.command;

import com.google.common.collect.ImmutableList;
import dev.aidp.git.TreeState;
import dev.aidp.run.Check;
import dev.aidp.run.Claims;
import dev.aidp.run.Work;
import java.time.Duration;
import java.util.List;

/**
 * What must be green on exactly one tree.
 *
 * @param work whose worktree they run in; it is opened if it is not
 * @param iteration told to the checks as the agent's was
 * @param state the tree, which the worktree holds during and after the checks
 * @param checks the run's checks
 * @param plan the plan, by reference, whose {@code units} have checks of their own
 * @param units whose own checks run too; a unit's claims are looked at only where it is the
 *     worktree's
 * @param start the commit the work began from, to know what it changed
 * @param claims what follows on work outside the unit's files
 * @param timeout of each check
 * @param reuse whether a check that this run has seen pass on exactly this tree counts as passed
 *     without being run again
 */
public record ChecksRequest(
    Work work,
    int iteration,
    TreeState state,
    List<Check> checks,
    String plan,
    List<String> units,
    String start,
    Claims claims,
    Duration timeout,
    boolean reuse) {

  /** Copies the collections. */
  public ChecksRequest {
    checks = ImmutableList.copyOf(checks);
    units = ImmutableList.copyOf(units);
  }

  /** Makes a request in which every check runs. */
  public ChecksRequest(
      Work work,
      int iteration,
      TreeState state,
      List<Check> checks,
      String plan,
      List<String> units,
      String start,
      Claims claims,
      Duration timeout) {
    this(work, iteration, state, checks, plan, units, start, claims, timeout, false);
  }
}
