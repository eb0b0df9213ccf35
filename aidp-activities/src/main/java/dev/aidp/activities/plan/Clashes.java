package dev.aidp.activities.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import dev.aidp.plan.Glob;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which units may write the same file and are not already one after the other by their
 * dependencies.
 */
final class Clashes {

  private final List<String> ids;
  private final Map<String, Integer> index = new LinkedHashMap<>();
  private final Map<String, Set<String>> needs;

  private Clashes(Set<String> ids, Map<String, Set<String>> needs) {
    this.ids = ImmutableList.copyOf(ids);
    this.needs = needs;
    ids.forEach(id -> index.put(id, index.size()));
  }

  /** Returns for each unit of a plan without cycles those it clashes with, in the plan's order. */
  static ImmutableListMultimap<String, String> among(
      Map<String, List<Glob>> files, Map<String, Set<String>> needs) {
    return new Clashes(files.keySet(), needs).find(ImmutableList.copyOf(files.values()));
  }

  private ImmutableListMultimap<String, String> find(List<List<Glob>> files) {
    List<BitSet> before = before();
    List<BitSet> clashing = Stream.generate(BitSet::new).limit(ids.size()).toList();
    for (int i = 0; i < ids.size(); i++) {
      for (int j = i + 1; j < ids.size(); j++) {
        boolean ordered = before.get(i).get(j) || before.get(j).get(i);
        if (!ordered && mayOverlap(files.get(i), files.get(j))) {
          clashing.get(i).set(j);
          clashing.get(j).set(i);
        }
      }
    }
    ImmutableListMultimap.Builder<String, String> found = ImmutableListMultimap.builder();
    for (int i = 0; i < ids.size(); i++) {
      found.putAll(ids.get(i), clashing.get(i).stream().mapToObj(ids::get).toList());
    }
    return found.build();
  }

  private static boolean mayOverlap(List<Glob> a, List<Glob> b) {
    return a.stream().anyMatch(x -> b.stream().anyMatch(x::mayOverlap));
  }

  /** Each unit's ancestors, from the first units on: O(units × dependencies), in words of 64. */
  private List<BitSet> before() {
    List<BitSet> before = new ArrayList<>();
    List<List<Integer>> dependents = new ArrayList<>();
    int[] open = new int[ids.size()];
    for (int i = 0; i < ids.size(); i++) {
      before.add(new BitSet());
      dependents.add(new ArrayList<>());
    }
    Deque<Integer> ready = new ArrayDeque<>();
    for (int i = 0; i < ids.size(); i++) {
      Set<String> mine = needs.getOrDefault(ids.get(i), Set.of());
      for (String need : mine) {
        dependents.get(index.getOrDefault(need, 0)).add(i);
      }
      open[i] = mine.size();
      if (mine.isEmpty()) {
        ready.add(i);
      }
    }
    for (Integer i = ready.poll(); i != null; i = ready.poll()) {
      for (int dependent : dependents.get(i)) {
        before.get(dependent).set(i);
        before.get(dependent).or(before.get(i));
        if (--open[dependent] == 0) {
          ready.add(dependent);
        }
      }
    }
    return before;
  }
}
