package dev.aidp.artifact;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Names;
import dev.aidp.run.Work;
import java.util.List;

/**
 * What a unit gets and has left.
 *
 * @param work the unit
 * @param plan the plan's text, by reference: it says which schemas hold
 * @param start the commit that the unit's work starts from; schemas that are files are read there
 * @param inputs what it gets
 * @param outputs what it has left so far
 */
public record HandOver(
    Work work, String plan, String start, List<Artifact> inputs, List<Artifact> outputs) {

  /** Refuses names that are none; copies the artifacts. */
  public HandOver {
    Names.file(plan);
    Names.object(start);
    inputs = ImmutableList.copyOf(inputs);
    outputs = ImmutableList.copyOf(outputs);
  }
}
