package dev.aidp.workflows.turn;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.TurnFindings;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Waiting;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.PartNews;
import dev.aidp.workflows.steering.Steering;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Takes turns of agents for one piece of work: steps {@code agent}, {@code agent-2} … of the
 * current scope. {@link TurnPolicy} says when a turn is repeated, {@link AgentFailover} who takes
 * it.
 */
public final class TurnExecutor {

  private static final Failure CANCELLED =
      Failure.of(FailureKind.CANCELLED, "It was told to end before its turn.");

  private final WorkflowContext context;
  private final Steering steering;
  private final Role role;
  private final Set<String> found = new LinkedHashSet<>();
  private AgentFailover crew;
  private String asked = "";
  private String taker = "";

  /**
   * Makes one for work of this weight, by the agents that play {@code role}.
   *
   * @throws StepFailedException if nobody plays it
   */
  public TurnExecutor(
      WorkflowContext context,
      Steering steering,
      RunSettings settings,
      Role role,
      Step.Weight weight) {
    this.context = context;
    this.steering = steering;
    this.role = role;
    this.crew = AgentFailover.of(settings, role, weight);
  }

  /** The work begins, or begins again, from the commit {@code start}: sessions are forgotten. */
  public void begin(String start) {
    crew = crew.begins(start);
  }

  /**
   * What the last turn left was not good enough; returns whether a stronger model takes the next.
   */
  public boolean red() {
    return goOn(crew.red());
  }

  /**
   * Several turns brought nothing new; returns whether a stronger model or another agent takes the
   * next one.
   */
  public boolean stuck() {
    return goOn(crew.stuck());
  }

  /**
   * Returns whether {@link #red} or {@link #stuck} would bring a stronger model or somebody else.
   */
  public boolean changes() {
    return another(crew.red()) || another(crew.stuck());
  }

  private boolean goOn(AgentFailover next) {
    boolean another = another(next);
    crew = next;
    return another;
  }

  private boolean another(AgentFailover next) {
    return next.ladder().tier() != crew.ladder().tier()
        || !next.ladder().passed().equals(crew.ladder().passed());
  }

  /** Returns who took the last turn, and with which model if one was named. */
  public String taker() {
    return taker;
  }

  /** Returns what evidence says of a turn that was recorded just now. */
  public TurnRecord taken(int attempt, int iteration, TurnResult turn) {
    Failure failure = turn.failure();
    return new TurnRecord(
        attempt,
        iteration,
        asked,
        turn.texts().prompt(),
        turn.texts().reply(),
        failure == null ? null : failure.kind().wireName(),
        role);
  }

  /** Returns what a person should know: who went on for whom, and what was found after turns. */
  public ImmutableList<String> told() {
    return ImmutableList.<String>builder().addAll(crew.told()).addAll(found).build();
  }

  /**
   * Takes one turn, repeats it as {@link TurnPolicy} allows, and lets the next agent go on where
   * one cannot; waits while the run is paused, and while no agent can be asked.
   *
   * @param request asked anew before each turn; who takes it is decided here
   * @param recorded told of each turn that was not cancelled, failed ones included
   * @return the last turn; its failure is of kind {@code cancelled} if the run was
   */
  public TurnResult take(
      Step.Weight weight, Supplier<TurnRequest> request, Consumer<TurnResult> recorded) {
    return take(weight, request, this::one, recorded);
  }

  /** Takes one turn likewise, each time as {@code steps} has it taken. */
  public TurnResult take(
      Step.Weight weight,
      Supplier<TurnRequest> request,
      Taker steps,
      Consumer<TurnResult> recorded) {
    int tried = 0;
    int rests = 0;
    for (int turn = 1; ; turn++) {
      Optional<Failure> nobody = awaitAgent();
      if (nobody.isPresent() || !(crew.next(context.now()) instanceof AgentFailover.Ask ask)) {
        return failed(request.get(), nobody.orElse(CANCELLED));
      }
      asked = ask.agent().shown();
      taker = AgentFailover.shown(ask.agent(), ask.model());
      TurnResult result =
          affordable(
              steps,
              weight,
              () -> crew.request(request.get(), ask),
              turn == 1 ? "agent" : "agent-" + turn);
      Failure failure = result.failure();
      if (failure == null || failure.kind() != FailureKind.CANCELLED) {
        steering.used(result.usage());
        found(result);
        recorded.accept(result);
      }
      crew = crew.ended(ask, result, context.now());
      if (failure == null) {
        return result;
      }
      tried++;
      if (crew.passesOver(failure)) {
        if (crew.endsAttempt(role)) {
          return result;
        }
        tried = 0;
      } else if (TurnPolicy.repeats(failure, tried)) {
        context.await(TurnPolicy.pause(tried), steering::cancelled);
      } else if (crew.rests(ask, failure, rests)) {
        crew = crew.rested(ask, failure, context.now());
        rests++;
        tried = 0;
      } else {
        return result;
      }
    }
  }

