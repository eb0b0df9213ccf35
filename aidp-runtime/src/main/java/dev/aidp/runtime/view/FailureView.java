package dev.aidp.runtime.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Units that have failed by one cause.
 *
 * @param cause the class of failure
 * @param message what the first of them failed by
 * @param units those that have failed, in the plan's order
 * @param skipped those that were not started because of that
 */
public record FailureView(
    FailureKind cause,
    String message,
    List<String> units,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> skipped) {

  /** Copies the units. */
  public FailureView {
    units = ImmutableList.copyOf(units);
    skipped = ImmutableList.copyOf(Objects.requireNonNullElse(skipped, List.of()));
  }

  /** Returns the causes by which {@code units} have failed, those of most units first. */
  static List<FailureView> of(List<UnitReport> units, @Nullable PlanGraph plan) {
    List<UnitReport> failed =
        units.stream().filter(unit -> unit.state() == UnitState.FAILED).toList();
    if (failed.isEmpty() || plan == null) {
      return ImmutableList.of();
    }
    Map<String, Cause> causes = new LinkedHashMap<>();
    Map<String, Cause> of = new LinkedHashMap<>();
    for (UnitReport unit : failed) {
      Failure why = Objects.requireNonNullElse(unit.error(), UNKNOWN);
      Cause cause = causes.computeIfAbsent(key(unit.id(), why), key -> new Cause(why));
      cause.units.add(unit.id());
      of.put(unit.id(), cause);
    }
    UnitGraph graph = UnitGraph.of(plan);
    for (UnitReport unit : units) {
      if (unit.state() == UnitState.SKIPPED) {
        Cause by = of.get(first(graph, unit.id(), failed));
        if (by != null) {
          by.skipped.add(unit.id());
        }
      }
    }
    return causes.values().stream()
        .sorted((one, other) -> other.units.size() - one.units.size())
        .map(each -> new FailureView(each.why.kind(), each.why.message(), each.units, each.skipped))
        .toList();
  }

  private static final Failure UNKNOWN = Failure.of(FailureKind.PERMANENT, "It failed.");

  /** A cause and whom it met. */
  private static final class Cause {

    private final Failure why;
    private final List<String> units = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    private Cause(Failure why) {
      this.why = why;
    }
  }

  /** Returns the first of {@code failed} that {@code unit} needs, or an empty text. */
  private static String first(UnitGraph graph, String unit, List<UnitReport> failed) {
    return failed.stream()
        .map(UnitReport::id)
        .filter(id -> graph.needs(unit, id))
        .findFirst()
        .orElse("");
  }

  /** Times, counts and the unit's own name do not make another cause. */
  private static String key(String unit, Failure why) {
    return why.kind()
        + " "
        + why.message()
            .replaceAll("\\b" + Pattern.quote(unit) + "\\b", "*")
            .replaceAll("[0-9]+", "#");
  }
}
