package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.plan.UnitReader.Draft;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which units may write the same file and are not already one after the other by their
 * dependencies.
 */
final class Clashes {

  private final Map<String, List<String>> clashes = new LinkedHashMap<>();

  Clashes(Map<String, Draft> units, Function<Draft, Set<String>> dependencies) {
    List<String> ids = List.copyOf(units.keySet());
    Map<String, BitSet> before = before(units, dependencies, ids);
    ids.forEach(id -> clashes.put(id, new ArrayList<>()));
    for (int i = 0; i < ids.size(); i++) {
      for (int j = i + 1; j < ids.size(); j++) {
        boolean ordered = before.get(ids.get(i)).get(j) || before.get(ids.get(j)).get(i);
        if (!ordered && mayOverlap(units.get(ids.get(i)), units.get(ids.get(j)))) {
          clashes.get(ids.get(i)).add(ids.get(j));
          clashes.get(ids.get(j)).add(ids.get(i));
        }
      }
    }
  }

  ImmutableList<String> of(String unit) {
    return ImmutableList.copyOf(clashes.get(unit));
  }

  private static boolean mayOverlap(Draft a, Draft b) {
    return a.files().stream().anyMatch(x -> b.files().stream().anyMatch(x::mayOverlap));
  }

  /**
   * Every unit's ancestors; the plan has no cycle, so a pass over a unit whose dependencies are
   * known is enough.
   */
  private static Map<String, BitSet> before(
      Map<String, Draft> units, Function<Draft, Set<String>> dependencies, List<String> ids) {
    Map<String, Integer> index = new LinkedHashMap<>();
    ids.forEach(id -> index.put(id, index.size()));
    Map<String, BitSet> before = new LinkedHashMap<>();
    while (before.size() < ids.size()) {
      for (String id : ids) {
        Set<String> needs = dependencies.apply(units.get(id));
        if (!before.containsKey(id) && before.keySet().containsAll(needs)) {
          BitSet all = new BitSet();
          needs.forEach(
              need -> {
                all.set(index.get(need));
                all.or(before.get(need));
              });
          before.put(id, all);
        }
      }
    }
    return before;
  }
}
