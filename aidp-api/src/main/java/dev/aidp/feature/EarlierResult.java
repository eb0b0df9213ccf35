package dev.aidp.feature;

import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.run.Names;
import java.util.List;

/**
 * What an earlier run has left of a unit.
 *
 * @param unit the unit
 * @param run the run that has finished it
 * @param commit its work
 * @param base the commit that this run started from
 * @param needs the work of the units that it needs, as it was there
 * @param outputs the artifacts that it left
 */
public record EarlierResult(
    String unit,
    String run,
    String commit,
    String base,
    List<UnitHead> needs,
    List<Artifact> outputs) {

  /** Refuses names that are none; copies the collections. */
  public EarlierResult {
    Names.unit(unit);
    Names.run(run);
    Names.object(commit);
    Names.object(base);
    needs = ImmutableList.copyOf(needs);
    outputs = ImmutableList.copyOf(outputs);
  }

  /** Returns the same work on another base: {@code moved} there, on what its needs are there. */
  public EarlierResult at(String moved, String onto, List<UnitHead> there) {
    return new EarlierResult(unit, run, moved, onto, there, outputs);
  }
}