  private void found(TurnResult result) {
    result.findings().warnings().stream()
        .filter(warning -> found.size() < TurnFindings.MOST)
        .forEach(found::add);
  }

  /** Waits until somebody can be asked or the run shall end; returns why nobody ever can. */
  private Optional<Failure> awaitAgent() {
    while (true) {
      steering.await(context, steering::mayRun);
      AgentFailover.Next next = crew.next(context.now());
      if (next instanceof AgentFailover.Nobody nobody) {
        return Optional.of(nobody.why());
      }
      if (steering.cancelled() || !(next instanceof AgentFailover.Wait wait)) {
        return Optional.empty();
      }
      park(wait.parked());
    }
  }

  /** A person who says that it shall go on may know more than the agents said. */
  private void park(AwaitedAgents until) {
    int resumes = steering.resumes();
    steering.park(until);
    boolean told =
        steering.await(
            context,
            Duration.between(context.now(), until.until()),
            () -> steering.cancelled() || steering.resumes() != resumes);
    steering.park(null);
    if (told && !steering.cancelled()) {
      crew = crew.resumed();
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
              "No agent plays the " + who + "; name one, or a command: agent.commands." + who));
    }
    return agent;
  }

  /**
   * Takes a turn as soon as its budget allows it: at once, when turns under way have told what they
   * used, or when a person has raised the budget and lets the run go on. What was refused is no
   * turn: nothing is repeated, and nothing recorded of it.
   */
  private TurnResult affordable(
      Taker steps, Step.Weight weight, Supplier<TurnRequest> next, String name) {
    for (int refused = 0; ; refused++) {
      steering.await(context, steering::mayRun);
      int resumes = steering.resumes();
      String key = refused == 0 ? name : name + ".afforded-" + refused;
      TurnResult result = steps.take(next.get(), Step.turn().on(weight).named(key));
      Failure failure = result.failure();
      if (failure == null || failure.kind() != FailureKind.BUDGET_SPENT) {
        return result;
      }
      boolean goesOn = steering.cancelled() || steering.resumes() != resumes;
      if (failure.retryAt() == null && !goesOn) {
        steering.unaffordable(waiting(failure));
        PartNews.tell(context, steering, steering.waiting());
        steering.await(context, () -> steering.cancelled() || steering.resumes() != resumes);
        steering.unaffordable(null);
        PartNews.tell(context, steering, null);
      }
    }
  }

  private Waiting waiting(Failure refusal) {
    String[] lines = refusal.message().split("\n", 2);
    return new Waiting(
        Waiting.Reason.BUDGET,
        lines[0],
        "Raise it and go on.",
        lines.length > 1 ? lines[1] : null,
        context.now());
  }

  /** Performs one step of a turn; a step that fails is a turn that did. */
  @FunctionalInterface
  public interface Taker {

    /** Returns how the turn ended. */
    TurnResult take(TurnRequest request, Step step);
  }

  private TurnResult one(TurnRequest request, Step step) {
    AgentActivities agent = context.steps(AgentActivities.class, step);
    Outcome<TurnResult> outcome = context.until(steering::cancelled, () -> agent.turn(request));
    return outcome instanceof Outcome.Failed<TurnResult> failed
        ? failed(request, failed.failure())
        : outcome.orThrow();
  }

  private static TurnResult failed(TurnRequest request, Failure why) {
    return TurnResult.failed(request.state(), why);
  }
}
