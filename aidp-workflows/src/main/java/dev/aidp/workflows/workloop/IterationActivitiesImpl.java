package dev.aidp.workflows.workloop;

import dev.aidp.activity.StepInfo;
import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckReport;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.ChecksRequest.Where;
import dev.aidp.command.CommandActivities;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.Failure;
import dev.aidp.failure.UnusableException;
import dev.aidp.workflow.Retry;
import dev.aidp.workloop.IterationActivities;
import dev.aidp.workloop.IterationRequest;
import dev.aidp.workloop.IterationResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a turn and its checks as one step, of which the turn is kept. Safe for many threads. */
public final class IterationActivitiesImpl implements IterationActivities {

  private final AgentActivities agents;
  private final CommandActivities commands;

  /** Makes it of what takes turns and what runs checks. */
  public IterationActivitiesImpl(AgentActivities agents, CommandActivities commands) {
    this.agents = agents;
    this.commands = commands;
  }

  @Override
  public IterationResult iterate(IterationRequest request) {
    Optional<TurnResult> kept = StepInfo.current().kept(TurnResult.class);
    TurnResult turn = kept.orElseGet(() -> agents.turn(request.turn()));
    if (turn.failure() != null) {
      return IterationResult.of(turn);
    }
    CheckReport quick = null;
    try {
      if (kept.isEmpty()) {
        StepInfo.current().keep(turn);
      }
      quick = checks(request, turn, Where.WORKING_COPY);
      UnmetCriteria lacking = UnmetCriteria.of(request, turn, quick);
      return decides(request, lacking) && !quick.results().isEmpty()
          ? new IterationResult(turn, quick, checks(request, turn, Where.CLEAN), null)
          : new IterationResult(turn, quick, null, null);
    } catch (UnusableException e) {
      throw e; // no outcome: the checks are taken again
    } catch (AidpException e) {
      return broken(turn, quick, e.failure());
    } catch (RuntimeException e) {
      return broken(turn, quick, Retry.NEVER.unclassified(e));
    }
  }

  private static IterationResult broken(
      TurnResult turn, @Nullable CheckReport quick, Failure failure) {
    return new IterationResult(turn, quick, null, failure);
  }

  /**
   * Only red checks may be the fault of what the working copy has gathered: a unit is not given up
   * for those before a clean checkout was asked.
   */
  private static boolean decides(IterationRequest request, UnmetCriteria lacking) {
    return lacking.none() || request.last() && lacking.onlyRed();
  }

  private CheckReport checks(IterationRequest request, TurnResult turn, Where where) {
    ChecksRequest checks = request.checks();
    return commands.checks(
        new ChecksRequest(
            checks.work(),
            checks.iteration(),
            turn.state(),
            checks.required(),
            checks.bounds(),
            checks.timeout(),
            where));
  }
}
