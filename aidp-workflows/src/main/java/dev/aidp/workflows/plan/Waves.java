package dev.aidp.workflows.plan;

import com.google.common.collect.ImmutableList;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A plan's units in groups that could run side by side, each group after the one before. This is
 * what a plan looks like; a run does not wait for a whole wave, but starts a unit once what it
 * needs is done.
 */
public final class Waves {

  private Waves() {}

  /** Returns the waves of {@code plan}, of any width. */
  public static ImmutableList<ImmutableList<String>> of(PlanGraph plan) {
    return of(plan, Integer.MAX_VALUE);
  }

  /** Returns the waves of {@code plan}, with at most {@code width} units each. */
  public static ImmutableList<ImmutableList<String>> of(PlanGraph plan, int width) {
    if (width < 1) {
      throw new IllegalArgumentException("A wave holds at least one unit, not " + width);
    }
    UnitGraph graph = UnitGraph.of(plan);
    ImmutableList.Builder<ImmutableList<String>> waves = ImmutableList.builder();
    Set<String> done = new LinkedHashSet<>();
    while (done.size() < plan.nodes().size()) {
      ImmutableList<String> wave = next(plan, graph, done, width);
      waves.add(wave);
      done.addAll(wave);
    }
    return waves.build();
  }

  /** The first ready unit clashes with nobody before it, so no wave of an acyclic plan is empty. */
  private static ImmutableList<String> next(
      PlanGraph plan, UnitGraph graph, Set<String> done, int width) {
    List<String> wave = new ArrayList<>();
    for (PlanNode node : plan.nodes()) {
      if (wave.size() < width
          && !done.contains(node.id())
          && done.containsAll(node.dependsOn())
          && wave.stream().noneMatch(other -> graph.clash(node.id(), other))) {
        wave.add(node.id());
      }
    }
    if (wave.isEmpty()) {
      throw new IllegalArgumentException("The plan has a cycle behind " + done);
    }
    return ImmutableList.copyOf(wave);
  }
}
