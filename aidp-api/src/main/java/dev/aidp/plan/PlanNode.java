package dev.aidp.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import dev.aidp.run.Strategy;
import dev.aidp.workflow.Step;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
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
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlanNode(
    String id,
    List<String> dependsOn,
    Step.Weight weight,
    Rules rules,
    List<String> outputs,
    List<String> inputs,
    List<String> files) {

  /** Copies the collections. */
  public PlanNode {
    dependsOn = ImmutableList.copyOf(dependsOn);
    outputs = ImmutableList.copyOf(outputs);
    inputs = ImmutableList.copyOf(inputs);
    files = ImmutableList.copyOf(files);
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
   */
  @RecordBuilder
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Rules(
      boolean required,
      @Nullable Integer retries,
      boolean allowNoChange,
      @Nullable Strategy strategy,
      boolean separateChecks)
      implements PlanNodeRulesBuilder.With {

    /** It is required, and all else is as the run says. */
    public static final Rules DEFAULT = new Rules(true, null, false, null, false);
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
