package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.aidp.activities.plan.UnitReader.Draft;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which units may write the same file and are not already one after the other by their
 * dependencies.
 */
final class Clashes {

  private final Function<String, Set<String>> dependencies;
  private final Map<String, Set<String>> ancestors = new LinkedHashMap<>();

  private Clashes(Function<String, Set<String>> dependencies) {
    this.dependencies = dependencies;
  }

  /** Returns for each unit those it clashes with, in the order of {@code units}. */
  static ImmutableListMultimap<String, String> among(
      Iterable<Draft> units, Function<String, Set<String>> dependencies) {
    return new Clashes(dependencies).find(ImmutableList.copyOf(units));
  }

  private ImmutableListMultimap<String, String> find(List<Draft> units) {
    ImmutableListMultimap.Builder<String, String> found = ImmutableListMultimap.builder();
    for (Draft one : units) {
      for (Draft other : units) {
        if (one != other
            && mayOverlap(one, other)
            && !ordered(one.id().text(), other.id().text())) {
          found.put(one.id().text(), other.id().text());
        }
      }
    }
    return found.build();
  }

  private static boolean mayOverlap(Draft a, Draft b) {
    return a.files().stream().anyMatch(x -> b.files().stream().anyMatch(x::mayOverlap));
  }

  private boolean ordered(String a, String b) {
    return ancestors(a).contains(b) || ancestors(b).contains(a);
  }

  private Set<String> ancestors(String unit) {
    return ancestors.computeIfAbsent(unit, this::walk);
  }

  private Set<String> walk(String unit) {
    Set<String> seen = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(dependencies.apply(unit));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (seen.add(next)) {
        open.addAll(dependencies.apply(next));
      }
    }
    return seen;
  }
}
