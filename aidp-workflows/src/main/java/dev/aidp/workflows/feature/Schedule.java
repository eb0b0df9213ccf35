package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.plan.PlanNode.IfNeedsFail;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.schedule.Standing;
import java.time.Instant;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which units may start, and which never will. Asked anew after each event, at which it looks at
 * what has changed, and at all units only where one has failed that others need.
 */
final class Schedule implements Standing {

  private final UnitGraph graph;
  private final FeatureUnits units;

  Schedule(UnitGraph graph, FeatureUnits units) {
    this.graph = graph;
    this.units = units;
  }

  /**
   * Returns the units that never start because of what they need, with the chain to what failed.
   */
  ImmutableMap<String, Failure> skips() {
    if (units.all().in(Schedule::never).noneMatch(this::takesAlong)) {
      return ImmutableMap.of();
    }
    Map<String, String> chains = new LinkedHashMap<>();
    for (String id : graph.inOrder()) {
      if (waits(id) && ifNeedsFail(id) == IfNeedsFail.SKIP) {
        graph.node(id).dependsOn().stream()
            .flatMap(need -> chain(need, chains).stream())
            .findFirst()
            .ifPresent(chain -> chains.put(id, chain));
      }
    }
    return failures(chains);
  }

  private boolean takesAlong(UnitReport failed) {
    return graph.needing(failed.id()).stream()
        .anyMatch(id -> waits(id) && ifNeedsFail(id) == IfNeedsFail.SKIP);
  }

  /** Returns the units that wait as what they need has failed, with the failures that say so. */
  ImmutableMap<String, Failure> held() {
    Map<String, String> chains = new LinkedHashMap<>();
    for (String id : graph.waiting()) {
      if (waits(id)) {
        graph.node(id).dependsOn().stream()
            .flatMap(need -> chain(need, Map.of()).stream())
            .findFirst()
            .ifPresent(chain -> chains.put(id, chain));
      }
    }
    return failures(chains);
  }

  private static ImmutableMap<String, Failure> failures(Map<String, String> chains) {
    return ImmutableMap.copyOf(
        Maps.transformValues(
            chains,
            chain -> Failure.of(FailureKind.PERMANENT, "Not started: it needs " + chain + ".")));
  }

  private IfNeedsFail ifNeedsFail(String id) {
    return Objects.requireNonNullElse(graph.node(id).rules().ifNeedsFail(), IfNeedsFail.SKIP);
  }

  @Override
  public boolean met(String unit, String need) {
    return finished(need) || graph.node(unit).rules().runsAnyway() && never(state(need));
  }

  /** Returns whether a unit that has not started is pending or blocked. */
  UnitState waitingState(String id) {
    return ready(id) ? UnitState.PENDING : UnitState.BLOCKED;
  }

  /** Returns the units that have not started and may still do so. */
  ImmutableList<String> waiting() {
    return graph.ids().stream().filter(this::waits).collect(ImmutableList.toImmutableList());
  }

  private boolean ready(String id) {
    return waits(id) && graph.node(id).dependsOn().stream().allMatch(need -> met(id, need));
  }

  @Override
  public boolean waits(String id) {
    return state(id) == UnitState.PENDING || state(id) == UnitState.BLOCKED;
  }

  @Override
  public boolean finished(String id) {
    return state(id).finished();
  }

  @Override
  public @Nullable Instant runningSince(String id) {
    UnitReport report = report(id);
    return report.state() == UnitState.RUNNING
        ? Objects.requireNonNullElse(report.times().startedAt(), Instant.EPOCH)
        : null;
  }

  /** Each is told that it is pending once it may start: see {@link FeatureUnits#settledAfter}. */
  @Override
  public BitSet ready(UnitGraph of) {
    return units.all().places(state -> state == UnitState.PENDING);
  }

  @Override
  public Stream<String> running(UnitGraph of) {
    return units.all().in(state -> state == UnitState.RUNNING).map(UnitReport::id);
  }

  private static boolean never(UnitState state) {
    return state == UnitState.FAILED || state == UnitState.SKIPPED;
  }

  private Optional<String> chain(String need, Map<String, String> chains) {
    if (never(state(need))) {
      String how = state(need) == UnitState.FAILED ? "failed" : "was not started";
      return Optional.of(need + ", which " + how);
    }
    return Optional.ofNullable(chains.get(need)).map(further -> need + ", which needs " + further);
  }

  private UnitState state(String id) {
    return report(id).state();
  }

  private UnitReport report(String id) {
    UnitReport report = units.of(id);
    if (report == null) {
      throw new IllegalArgumentException("No unit " + id);
    }
    return report;
  }
}
