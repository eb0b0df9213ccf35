package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which units start now, and which never will. Asked anew after each event; O(units + dependencies). */
final class Schedule {

  private final UnitGraph graph;
  private final Map<String, UnitReport> units;

  Schedule(UnitGraph graph, Map<String, UnitReport> units) {
    this.graph = graph;
    this.units = units;
  }

  /** Returns the units that start now, in the plan's order, so that at most {@code parallel} run. */
  ImmutableList<String> starts(int parallel) {
    List<String> running = new ArrayList<>(in(UnitState.RUNNING));
    ImmutableList.Builder<String> starts = ImmutableList.builder();
    for (String id : graph.ids()) {
      if (running.size() < parallel && ready(id) && !clashes(id, running)) {
        starts.add(id);
        running.add(id);
      }
    }
    return starts.build();
  }

  /** Returns the units that never start because of what they need, with the reason. */
  ImmutableMap<String, Failure> skips() {
    ImmutableMap.Builder<String, Failure> skips = ImmutableMap.builder();
    for (String id : graph.ids()) {
      if (waiting(id)) {
        reason(id).ifPresent(why -> skips.put(id, Failure.of(FailureKind.PERMANENT, "Not started: it needs " + why)));
      }
    }
    return skips.buildOrThrow();
  }

  /** Returns whether a unit that has not started is pending or blocked. */
  UnitState waitingState(String id) {
    return ready(id) ? UnitState.PENDING : UnitState.BLOCKED;
  }

  private boolean ready(String id) {
    return waiting(id) && graph.node(id).dependsOn().stream().allMatch(need -> state(need).finished());
  }

  private boolean waiting(String id) {
    return state(id) == UnitState.PENDING || state(id) == UnitState.BLOCKED;
  }

  private boolean clashes(String id, List<String> running) {
    PlanNode node = graph.node(id);
    return running.stream()
        .anyMatch(other -> node.clashesWith().contains(other) || graph.node(other).clashesWith().contains(id));
  }

  /** Returns the chain to the unit that failed, such as {@code b, which needs a, which failed: …}. */
  private Optional<String> reason(String id) {
    for (String need : graph.node(id).dependsOn()) {
      Optional<String> why = state(need) == UnitState.FAILED ? Optional.of("failed") : Optional.empty();
      if (state(need) == UnitState.SKIPPED) {
        why = Optional.of("was not started");
      }
      if (why.isPresent()) {
        Failure error = report(need).error();
        return Optional.of(need + ", which " + why.get() + (error == null ? "" : ": " + error.message()));
      }
      Optional<String> further = waiting(need) ? reason(need) : Optional.empty();
      if (further.isPresent()) {
        return Optional.of(need + ", which needs " + further.get());
      }
    }
    return Optional.empty();
  }

  private List<String> in(UnitState state) {
    return graph.ids().stream().filter(id -> state(id) == state).toList();
  }

  private UnitState state(String id) {
    return report(id).state();
  }

  private UnitReport report(String id) {
    UnitReport report = units.get(id);
    if (report == null) {
      throw new IllegalArgumentException("No unit " + id);
    }
    return report;
  }
}
