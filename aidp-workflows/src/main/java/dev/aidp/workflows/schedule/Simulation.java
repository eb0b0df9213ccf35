package dev.aidp.workflows.schedule;

import com.google.common.collect.ImmutableList;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.workflows.plan.UnitGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run of a plan in virtual time: the decisions of a {@link Dispatcher}, and units that each take
 * exactly their estimate.
 */
public final class Simulation implements Standing {

  /**
   * When a unit ran.
   *
   * @param start since the beginning
   * @param end since the beginning
   */
  public record Ran(String unit, Duration start, Duration end) {}

  private final UnitGraph graph;
  private final Map<String, Instant> started = new LinkedHashMap<>();
  private final Map<String, Instant> ended = new LinkedHashMap<>();

  private Simulation(UnitGraph graph) {
    this.graph = graph;
  }

  /**
   * Runs a plan.
   *
   * @param usual how long a unit takes that has no estimate
   * @param parallel how many units run at a time
   * @return when each unit ran, by start
   */
  public static ImmutableList<Ran> of(PlanGraph plan, Duration usual, int parallel) {
    UnitGraph graph =
        UnitGraph.of(
            new PlanGraph(
                plan.plan(),
                plan.nodes().stream().map(node -> estimated(node, usual)).toList(),
                plan.capacities()));
    return new Simulation(graph).run(new Dispatcher(graph), parallel);
  }

  /** Returns when the last unit ends. */
  public static Duration makespan(List<Ran> units) {
    return units.stream().map(Ran::end).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
  }

  private static PlanNode estimated(PlanNode node, Duration usual) {
    PlanNode.Demand demand = node.demand();
    return demand.estimate() != null
        ? node
        : node.withDemand(new PlanNode.Demand(usual, demand.resources()));
  }

  private ImmutableList<Ran> run(Dispatcher dispatcher, int parallel) {
    Instant now = Instant.EPOCH;
    if (dispatcher.planned()) {
      dispatcher.follow(dispatcher.ahead(this, parallel, now));
    }
    List<String> running = new ArrayList<>();
    while (ended.size() < graph.ids().size()) {
      for (String unit : dispatcher.starts(this, parallel, now)) {
        started.put(unit, now);
        running.add(unit);
      }
      now = running.stream().map(this::end).min(Comparator.naturalOrder()).orElseThrow();
      Instant reached = now;
      running.stream()
          .filter(unit -> end(unit).equals(reached))
          .forEach(unit -> ended.put(unit, reached));
      running.removeAll(ended.keySet());
    }
    return started.keySet().stream()
        .map(unit -> new Ran(unit, since(started.get(unit)), since(ended.get(unit))))
        .collect(ImmutableList.toImmutableList());
  }

  private Instant end(String unit) {
    Duration takes = graph.node(unit).demand().estimate();
    return started.getOrDefault(unit, Instant.EPOCH).plus(takes == null ? Duration.ZERO : takes);
  }

  private static Duration since(@Nullable Instant time) {
    return time == null ? Duration.ZERO : Duration.between(Instant.EPOCH, time);
  }

  @Override
  public boolean waits(String unit) {
    return !started.containsKey(unit);
  }

  @Override
  public boolean finished(String unit) {
    return ended.containsKey(unit);
  }

  @Override
  public @Nullable Instant runningSince(String unit) {
    return finished(unit) ? null : started.get(unit);
  }
}
