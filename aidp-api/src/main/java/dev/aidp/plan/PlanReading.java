package dev.aidp.plan;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.UsageException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading a plan: a graph, or all its faults.
 *
 * @param graph null if there are faults
 * @param faults every finding, with its place; at most the first 50
 */
public record PlanReading(@Nullable PlanGraph graph, List<UsageException.Detail> faults) {

  /** Copies the faults. */
  public PlanReading {
    faults = ImmutableList.copyOf(faults);
  }
}
