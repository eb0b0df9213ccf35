package dev.aidp.workflows.schedule;

import com.google.common.collect.ImmutableList;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.workflows.plan.UnitGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

  /** How many of what each unit needs have not ended. */
  private final Map<String, Integer> lacking = new LinkedHashMap<>();

  private final BitSet ready = new BitSet();
  private final BitSet underWay = new BitSet();

  private Simulation(UnitGraph graph) {
    this.graph = graph;
    for (String unit : graph.ids()) {
      lacking.put(unit, graph.node(unit).dependsOn().size());
      ready.set(graph.place(unit), graph.node(unit).dependsOn().isEmpty());
    }
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
        ready.clear(graph.place(unit));
        underWay.set(graph.place(unit));
      }
      now = running.stream().map(this::end).min(Comparator.naturalOrder()).orElseThrow();
      Instant reached = now;
      running.stream()
          .filter(unit -> end(unit).equals(reached))
          .forEach(unit -> end(unit, reached));
      running.removeAll(ended.keySet());
    }
    return started.keySet().stream()
        .map(unit -> new Ran(unit, since(started.get(unit)), since(ended.get(unit))))
        .collect(ImmutableList.toImmutableList());
  }

  private void end(String unit, Instant at) {
    ended.put(unit, at);
    underWay.clear(graph.place(unit));
    for (String other : graph.needing(unit)) {
      if (lacking.merge(other, -1, Integer::sum) == 0) {
        ready.set(graph.place(other));
      }
    }
  }

  private Instant end(String unit) {
    Duration takes = graph.node(unit).demand().estimate();
    return started.getOrDefault(unit, Instant.EPOCH).plus(takes == null ? Duration.ZERO : takes);
  }

  private static Duration since(@Nullable Instant time) {
    return time == null ? Duration.ZERO : Duration.between(Instant.EPOCH, time);
  }

  @Override
  public BitSet ready(UnitGraph plan) {
    return (BitSet) ready.clone();
  }

  @Override
  public Stream<String> running(UnitGraph plan) {
    return underWay.stream().mapToObj(graph.ids().asList()::get);
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
