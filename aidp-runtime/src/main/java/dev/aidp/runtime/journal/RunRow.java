package dev.aidp.runtime.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A native run as it is registered.
 *
 * @param id its full id
 * @param root the id of the run that all its ancestors and itself belong to; owners own roots
 * @param parent the run that started it, or null
 * @param type the wire name of its workflow
 * @param args the arguments of its start as JSON
 * @param owner the process that owns it, dead or alive, or null; told of roots only
 * @param seed what its random numbers come from; drawn when it is registered
 * @param end how it ended, or null
 */
public record RunRow(
    String id,
    String root,
    @Nullable String parent,
    String type,
    String args,
    @Nullable String owner,
    long seed,
    @Nullable End end) {

  /** How and when a run ended. */
  public record End(Instant at, Answer answer) {}

  /** Returns a run that nobody started. */
  public static RunRow root(String id, String type, String args) {
    return new RunRow(id, id, null, type, args, null, 0, null);
  }

  RunRow withArgs(String other) {
    return new RunRow(id, root, parent, type, other, owner, seed, end);
  }

  RunRow withEnd(End other) {
    return new RunRow(id, root, parent, type, args, owner, seed, other);
  }

  /** Returns a run that {@code this} starts. */
  public RunRow child(String name, String type, String args) {
    return new RunRow(id + "/" + name, root, id, type, args, null, 0, null);
  }
}
