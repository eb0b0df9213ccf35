package dev.aidp.workflows.plan;

import com.google.common.collect.ImmutableList;
import dev.aidp.plan.PlanGraph;
import java.util.LinkedHashMap;
import java.util.Map;

/** The longest chain of dependencies: however many run side by side, a run takes at least it. */
public final class CriticalPath {

  private CriticalPath() {}

  /** Returns its units, first to last; among equally long ones, that of the plan's first units. */
  public static ImmutableList<String> of(PlanGraph plan) {
    UnitGraph graph = UnitGraph.of(plan);
    Map<String, ImmutableList<String>> ending = new LinkedHashMap<>();
    ImmutableList<String> longest = ImmutableList.of();
    for (String id : graph.inOrder(graph.ids())) {
      ImmutableList<String> before = ImmutableList.of();
      for (String need : graph.node(id).dependsOn()) {
        before = longer(before, ending.getOrDefault(need, ImmutableList.of()));
      }
      ImmutableList<String> path =
          ImmutableList.<String>builderWithExpectedSize(before.size() + 1)
              .addAll(before)
              .add(id)
              .build();
      ending.put(id, path);
      longest = longer(longest, path);
    }
    return longest;
  }

  private static ImmutableList<String> longer(ImmutableList<String> a, ImmutableList<String> b) {
    return b.size() > a.size() ? b : a;
  }
}
