package dev.aidp.activities.plan;

import dev.aidp.activities.yaml.Findings;
import dev.aidp.activities.yaml.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the cycles of a plan and names their paths: one for each dependency that closes one. */
final class Cycles {

  private final Map<String, Set<String>> needs;
  private final Map<String, Place> places;
  private final Findings findings;
  private final Set<String> done = new LinkedHashSet<>();

  /** The way from where the walk began, each unit with what is still to be looked at. */
  private final Map<String, Deque<String>> path = new LinkedHashMap<>();

  private Cycles(Map<String, Set<String>> needs, Map<String, Place> places, Findings findings) {
    this.needs = needs;
    this.places = places;
    this.findings = findings;
  }

  /** Reports the cycles of {@code needs}; a unit stands in its {@code places}. */
  static void report(Map<String, Set<String>> needs, Map<String, Place> places, Findings findings) {
    Cycles cycles = new Cycles(needs, places, findings);
    needs.keySet().forEach(cycles::walk);
  }

  /** Depth first with a stack of its own: a plan of a mebibyte may be one long chain. */
  private void walk(String start) {
    Deque<String> stack = new ArrayDeque<>();
    enter(start, stack);
    while (!stack.isEmpty()) {
      String unit = stack.getLast();
      String next = path.getOrDefault(unit, new ArrayDeque<>()).poll();
      if (next == null) {
        stack.removeLast();
        path.remove(unit);
        done.add(unit);
      } else if (path.containsKey(next)) {
        close(next);
      } else {
        enter(next, stack);
      }
    }
  }

  private void enter(String unit, Deque<String> stack) {
    if (!done.contains(unit)) {
      stack.addLast(unit);
      path.put(unit, new ArrayDeque<>(needs.getOrDefault(unit, Set.of())));
    }
  }

  private void close(String first) {
    if (findings.crowded()) {
      return; // each path may be as long as the plan
    }
    List<String> way = new ArrayList<>(path.keySet());
    List<String> cycle = new ArrayList<>(way.subList(way.indexOf(first), way.size()));
    cycle.add(first);
    findings.add(
        places.getOrDefault(first, Place.START),
        cycle.size() == 2
            ? "'%s' depends on itself".formatted(first)
            : "units depend on each other in a circle: " + String.join(" -> ", cycle));
  }
}
