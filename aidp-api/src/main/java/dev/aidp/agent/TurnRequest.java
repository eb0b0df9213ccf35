package dev.aidp.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.git.TreeState;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Budget;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One turn of an agent.
 *
 * @param work whose turn; its worktree is open
 * @param role what it is asked to do
 * @param iteration from 1, anew in each attempt
 * @param agent who takes it
 * @param model the model it shall use, or null for the provider's own default
 * @param session the session of an earlier turn that it shall go on with, or null for a new one
 * @param timeout after which the turn is ended
 * @param state what the worktree is put back to first
 * @param brief what the prompt says
 * @param inputs artifacts of other units to lay out for it
 * @param outputs names of the artifacts the unit must leave in the end
 * @param insists whether to ask the agent even if it is known to be limited: a person said so
 * @param budget what the run was started with; what holds now is in the ledger
 */
public record TurnRequest(
    Work work,
    Role role,
    int iteration,
    AgentChoice agent,
    @Nullable String model,
    @Nullable String session,
    Duration timeout,
    TreeState state,
    PromptContext brief,
    List<Artifact> inputs,
    List<String> outputs,
    boolean insists,
    Budget budget) {

  /** Copies the collections; a request of an older version has no budget. */
  public TurnRequest {
    inputs = ImmutableList.copyOf(inputs);
    outputs = ImmutableList.copyOf(outputs);
    budget = Objects.requireNonNullElse(budget, Budget.NONE);
  }

  /** Returns the same turn within this budget. */
  public TurnRequest within(Budget other) {
    return new TurnRequest(
        work, role, iteration, agent, model, session, timeout, state, brief, inputs, outputs,
        insists, other);
  }

  /** Makes a turn that is not insisted on and has no budget. */
  public TurnRequest(
      Work work,
      Role role,
      int iteration,
      AgentChoice agent,
      @Nullable String model,
      @Nullable String session,
      Duration timeout,
      TreeState state,
      PromptContext brief,
      List<Artifact> inputs,
      List<String> outputs) {
    this(
        work,
        role,
        iteration,
        agent,
        model,
        session,
        timeout,
        state,
        brief,
        inputs,
        outputs,
        false,
        Budget.NONE);
  }

  /** Returns the same turn with other inputs. */
  public TurnRequest withInputs(List<Artifact> others) {
    return new TurnRequest(
        work, role, iteration, agent, model, session, timeout, state, brief, others, outputs,
        insists, budget);
  }

  /** Returns the same turn, taken by another agent, model or session. */
  public TurnRequest by(
      AgentChoice other, @Nullable String otherModel, @Nullable String otherSession) {
    return new TurnRequest(
        work,
        role,
        iteration,
        other,
        otherModel,
        otherSession,
        timeout,
        state,
        brief,
        inputs,
        outputs,
        insists,
        budget);
  }

  /** Returns the same turn with another time-out and hand-over, insisted on or not. */
  public TurnRequest on(Duration limit, @Nullable Handoff handover, boolean insisted) {
    return new TurnRequest(
        work,
        role,
        iteration,
        agent,
        model,
        session,
        limit,
        state,
        brief.after(handover),
        inputs,
        outputs,
        insisted,
        budget);
  }
}
