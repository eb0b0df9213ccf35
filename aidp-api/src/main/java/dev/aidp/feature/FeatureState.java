package dev.aidp.feature;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.failure.Failure;
import dev.aidp.git.KnownConflicts;
import dev.aidp.merge.MergeReport;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitReport;
import dev.aidp.run.Usage;
import dev.aidp.run.Waiting;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature's whole state: it answers {@code state}, is the result, and a retry starts from it.
 *
 * @param standing how it stands
 * @param graph the plan, or null while there is none
 * @param units every unit, in the plan's order; a running unit's own loop knows more
 * @param outputs artifacts that finished units left
 * @param conflicts what came of conflicts so far
 * @param merge how the merge stands, or null before it
 * @param commit the result branch's tip, or null
 * @param usage what the planner and the merge have used; each unit tells its own
 */
@RecordBuilder
public record FeatureState(
    @JsonUnwrapped Standing standing,
    @Nullable PlanGraph graph,
    List<UnitReport> units,
    List<Artifact> outputs,
    KnownConflicts conflicts,
    @Nullable MergeReport merge,
    @Nullable String commit,
    Usage usage)
    implements FeatureStateBuilder.With {

  /**
   * How a feature stands.
   *
   * @param state pending, running, paused, waiting or final
   * @param phase what it does now
   * @param round how often units went back to their agents; part of the names of the runs that they
   *     and the merge are then
   * @param error why it failed, or null
   * @param waiting what it waits for a person for; null unless it is waiting
   * @param receipts what became of what it was told
   */
  @RecordBuilder
  public record Standing(
      RunState state,
      FeaturePhase phase,
      int round,
      @Nullable Failure error,
      @Nullable Waiting waiting,
      List<InstructionReceipt> receipts)
      implements FeatureStateStandingBuilder.With {

    /** Copies the receipts. */
    @SuppressWarnings("ConstantValue")
    public Standing {
      receipts = receipts == null ? ImmutableList.of() : ImmutableList.copyOf(receipts);
    }
  }

  /** Copies the collections. */
  public FeatureState {
    units = ImmutableList.copyOf(units);
    outputs = ImmutableList.copyOf(outputs);
  }

  /** Returns whether it is pending, running, paused, waiting or final. */
  public RunState state() {
    return standing.state;
  }

  /** Returns whether this unit has finished its work. */
  public boolean finished(String unit) {
    return units.stream().anyMatch(each -> each.id().equals(unit) && each.state().finished());
  }

  /** Returns why it failed, or null. */
  public @Nullable Failure error() {
    return standing.error;
  }
}
