package dev.aidp.workflows.schedule;

import dev.aidp.workflows.plan.UnitGraph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the units of a run in virtual time stand; whoever needs a failed one never starts. */
final class Board implements Standing {

  private final UnitGraph graph;
  private final Map<String, Instant> running = new LinkedHashMap<>();
  private final Set<String> finished = new LinkedHashSet<>();
  private final Set<String> never = new LinkedHashSet<>();

  Board(UnitGraph graph) {
    this.graph = graph;
  }

  void start(String unit, Instant at) {
    running.put(unit, at);
  }

  void end(String unit, boolean well) {
    running.remove(unit);
    if (well) {
      finished.add(unit);
    } else {
      never.add(unit);
      graph.ids().stream().filter(other -> graph.needs(other, unit)).forEach(never::add);
    }
  }

  List<String> running() {
    return new ArrayList<>(running.keySet());
  }

  boolean settled() {
    return finished.size() + never.size() == graph.ids().size();
  }

  @Override
  public boolean waits(String unit) {
    return !running.containsKey(unit) && !finished.contains(unit) && !never.contains(unit);
  }

  @Override
  public boolean finished(String unit) {
    return finished.contains(unit);
  }

  @Override
  public @Nullable Instant runningSince(String unit) {
    return running.get(unit);
  }
}
