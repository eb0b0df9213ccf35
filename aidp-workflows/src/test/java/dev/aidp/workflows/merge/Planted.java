package dev.aidp.workflows.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.script.Graphs;
import dev.aidp.workflows.script.Samples;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan in which it is known who is red with whom, and who conflicts with whom for good.
 *
 * @param plan the plan
 * @param finished the units that are done; with each, all that it needs
 * @param red sets of units whose trees are red
 * @param clashes pairs that conflict
 */
record Planted(
    PlanGraph plan, List<String> finished, List<Set<String>> red, List<Set<String>> clashes) {

  /** So many required units without dependencies, named {@code u000} …. */
  Planted(int units, List<Set<String>> red) {
    this(plan(units, new Random(0), 0), names(units), red, List.of());
  }

  static Planted random(Random random) {
    int units = 1 + random.nextInt(30);
    PlanGraph plan = plan(units, random, 0.8);
    UnitGraph graph = UnitGraph.of(plan);
    Set<String> failed = new LinkedHashSet<>(Graphs.some(names(units), random, 0.05));
    List<String> finished =
        graph.ids().stream()
            .filter(
                id -> !failed.contains(id) && failed.stream().noneMatch(f -> graph.needs(id, f)))
            .toList();
    return new Planted(
        plan,
        finished,
        sets(finished, random, 4, 3),
        sets(finished, random, 3, 0).stream().filter(pair -> pair.size() == 2).toList());
  }

  /** Independent units, each guilty at {@code rate}: with so many others that came before it. */
  static Planted at(double rate, int others, int units, Random random) {
    List<String> names = names(units);
    List<Set<String>> red = new ArrayList<>();
    List<String> innocent = new ArrayList<>();
    for (String unit : names) {
      if (random.nextDouble() >= rate || innocent.size() < others) {
        innocent.add(unit);
        continue;
      }
      Set<String> set = new LinkedHashSet<>(Set.of(unit));
      while (set.size() <= others) {
        set.add(innocent.get(random.nextInt(innocent.size())));
      }
      red.add(set);
    }
    return new Planted(units, red);
  }

  private static List<Set<String>> sets(List<String> of, Random random, int most, int longest) {
    List<Set<String>> sets = new ArrayList<>();
    for (int n = random.nextInt(most + 1); n > 0 && !of.isEmpty(); n--) {
      Set<String> set = new LinkedHashSet<>();
      for (int k = longest == 0 ? 2 : 1 + random.nextInt(longest); k > 0; k--) {
        set.add(of.get(random.nextInt(of.size())));
      }
      sets.add(set);
    }
    return sets;
  }

  private static PlanGraph plan(int units, Random random, double linked) {
    List<PlanNode> nodes = new ArrayList<>();
    List<String> names = names(units);
    for (int i = 0; i < units; i++) {
      List<String> needs = Graphs.some(names.subList(0, i), random, linked / units);
      PlanNode node = PlanNode.of(names.get(i), needs.toArray(String[]::new));
      nodes.add(linked > 0 && random.nextInt(4) == 0 ? Samples.optional(node) : node);
    }
    if (linked > 0) {
      Collections.shuffle(nodes, random);
    }
    return new PlanGraph("plan", nodes);
  }

  private static List<String> names(int units) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < units; i++) {
      names.add("u%03d".formatted(i));
    }
    return names;
  }

  boolean red(Collection<String> units) {
    return red.stream().anyMatch(units::containsAll);
  }

  boolean conflicts(Collection<String> in, String unit) {
    return clashes.stream()
        .anyMatch(pair -> pair.contains(unit) && pair.stream().anyMatch(in::contains));
  }

  /** How often a conflict can have stopped a batch: at most once for each pair, with retries. */
  int stopped(MergeQueueTest.Yard yard) {
    return yard.conflicts;
  }

  /** The train must have come to what the rule says, and to the sets that were planted. */
  void check(MergeQueueTest.Yard yard, long seed) {
    Set<String> out = new LinkedHashSet<>();
    List<String> in = MergeQueueTest.oneByOne(this, out);
    assertThat(yard.train.line()).as("seed %d: %s", seed, this).isEqualTo(in);
    assertThat(yard.train.out()).as("seed %d", seed).containsExactlyElementsOf(out);

    UnitGraph graph = UnitGraph.of(plan);
    yard.blamed.forEach(
        (unit, with) -> {
          Set<String> found = new LinkedHashSet<>(with);
          found.add(unit);
          assertThat(leftToName(graph)).as("seed %d, %s", seed, unit).contains(found);
        });
  }

  /** The planted sets without those that others of the set need, as far as none holds another. */
  private Set<Set<String>> leftToName(UnitGraph graph) {
    Map<Set<String>, Set<String>> closed = new LinkedHashMap<>();
    for (Set<String> set : red) {
      Set<String> all = new LinkedHashSet<>(set);
      graph.ids().stream()
          .filter(id -> set.stream().anyMatch(unit -> graph.needs(unit, id)))
          .forEach(all::add);
      closed.put(set, all);
    }
    return closed.entrySet().stream()
        .filter(
            each ->
                closed.values().stream()
                    .noneMatch(
                        other ->
                            each.getValue().containsAll(other)
                                && !other.containsAll(each.getValue())))
        .map(
            each ->
                each.getKey().stream()
                    .filter(
                        unit -> each.getKey().stream().noneMatch(other -> graph.needs(other, unit)))
                    .collect(Collectors.toSet()))
        .collect(Collectors.toSet());
  }
}
