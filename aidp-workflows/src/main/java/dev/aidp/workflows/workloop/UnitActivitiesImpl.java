package dev.aidp.workflows.workloop;

import dev.aidp.activity.StepInfo;
import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.TurnFindings;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.HandOver;
import dev.aidp.artifact.HandOverActivities;
import dev.aidp.command.CheckReport;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.ChecksRequest.Where;
import dev.aidp.command.CommandActivities;
import dev.aidp.evidence.EvidenceActivities;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import dev.aidp.git.Changes;
import dev.aidp.git.GitActivities;
import dev.aidp.git.TreeState;
import dev.aidp.run.Check;
import dev.aidp.run.Work;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Retry;
import dev.aidp.workloop.FinishRequest;
import dev.aidp.workloop.FinishedUnit;
import dev.aidp.workloop.IterationRequest;
import dev.aidp.workloop.IterationResult;
import dev.aidp.workloop.LeftWork;
import dev.aidp.workloop.UnitActivities;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Performs the steps of units of the parts that others perform. Safe for many threads. */
public final class UnitActivitiesImpl implements UnitActivities {

  private final AgentActivities agents;
  private final CommandActivities commands;
  private final GitActivities git;
  private final EvidenceActivities evidence;
  private final HandOverActivities handOver;

  /** Makes it of what performs the parts. */
  public UnitActivitiesImpl(
      AgentActivities agents,
      CommandActivities commands,
      GitActivities git,
      EvidenceActivities evidence,
      HandOverActivities handOver) {
    this.agents = agents;
    this.commands = commands;
    this.git = git;
    this.evidence = evidence;
    this.handOver = handOver;
  }

  @Override
  public IterationResult iterate(IterationRequest request) {
    if (request.taken() != null) {
      return counted(request, checked(request, request.taken(), false));
    }
    Optional<IterationResult> kept = StepInfo.current().kept(IterationResult.class);
    IterationResult taken = kept.orElseGet(() -> taken(request));
    TurnResult turn = taken.turn();
    boolean goesOn = turn.texts().question() != null || turn.texts().next() != null;
    if (goesOn || turn.failure() != null || request.node().rules().separateChecks()) {
      return taken;
    }
    IterationRequest opened = UnitRequests.opened(request, taken.found());
    return counted(opened, checked(opened, taken, kept.isEmpty()));
  }

  private IterationResult taken(IterationRequest request) {
    TreeState start = request.start();
    Outcome<TreeState> found =
        start.unopened()
            ? part(() -> git.open(request.turn().work(), start.head()))
            : new Outcome.Ok<>(request.turn().state());
    if (found instanceof Outcome.Failed<TreeState> failed) {
      return IterationResult.of(start, TurnResult.failed(start, failed.failure()));
    }
    TreeState state = found.orThrow();
    IterationRequest opened = UnitRequests.opened(request, state);
    return IterationResult.of(state, handedOver(opened, agents.turn(opened.turn())));
  }

  /** What a turn has left for others is held against what the plan says of it. */
  private TurnResult handedOver(IterationRequest request, TurnResult turn) {
    if (turn.failure() != null || turn.outputs().isEmpty()) {
      return turn;
    }
    TurnRequest asked = request.turn();
    List<String> wrong =
        handOver.outputs(
            new HandOver(
                asked.work(),
                asked.brief().text(),
                request.start().head(),
                asked.artifacts().inputs(),
                turn.outputs()));
    return turn.finding(new TurnFindings(wrong, List.of()));
  }

  private IterationResult checked(IterationRequest request, IterationResult taken, boolean keeps) {
    TurnResult turn = taken.turn();
    Outcome<CheckReport> quick =
        part(
            () -> {
              if (keeps) {
                StepInfo.current().keep(taken);
              }
              return checks(request, turn, Where.WORKING_COPY);
            });
    if (quick instanceof Outcome.Failed<CheckReport> failed) {
      return taken.checked(null, null, failed.failure());
    }
    CheckReport report = quick.orThrow();
    if (!decides(request, UnmetCriteria.of(request, turn, report))) {
      return taken.checked(report, null, null);
    }
    Outcome<CheckReport> clean = part(() -> checks(request, turn, Where.CLEAN));
    return clean instanceof Outcome.Failed<CheckReport> failed
        ? taken.checked(report, null, failed.failure())
        : taken.checked(report, known(clean.orThrow()), null);
  }

  /** Without any check there is nothing that a clean checkout could decide. */
  private static @Nullable CheckReport known(CheckReport clean) {
    return clean.results().isEmpty() ? null : clean;
  }

  /** What cannot be counted keeps nobody from going on. */
  private IterationResult counted(IterationRequest request, IterationResult ended) {
    TurnResult turn = ended.turn();
    return part(
                () ->
                    git.changes(request.turn().work(), request.start().tree(), turn.state().tree()))
            instanceof Outcome.Ok<Changes> ok
        ? ended.withChanges(ok.value())
        : ended;
  }

  /** What fails is a value; where the place cannot be used there is none, and it is done again. */
  private static <T> Outcome<T> part(Supplier<T> body) {
    try {
      return Outcome.of(body);
    } catch (UnusableException e) {
      throw e;
    } catch (RuntimeException e) {
      return new Outcome.Failed<>(Retry.NEVER.unclassified(e));
    }
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
    ChecksRequest.Required due =
        where.clean() ? checks.required() : checks.required().withUpTo(Check.Phase.EACH_UNIT);
    return commands.checks(
        checks
            .withState(turn.state())
            .withRequired(due)
            .withBounds(where.clean() ? checks.bounds().unguarded() : checks.bounds())
            .withWhere(where));
  }

  /** Each part finds what an earlier start has done: a branch, the same bytes, no folder. */
  @Override
  public FinishedUnit finish(FinishRequest request) {
    String commit = git.commit(request.commit());
    String kept = evidence.unit(request.claim().of(commit));
    return new FinishedUnit(commit, kept, closed(request.commit().work()));
  }

  @Override
  public LeftWork leave(Work work, String start) {
    TreeState state =
        part(() -> Optional.ofNullable(git.record(work)))
                instanceof Outcome.Ok<Optional<TreeState>> ok
            ? ok.value().orElse(null)
            : null;
    String patch =
        state == null || git.changes(work, start, state.tree()).equals(Changes.NONE)
            ? null
            : part(() -> evidence.patch(work, start, state.tree()))
                    instanceof Outcome.Ok<String> kept
                ? kept.value()
                : null;
    return new LeftWork(state, patch, closed(work));
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
