package dev.aidp.feature;

import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.failure.Failure;
import dev.aidp.git.Resolution;
import dev.aidp.merge.MergeReport;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitReport;
import dev.aidp.run.Usage;
import dev.aidp.run.Waiting;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A feature's whole state: it answers {@code orchestration_status}, is the result, and a retry
 * starts from it.
 *
 * @param state pending, running, paused, waiting or final
 * @param phase what it does now: {@code planning}, {@code units}, {@code merging} or {@code done};
 *     after units went back to their agents, {@code reworking} and {@code merging again}
 * @param graph the plan, or null while there is none
 * @param units every unit, in the plan's order; a running unit's own loop knows more
 * @param outputs artifacts that finished units left
 * @param resolutions settled conflicts that passed
 * @param merge how the merge stands, or null before it
 * @param commit the result branch's tip, or null
 * @param error why it failed, or null
 * @param clashed keys of conflicts that the resolver could not settle
 * @param usage what the planner and the merge have used; each unit tells its own
 * @param waiting what it waits for a person for; null unless it is waiting
 */
public record FeatureState(
    RunState state,
    String phase,
    @Nullable PlanGraph graph,
    List<UnitReport> units,
    List<Artifact> outputs,
    List<Resolution> resolutions,
    @Nullable MergeReport merge,
    @Nullable String commit,
    @Nullable Failure error,
    List<String> clashed,
    Usage usage,
    @Nullable Waiting waiting) {

  /** Copies the collections; a state of an older version has no usage. */
  public FeatureState {
    units = ImmutableList.copyOf(units);
    outputs = ImmutableList.copyOf(outputs);
    resolutions = ImmutableList.copyOf(resolutions);
    usage = Objects.requireNonNullElse(usage, Usage.NONE);
    clashed = ImmutableList.copyOf(clashed);
  }

  /** Returns a copy whose result branch points to {@code other}, or is gone. */
  public FeatureState withCommit(@Nullable String other) {
    return new FeatureState(
        state,
        phase,
        graph,
        units,
        outputs,
        resolutions,
        merge,
        other,
        error,
        clashed,
        usage,
        waiting);
  }
}
