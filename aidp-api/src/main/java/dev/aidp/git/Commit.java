package dev.aidp.git;

import dev.aidp.run.Names;
import dev.aidp.run.Work;
import org.jspecify.annotations.Nullable;

/**
 * A unit's finished work that shall be committed.
 *
 * @param work whose work; its effect id makes the commit unique
 * @param start the commit the unit began from
 * @param state what the last turn left
 * @param branch the branch that shall point to it
 * @param plan the plan whose unit's task gives the message, by reference
 * @param replaces what the branch may point to now, or null if it must not exist
 */
public record Commit(
    Work work,
    String start,
    TreeState state,
    String branch,
    String plan,
    @Nullable String replaces) {

  /** Refuses names that are none. */
  public Commit {
    Names.object(start);
    Names.branch(branch);
    Names.objectOrNull(replaces);
  }
}
