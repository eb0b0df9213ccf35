package dev.aidp.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.git.TreeState;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Budget;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.Limits;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn of an agent.
 *
 * @param work whose turn; its worktree is open
 * @param role what it is asked to do
 * @param iteration from 1, anew in each attempt
 * @param asked who takes it
 * @param bounds what it may take
 * @param state what the worktree is put back to first
 * @param brief what the prompt says
 * @param artifacts what it gets and what it must leave
 */
@RecordBuilder
public record TurnRequest(
    Work work,
    Role role,
    int iteration,
    Asked asked,
    Bounds bounds,
    TreeState state,
    PromptContext brief,
    Artifacts artifacts)
    implements TurnRequestBuilder.With {

  /**
   * Who takes a turn.
   *
   * @param agent the agent
   * @param model the model it shall use, or null for the provider's own default
   * @param session the session of an earlier turn that it shall go on with, or null for a new one
   * @param insists whether to ask the agent even if it is known to be limited: a person said so
   */
  public record Asked(
      AgentChoice agent, @Nullable String model, @Nullable String session, boolean insists) {

    /** Returns {@code agent} with its own model and a new session. */
    public static Asked of(AgentChoice agent) {
      return new Asked(agent, null, null, false);
    }
  }

  /**
   * What a turn may take.
   *
   * @param timeout after which it is ended
   * @param budget what the run was started with; what holds now is in the ledger
   * @param guards what its work may change; null: nothing is said of that
   */
  public record Bounds(Duration timeout, Budget budget, @Nullable DiffGuards guards) {

    /** Makes those of a turn whose work nobody guards. */
    public Bounds(Duration timeout, Budget budget) {
      this(timeout, budget, null);
    }

    /** Returns those of a run. */
    public static Bounds of(Limits limits) {
      return new Bounds(limits.agentTimeout(), limits.budget());
    }

    /** Returns a copy of a turn whose work may change this. */
    public Bounds guarded(DiffGuards by) {
      return new Bounds(timeout, budget, by);
    }

    /** Returns a copy of a turn that may take this long. */
    public Bounds within(Duration most) {
      return new Bounds(most, budget, guards);
    }
  }

  /**
   * What goes in and what must come out.
   *
   * @param inputs artifacts of other units to lay out for the agent
   * @param outputs names of the artifacts the unit must leave in the end
   */
  public record Artifacts(List<Artifact> inputs, List<String> outputs) {

    /** Neither gets nor leaves any. */
    public static final Artifacts NONE = new Artifacts(ImmutableList.of(), ImmutableList.of());

    /** Copies the collections. */
    public Artifacts {
      inputs = ImmutableList.copyOf(inputs);
      outputs = ImmutableList.copyOf(outputs);
    }
  }
}
