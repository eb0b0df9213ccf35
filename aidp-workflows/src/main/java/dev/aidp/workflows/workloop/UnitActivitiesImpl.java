package dev.aidp.workflows.workloop;

import dev.aidp.activity.StepInfo;
import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckReport;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.ChecksRequest.Where;
import dev.aidp.command.CommandActivities;
import dev.aidp.evidence.EvidenceActivities;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.Failure;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import dev.aidp.git.GitActivities;
import dev.aidp.run.Work;
import dev.aidp.workflow.Retry;
import dev.aidp.workloop.FinishRequest;
import dev.aidp.workloop.FinishedUnit;
import dev.aidp.workloop.IterationRequest;
import dev.aidp.workloop.IterationResult;
import dev.aidp.workloop.UnitActivities;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Performs the steps of units of the parts that others perform. Safe for many threads. */
public final class UnitActivitiesImpl implements UnitActivities {

  private final AgentActivities agents;
  private final CommandActivities commands;
  private final GitActivities git;
  private final EvidenceActivities evidence;

  /** Makes it of what performs the parts. */
  public UnitActivitiesImpl(
      AgentActivities agents,
      CommandActivities commands,
      GitActivities git,
      EvidenceActivities evidence) {
    this.agents = agents;
    this.commands = commands;
    this.git = git;
    this.evidence = evidence;
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

  /** Each part finds what an earlier start has done: a branch, the same bytes, no folder. */
  @Override
  public FinishedUnit finish(FinishRequest request) {
    String commit = git.commit(request.commit());
    String kept = evidence.unit(request.claim().of(commit));
    return new FinishedUnit(commit, kept, closed(request.commit().work()));
  }

  /** A folder that cannot be removed is no fault of the work. */
  private @Nullable String closed(Work work) {
    try {
      git.close(work);
      return null;
    } catch (UnusableException | StepCancelledException e) {
      throw e; // no outcome: the step is performed again
    } catch (AidpException e) {
      return e.failure().message();
    } catch (RuntimeException e) {
      return Retry.NEVER.unclassified(e).message();
    }
  }
}
