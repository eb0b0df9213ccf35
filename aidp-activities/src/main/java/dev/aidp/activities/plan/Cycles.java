package dev.aidp.activities.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Finds the circles of a plan, each once. */
final class Cycles {

  /** A unit whose dependencies are being followed. */
  private record Step(String unit, Iterator<String> rest) {}

  private final Function<String, Set<String>> dependencies;
  private final Set<String> done = new LinkedHashSet<>();
  private final List<String> path = new ArrayList<>();
  private final Deque<Step> open = new ArrayDeque<>();
  private final List<List<String>> found = new ArrayList<>();

  private Cycles(Function<String, Set<String>> dependencies) {
    this.dependencies = dependencies;
  }

  /** Returns the circles, each as its path with the first unit at both ends. */
  static List<List<String>> of(Iterable<String> units, Function<String, Set<String>> dependencies) {
    Cycles cycles = new Cycles(dependencies);
    units.forEach(cycles::walk);
    return cycles.found;
  }

  /** Depth first with a stack of its own: a plan of a mebibyte may be one long chain. */
  private void walk(String start) {
    enter(start);
    for (Step step = open.peek(); step != null; step = open.peek()) {
      if (!step.rest.hasNext()) {
        open.pop();
        path.remove(path.size() - 1);
        done.add(step.unit);
        continue;
      }
      String next = step.rest.next();
      int before = path.indexOf(next);
      if (before < 0) {
        enter(next);
      } else {
        List<String> cycle = new ArrayList<>(path.subList(before, path.size()));
        cycle.add(next);
        found.add(cycle);
      }
    }
  }

  private void enter(String unit) {
    if (!done.contains(unit)) {
      path.add(unit);
      open.push(new Step(unit, dependencies.apply(unit).iterator()));
    }
  }
}
