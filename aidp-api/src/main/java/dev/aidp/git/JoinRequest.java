package dev.aidp.git;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import dev.aidp.run.Names;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What shall be joined onto what.
 *
 * @param work whose step it is
 * @param onto the commit that holds what has joined
 * @param joined the units in {@code onto}, with their commits, in the order they joined
 * @param joining the units to join now, one after the other; it stops before the first that
 *     conflicts
 * @param resolutions settled conflicts to use again
 * @param strategy how a unit joins whose tip says nothing else
 */
public record JoinRequest(
    Work work,
    String onto,
    List<UnitHead> joined,
    List<UnitHead> joining,
    List<Resolution> resolutions,
    Strategy strategy) {

  /**
   * A unit's finished work.
   *
   * @param unit the unit
   * @param commit its work
   * @param strategy how it joins, or null: as the run says
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record UnitHead(String unit, String commit, @Nullable Strategy strategy) {

    /** Refuses names that are none: one of a branch that is merged is as long as that. */
    public UnitHead {
      Names.branch(unit);
      Names.object(commit);
    }

    /** Makes one that joins as the run says. */
    public UnitHead(String unit, String commit) {
      this(unit, commit, null);
    }
  }

  /** Refuses names that are none; copies the collections. */
  public JoinRequest {
    Names.object(onto);
    joined = ImmutableList.copyOf(joined);
    joining = ImmutableList.copyOf(joining);
    resolutions = ImmutableList.copyOf(resolutions);
  }

  /** Returns how {@code tip} joins. */
  public Strategy strategyOf(UnitHead tip) {
    return tip.strategy() == null ? strategy : tip.strategy();
  }
}
