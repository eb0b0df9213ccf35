package dev.aidp.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.run.Strategy;
import dev.aidp.run.UnitAction;
import dev.aidp.wire.WireNamed;
import dev.aidp.workflow.Step;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduler needs to know of a unit; its task and checks stay in the plan's text.
 *
 * @param id unique in the plan
 * @param dependsOn units that must be done before, in the plan's order; inputs included
 * @param weight the unit's class
 * @param rules what holds of it
 * @param outputs names of the artifacts it must leave
 * @param inputs artifacts of other units that it gets, as {@code UNIT/NAME}
 * @param files the paths it claims, as globs: units that may claim the same path never run side by
 *     side
 * @param demand how long it takes, and what of
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlanNode(
    String id,
    List<String> dependsOn,
    Step.Weight weight,
    Rules rules,
    List<String> outputs,
    List<String> inputs,
    List<String> files,
    @JsonUnwrapped Demand demand) {

  /** Copies the collections; without a demand it has none. */
  @SuppressWarnings("ConstantValue")
  public PlanNode {
    dependsOn = ImmutableList.copyOf(dependsOn);
    outputs = ImmutableList.copyOf(outputs);
    inputs = ImmutableList.copyOf(inputs);
    files = ImmutableList.copyOf(files);
    demand = demand == null ? Demand.NONE : demand;
  }

  /** Makes a unit of which nobody knows how long it takes, and that needs nothing scarce. */
  public PlanNode(
      String id,
      List<String> dependsOn,
      Step.Weight weight,
      Rules rules,
      List<String> outputs,
      List<String> inputs,
      List<String> files) {
    this(id, dependsOn, weight, rules, outputs, inputs, files, Demand.NONE);
  }

  /**
   * What a unit takes while it runs.
   *
   * @param estimate how long it is expected to run, or null: nobody knows
   * @param resources how much it takes of what there is only so much of, by name
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Demand(@Nullable Duration estimate, Map<String, Integer> resources) {

    /** Nothing is known of it, and it needs nothing scarce. */
    public static final Demand NONE = new Demand(null, ImmutableMap.of());

    /** Copies the resources, keeping their order; takes nothing for none. */
    @SuppressWarnings("ConstantValue")
    public Demand {
      resources = resources == null ? ImmutableMap.of() : ImmutableMap.copyOf(resources);
    }
  }

  /** Returns a copy that takes this. */
  public PlanNode withDemand(Demand other) {
    return new PlanNode(id, dependsOn, weight, rules, outputs, inputs, files, other);
  }

  /**
   * What holds of a unit.
   *
   * @param required whether the feature is incomplete without it
   * @param retries further attempts, or null for the run's
   * @param allowNoChange whether it may leave the tree as it was
   * @param strategy how it joins the result branch, or null: as the run says
   * @param separateChecks whether a turn is recorded before its checks begin, which are a step of
   *     their own then
   * @param action what it does in place of an agent's work, or null: an agent works
   * @param ifNeedsFail what becomes of it where what it needs has failed, or null: it is skipped
   * @param nesting whether it is a feature by itself, or a part of one; null: neither
   */
  @RecordBuilder
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Rules(
      boolean required,
      @Nullable Integer retries,
      boolean allowNoChange,
      @Nullable Strategy strategy,
      boolean separateChecks,
      @Nullable UnitAction action,
      @Nullable IfNeedsFail ifNeedsFail,
      @Nullable Nesting nesting)
      implements PlanNodeRulesBuilder.With {

    /** It is required, and all else is as the run says. */
    public static final Rules DEFAULT = new Rules(true, null, false, null, false, null, null, null);

    /** Returns whether it runs with what there is where what it needs has failed. */
    public boolean runsAnyway() {
      return ifNeedsFail == IfNeedsFail.RUN;
    }
  }

  /**
   * How a unit stands in a feature of several levels.
   *
   * @param divides whether it is a feature by itself: a planner divides it into parts, which it
   *     waits for
   * @param partOf the unit it is a part of, or null
   * @param parts the units that are its parts, in the plan's order; none: it was not divided yet
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Nesting(boolean divides, @Nullable String partOf, List<String> parts) {

    /** Copies the parts; takes nothing for none. */
    @SuppressWarnings("ConstantValue")
    public Nesting {
      parts = parts == null ? ImmutableList.of() : ImmutableList.copyOf(parts);
    }
  }

  /** Returns whether it is a feature by itself. */
  public boolean divides() {
    return rules.nesting() != null && rules.nesting().divides();
  }

  /** Returns the units that are its parts, in the plan's order. */
  public List<String> parts() {
    return rules.nesting() == null ? ImmutableList.of() : rules.nesting().parts();
  }

  /** Returns the unit it is a part of, or null. */
  public @Nullable String partOf() {
    return rules.nesting() == null ? null : rules.nesting().partOf();
  }

  /** What becomes of a unit where what it needs has failed, or was skipped. */
  public enum IfNeedsFail implements WireNamed {
    /** It is skipped. */
    SKIP,
    /** It waits until that is redone, or the run is told to go on without it. */
    WAIT,
    /** It runs with what there is. */
    RUN
  }

  /** Returns a copy in which this holds of it. */
  public PlanNode withRules(Rules other) {
    return new PlanNode(id, dependsOn, weight, other, outputs, inputs, files, demand);
  }

  /** Returns a copy that needs just these. */
  public PlanNode withDependsOn(List<String> others) {
    return new PlanNode(id, others, weight, rules, outputs, inputs, files, demand);
  }

  /** Returns a required unit that stands alone. */
  public static PlanNode of(String id, String... dependsOn) {
    return new PlanNode(
        id,
        ImmutableList.copyOf(dependsOn),
        Step.Weight.STANDARD,
        Rules.DEFAULT,
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.of());
  }
}
