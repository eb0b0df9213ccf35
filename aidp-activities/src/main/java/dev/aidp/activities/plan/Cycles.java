package dev.aidp.activities.plan;

import dev.aidp.activities.plan.UnitReader.Draft;
import dev.aidp.activities.yaml.Findings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Finds the cycles of a plan, each once, and names their paths. */
final class Cycles {

  private final Map<String, Draft> units;
  private final Function<Draft, Set<String>> dependencies;
  private final Set<String> done = new LinkedHashSet<>();
  private final List<List<String>> found = new ArrayList<>();

  Cycles(Map<String, Draft> units, Function<Draft, Set<String>> dependencies) {
    this.units = units;
    this.dependencies = dependencies;
  }

  void report(Findings findings) {
    units.keySet().forEach(this::walk);
    for (List<String> cycle : found) {
      String first = cycle.get(0);
      findings.add(
          units.get(first).id().at(),
          first.equals(cycle.get(1))
              ? "'%s' depends on itself".formatted(first)
              : "depends on itself in a circle: " + String.join(" -> ", cycle));
    }
  }

  /** Depth first with a stack of its own: a plan of a mebibyte may be one long chain. */
  private void walk(String start) {
    List<String> path = new ArrayList<>();
    Set<String> onPath = new LinkedHashSet<>();
    List<List<String>> open = new ArrayList<>();
    enter(start, path, onPath, open);
    while (!path.isEmpty()) {
      List<String> rest = open.get(open.size() - 1);
      if (rest.isEmpty()) {
        open.remove(open.size() - 1);
        String left = path.remove(path.size() - 1);
        onPath.remove(left);
        done.add(left);
        continue;
      }
      String next = rest.remove(0);
      if (onPath.contains(next)) {
        List<String> cycle = new ArrayList<>(path.subList(path.indexOf(next), path.size()));
        cycle.add(next);
        found.add(cycle);
      } else {
        enter(next, path, onPath, open);
      }
    }
  }

  private void enter(String unit, List<String> path, Set<String> onPath, List<List<String>> open) {
    if (done.contains(unit)) {
      return;
    }
    path.add(unit);
    onPath.add(unit);
    open.add(new ArrayList<>(dependencies.apply(units.get(unit))));
  }
}
