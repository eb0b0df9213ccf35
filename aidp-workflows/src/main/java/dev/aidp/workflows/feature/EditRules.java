package dev.aidp.workflows.feature;

import static java.util.stream.Collectors.joining;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.plan.Parallelism;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.UnitChange;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an edit of a plan means to its units as they stand, or why it is refused. What a unit says
 * of itself alone is judged where plans are read. Pure.
 */
record EditRules(UnitGraph graph, FeatureUnits units) {

  /**
   * What an edit means.
   *
   * @param findings why it is refused; none if it is not
   * @param ends units under way that must have ended before
   * @param again units that have run, and are to be begun anew
   */
  record Verdict(List<String> findings, ImmutableSet<String> ends, ImmutableSet<String> again) {

    private static Verdict touchingNoWork(List<String> findings) {
      return new Verdict(findings, ImmutableSet.of(), ImmutableSet.of());
    }
  }

  /** Returns what {@code edit} means. */
  Verdict of(PlanEdit edit) {
    if (edit.kind() == PlanEdit.Kind.PARALLELISM) {
      return Verdict.touchingNoWork(room(edit.room()));
    }
    UnitChange unit = edit.unit();
    if (unit == null || unit.id().isBlank()) {
      return Verdict.touchingNoWork(ImmutableList.of("'id' is missing: it names no unit."));
    }
    UnitReport report = units.of(unit.id());
    if (edit.kind() == PlanEdit.Kind.ADD) {
      return Verdict.touchingNoWork(
          report == null
              ? needs(unit)
              : ImmutableList.of("The plan has a unit '%s' already.".formatted(unit.id())));
    }
    if (report == null) {
      return Verdict.touchingNoWork(
          ImmutableList.of("The plan has no unit '%s'.".formatted(unit.id())));
    }
    return switch (edit.kind()) {
      case REMOVE -> removed(report);
      case DIVIDE -> new Verdict(ImmutableList.of(), ImmutableSet.of(), ImmutableSet.of(unit.id()));
      case CHANGE -> Verdict.touchingNoWork(changed(unit, report));
      default -> redone(unit, report);
    };
  }

  private static List<String> room(@Nullable Parallelism room) {
    if (room == null || room.maxParallel() == null && room.capacities().isEmpty()) {
      return ImmutableList.of("It changes nothing: name 'max_parallel' or 'capacities'.");
    }
    ImmutableList.Builder<String> findings = ImmutableList.builder();
    if (room.maxParallel() != null && room.maxParallel() < 1) {
      findings.add("'max_parallel' must be at least 1, not %d.".formatted(room.maxParallel()));
    }
    return findings.build();
  }

  private Verdict removed(UnitReport unit) {
    String id = unit.id();
    List<String> needing =
        graph.ids().stream()
            .filter(each -> !each.equals(graph.node(id).partOf()))
            .filter(each -> graph.node(each).dependsOn().contains(id))
            .toList();
    if (!needing.isEmpty()) {
      return Verdict.touchingNoWork(
          ImmutableList.of(
              "'%s' is needed by %s; change or remove these first."
                  .formatted(id, String.join(", ", needing))));
    }
    if (unit.state().finished()) {
      return Verdict.touchingNoWork(
          ImmutableList.of("'%s' is done: what it has done is there to be merged.".formatted(id)));
    }
    if (graph.ids().size() == 1) {
      return Verdict.touchingNoWork(
          ImmutableList.of("'%s' is the plan's only unit: cancel the run.".formatted(id)));
    }
    return new Verdict(ImmutableList.of(), underWay(ImmutableSet.of(id)), ImmutableSet.of());
  }

  private List<String> changed(UnitChange unit, UnitReport report) {
    if (unit.said().isEmpty()) {
      return ImmutableList.of("It changes nothing of '%s'.".formatted(unit.id()));
    }
    return switch (report.state()) {
      case PENDING, BLOCKED -> needs(unit);
      case RUNNING ->
          ImmutableList.of(
              "'%s' is under way: tell it by an instruction, or have it redone with the change."
                  .formatted(unit.id()));
      default ->
          ImmutableList.of(
              "'%s' is %s already: have it redone with the change."
                  .formatted(unit.id(), report.state().wireName()));
    };
  }

