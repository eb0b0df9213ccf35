package dev.aidp.workflows.schedule;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.UnitAction;
import java.util.Locale;
import java.util.Map;

/**
 * How much there is of what units take: what the plan says, by name; and last how many units may
 * run at a time. A class is a pool like any other once somebody says how much there is of it: a
 * unit of the class takes one, unless it says otherwise.
 */
final class Pools {

  private final ImmutableMap<String, Integer> capacities;
  private final ImmutableList<String> names;

  Pools(Map<String, Integer> plan) {
    capacities = ImmutableMap.copyOf(plan);
    names = capacities.keySet().asList();
  }

  /** Returns how many there are, the one of all units included. */
  int size() {
    return names.size() + 1;
  }

  /** Returns how much there is of each. */
  int[] capacities(int parallel) {
    int[] all = new int[size()];
    for (int pool = 0; pool < names.size(); pool++) {
      all[pool] = capacities.getOrDefault(names.get(pool), 0);
    }
    all[names.size()] = parallel;
    return all;
  }

  /** Returns how much a unit takes of each. */
  int[] needs(PlanNode node) {
    String kind = node.weight().name().toLowerCase(Locale.ROOT);
    int[] needs = new int[size()];
    for (int pool = 0; pool < names.size(); pool++) {
      String name = names.get(pool);
      int taken = node.demand().resources().getOrDefault(name, name.equals(kind) ? 1 : 0);
      needs[pool] = Math.min(taken, capacities.getOrDefault(name, 0));
    }
    UnitAction action = node.rules().action();
    boolean waits = action != null && action.poll() != null;
    needs[names.size()] = waits ? 0 : 1; // it looks for a moment now and then
    return needs;
  }
}
