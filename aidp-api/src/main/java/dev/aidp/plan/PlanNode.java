package dev.aidp.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import dev.aidp.run.Strategy;
import dev.aidp.workflow.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduler needs to know of a unit; its task and checks stay in the plan's text.
 *
 * @param id unique in the plan
 * @param dependsOn units that must be done before, in the plan's order; inputs included
 * @param weight the unit's class
 * @param required whether the feature is incomplete without it
 * @param retries further attempts, or null for the run's
 * @param allowNoChange whether it may leave the tree as it was
 * @param outputs names of the artifacts it must leave
 * @param inputs artifacts of other units that it gets, as {@code UNIT/NAME}
 * @param files the paths it claims, as globs: units that may claim the same path never run side by
 *     side
 * @param strategy how it joins the result branch, or null: as the run says
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlanNode(
    String id,
    List<String> dependsOn,
    Step.Weight weight,
    boolean required,
    @Nullable Integer retries,
    boolean allowNoChange,
    List<String> outputs,
    List<String> inputs,
    List<String> files,
    @Nullable Strategy strategy) {

  /** Copies the collections. */
  public PlanNode {
    dependsOn = ImmutableList.copyOf(dependsOn);
    outputs = ImmutableList.copyOf(outputs);
    inputs = ImmutableList.copyOf(inputs);
    files = ImmutableList.copyOf(files);
  }

  /** Makes a unit that joins as the run says. */
  public PlanNode(
      String id,
      List<String> dependsOn,
      Step.Weight weight,
      boolean required,
      @Nullable Integer retries,
      boolean allowNoChange,
      List<String> outputs,
      List<String> inputs,
      List<String> files) {
    this(id, dependsOn, weight, required, retries, allowNoChange, outputs, inputs, files, null);
  }

  /** Returns a required unit that stands alone. */
  public static PlanNode of(String id, String... dependsOn) {
    return new PlanNode(
        id,
        ImmutableList.copyOf(dependsOn),
        Step.Weight.STANDARD,
        true,
        null,
        false,
        ImmutableList.of(),
        ImmutableList.of(),
        ImmutableList.of());
  }
}
