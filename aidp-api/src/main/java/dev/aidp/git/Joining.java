package dev.aidp.git;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;
import java.util.List;

/**
 * What shall be joined onto what.
 *
 * @param work whose step it is
 * @param onto the commit that holds what has joined
 * @param joined the units in {@code onto}, with their commits, in the order they joined
 * @param joining the units to join now, one after the other; it stops before the first that
 *     conflicts
 * @param resolutions settled conflicts to use again
 * @param strategy how a unit joins
 */
public record Joining(
    Work work,
    String onto,
    List<Tip> joined,
    List<Tip> joining,
    List<Resolution> resolutions,
    Strategy strategy) {

  /**
   * A unit's finished work.
   *
   * @param unit the unit
   * @param commit its work
   */
  public record Tip(String unit, String commit) {}

  /** Copies the collections. */
  public Joining {
    joined = ImmutableList.copyOf(joined);
    joining = ImmutableList.copyOf(joining);
    resolutions = ImmutableList.copyOf(resolutions);
  }
}
