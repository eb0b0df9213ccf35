package dev.aidp.workflows.schedule;

import com.google.common.collect.ImmutableList;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** How a run would go on from where it stands, if each unit took as long as was estimated. */
final class Projection {

  private final ImmutableList<String> units;
  private final Project project;
  private final int[] known;

  private Projection(List<String> units, Project project, int[] known) {
    this.units = ImmutableList.copyOf(units);
    this.project = project;
    this.known = known;
  }

  /** Returns what comes of the order that is known. */
  OrderSearch.Plan asOrdered() {
    long[] starts = new long[project.size()];
    long end = new SerialPass(project).run(known, starts);
    return new OrderSearch.Plan(known, starts, end);
  }

  /** Returns the best that is found with so many schedules. */
  OrderSearch.Plan best(int schedules) {
    return project.size() == 0 ? asOrdered() : OrderSearch.best(project, known, schedules);
  }

  /** Returns the units that a list of numbers means. */
  ImmutableList<String> order(int[] list) {
    return IntStream.of(list).mapToObj(units::get).collect(ImmutableList.toImmutableList());
  }

  /** Returns those that start at once and can. */
  ImmutableList<String> starting(OrderSearch.Plan plan, Predicate<String> ready) {
    return IntStream.of(plan.list())
        .filter(activity -> activity >= project.underWay && plan.starts()[activity] == 0)
        .mapToObj(units::get)
        .filter(ready)
        .collect(ImmutableList.toImmutableList());
  }

  /** Makes a projection: first those that run, then those that wait, each after what it needs. */
  static final class Builder {

    private final UnitGraph graph;
    private final Apart apart;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final Project.Builder project;

    Builder(UnitGraph graph, Apart apart, int[] capacities) {
      this.graph = graph;
      this.apart = apart;
      this.project = new Project.Builder(capacities);
    }

    void running(String unit, long left, int[] need) {
      project.underWay(left, need);
      numbers.put(unit, numbers.size());
    }

    /** Who needs what will never be done is left out. */
    void waiting(String unit, long duration, int[] need, Standing standing) {
      List<String> open =
          graph.node(unit).dependsOn().stream().filter(one -> !standing.met(unit, one)).toList();
      if (numbers.keySet().containsAll(open)) {
        int[] before = numbers(open);
        project.add(duration, need, before, numbers(apart.of(unit).asList()));
        numbers.put(unit, numbers.size());
      }
    }

    private int[] numbers(List<String> some) {
      return some.stream()
          .map(numbers::get)
          .filter(Objects::nonNull)
          .mapToInt(Integer::intValue)
          .toArray();
    }

    /** {@code order} may lack some: they come first if they run, else last. */
    Projection build(List<String> order) {
      int[] list =
          IntStream.concat(
                  order.stream()
                      .map(numbers::get)
                      .filter(Objects::nonNull)
                      .mapToInt(Integer::intValue),
                  IntStream.range(0, numbers.size()))
              .distinct()
              .toArray();
      return new Projection(ImmutableList.copyOf(numbers.keySet()), project.build(), list);
    }
  }
}
