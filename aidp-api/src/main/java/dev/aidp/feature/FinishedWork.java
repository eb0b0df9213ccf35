package dev.aidp.feature;

import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.run.Names;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Work;
import java.util.List;

/**
 * What units of a feature are asked about, and how far it is.
 *
 * @param work whose step it is
 * @param plan the plan's text, by reference
 * @param settings the run's
 * @param base the commit that it starts from
 * @param units which of its units
 * @param done the work of those that are finished
 * @param outputs the artifacts that these have left
 */
public record FinishedWork(
    Work work,
    String plan,
    RunSettings settings,
    String base,
    List<String> units,
    List<UnitHead> done,
    List<Artifact> outputs) {

  /** Refuses names that are none; copies the collections. */
  public FinishedWork {
    Names.file(plan);
    Names.object(base);
    units = ImmutableList.copyOf(units);
    done = ImmutableList.copyOf(done);
    outputs = ImmutableList.copyOf(outputs);
  }
}