  private Verdict redone(UnitChange unit, UnitReport report) {
    if (waits(report)) {
      return Verdict.touchingNoWork(
          ImmutableList.of("'%s' has not started yet: change it.".formatted(unit.id())));
    }
    List<String> findings = needs(unit);
    if (!findings.isEmpty()) {
      return Verdict.touchingNoWork(findings);
    }
    ImmutableSet<String> again =
        graph.ids().stream()
            .filter(each -> each.equals(unit.id()) || graph.needs(each, unit.id()))
            .filter(each -> !waits(Objects.requireNonNull(units.of(each))))
            .collect(ImmutableSet.toImmutableSet());
    return new Verdict(ImmutableList.of(), underWay(again), again);
  }

  private static boolean waits(UnitReport report) {
    return report.state() == UnitState.PENDING || report.state() == UnitState.BLOCKED;
  }

  private ImmutableSet<String> underWay(Collection<String> some) {
    return some.stream()
        .filter(each -> Objects.requireNonNull(units.of(each)).state() == UnitState.RUNNING)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** Returns what is wrong with what it says that it needs. */
  private List<String> needs(UnitChange unit) {
    ImmutableList.Builder<String> findings = ImmutableList.builder();
    for (String need : unit.needs().orElse(List.of())) {
      if (need.equals(unit.id())) {
        findings.add("'%s' cannot need itself.".formatted(need));
      } else if (units.of(need) == null) {
        findings.add("There is no unit '%s' to need.".formatted(need));
      } else if (graph.needs(need, unit.id())) {
        findings.add(
            "That is a cycle: %s → %s."
                .formatted(unit.id(), String.join(" → ", way(need, unit.id()))));
      }
    }
    return findings.build();
  }

  /** Returns a chain by which {@code from} needs {@code to}, which it does. */
  private List<String> way(String from, String to) {
    Map<String, String> before = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>(Set.of(from));
    while (!open.isEmpty() && !before.containsKey(to)) {
      String at = open.remove();
      for (String need : graph.node(at).dependsOn()) {
        if (before.putIfAbsent(need, at) == null) {
          open.add(need);
        }
      }
    }
    Deque<String> way = new ArrayDeque<>();
    for (String at = to; !at.equals(from); at = Objects.requireNonNull(before.get(at))) {
      way.push(at);
    }
    way.push(from);
    return ImmutableList.copyOf(way);
  }

  /** Returns what is said of {@code edit} once it has been made. */
  static String said(PlanEdit edit, Verdict verdict) {
    Parallelism room = edit.room();
    if (room != null) {
      String most =
          room.maxParallel() == null
              ? ""
              : "at most %d units run at a time".formatted(room.maxParallel());
      String there =
          room.capacities().entrySet().stream()
              .map(each -> each.getKey() + ": " + each.getValue())
              .collect(joining(", "));
      return "From now on %s%s%s."
          .formatted(
              most,
              most.isEmpty() || there.isEmpty() ? "" : ", and ",
              there.isEmpty() ? "" : "there is " + there);
    }
    String id = Objects.requireNonNull(edit.unit()).id();
    List<String> others = verdict.again().stream().filter(each -> !each.equals(id)).toList();
    return switch (edit.kind()) {
      case ADD -> "The plan has the unit '%s' now.".formatted(id);
      case REMOVE -> "The plan has no unit '%s' any more.".formatted(id);
      case CHANGE -> "The unit '%s' is changed.".formatted(id);
      case DIVIDE -> "The unit '%s' is divided.".formatted(id);
      default ->
          "The unit '%s' goes again%s."
              .formatted(
                  id, others.isEmpty() ? "" : ", and what needs it: " + String.join(", ", others));
    };
  }
}
