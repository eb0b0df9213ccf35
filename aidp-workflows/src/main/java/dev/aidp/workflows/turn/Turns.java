package dev.aidp.workflows.turn;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.run.AgentChain;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Takes turns of agents: steps {@code agent}, {@code agent-2} … of the current scope. */
public final class Turns {

  private final WorkflowContext context;
  private final Steering steering;

  /** Makes one for a run. */
  public Turns(WorkflowContext context, Steering steering) {
    this.context = context;
    this.steering = steering;
  }

  /**
   * Takes one turn, and repeats it as {@link TurnPolicy} allows; waits while the run is paused.
   *
   * @param request asked anew before each turn
   * @param recorded told of each turn that was not cancelled, failed ones included
   * @return the last turn; its failure is of kind {@code cancelled} if the run was
   */
  public TurnResult take(
      Step.Weight weight, Supplier<TurnRequest> request, Consumer<TurnResult> recorded) {
    for (int turn = 1; ; turn++) {
      TurnResult result = affordable(weight, request, turn == 1 ? "agent" : "agent-" + turn);
      Failure failure = result.failure();
      if (failure == null || failure.kind() != FailureKind.CANCELLED) {
        steering.used(result.usage());
        recorded.accept(result);
      }
      if (failure == null || !TurnPolicy.repeats(failure, turn)) {
        return result;
      }
      context.await(TurnPolicy.pause(turn), steering::cancelled);
    }
  }

  /**
   * Returns who plays {@code role}.
   *
   * @throws StepFailedException if nobody plays it
   */
  public static AgentChain agent(RunSettings settings, Role role) {
    AgentChain agent = settings.agent(role);
    if (agent == null) {
      String who = role.wireName();
      throw new StepFailedException(
          Failure.of(
              FailureKind.PERMANENT,
              "No agent plays the "
                  + who
                  + "; name one with --agent-command or --agent-command-for "
                  + who
                  + "=CMD."));
    }
    return agent;
  }

  /**
   * Takes a turn as soon as its budget allows it: at once, when turns under way have told what they
   * used, or when a person has raised the budget and lets the run go on. What was refused is no
   * turn: nothing is repeated, and nothing recorded of it.
   */
  private TurnResult affordable(Step.Weight weight, Supplier<TurnRequest> request, String name) {
    for (int refused = 0; ; refused++) {
      context.await(steering::mayRun);
      int resumes = steering.resumes();
      String key = refused == 0 ? name : name + ".afforded-" + refused;
      TurnResult result = one(request.get(), Step.turn().on(weight).named(key));
      Failure failure = result.failure();
      if (failure == null || failure.kind() != FailureKind.BUDGET_SPENT) {
        return result;
      }
      if (failure.retryAt() == null) {
        steering.waits(true);
        context.await(() -> steering.cancelled() || steering.resumes() != resumes);
        steering.waits(false);
      }
    }
  }

  private TurnResult one(TurnRequest request, Step step) {
    AgentActivities agent = context.steps(AgentActivities.class, step);
    Outcome<TurnResult> outcome = context.until(steering::cancelled, () -> agent.turn(request));
    return outcome instanceof Outcome.Failed<TurnResult> failed
        ? new TurnResult(request.state(), false, "", "", ImmutableList.of(), failed.failure())
        : outcome.orThrow();
  }
}
