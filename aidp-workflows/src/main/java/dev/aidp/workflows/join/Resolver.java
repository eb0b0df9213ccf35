package dev.aidp.workflows.join;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.git.Conflict;
import dev.aidp.git.GitActivities;
import dev.aidp.git.Resolution;
import dev.aidp.git.ResolutionReading;
import dev.aidp.git.TreeState;
import dev.aidp.run.Defaults;
import dev.aidp.run.ResolverScope;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Work;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workflows.turn.TurnExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks the resolver to settle one textual conflict, twice at most. */
final class Resolver {

  private static final ResolutionReading NOTHING = new ResolutionReading(null, ImmutableList.of());

  private final WorkflowContext context;
  private final Steering steering;
  private final RunSettings settings;
  private final Work work;
  private final String plan;
  private final List<TurnRecord> taken = new ArrayList<>();

  Resolver(
      WorkflowContext context, Steering steering, RunSettings settings, Work work, String plan) {
    this.context = context;
    this.steering = steering;
    this.settings = settings;
    this.work = work;
    this.plan = plan;
  }

  /** Returns whether there is anybody to ask. */
  boolean available() {
    return settings.agent(Role.RESOLVER) != null;
  }

  /** Returns what evidence says of its turns, in order. */
  List<TurnRecord> taken() {
    return taken;
  }

  /**
   * Returns how the conflict that stopped a join onto {@code onto} is settled, or empty if it is
   * not.
   */
  Optional<Resolution> settle(Conflict conflict, String onto) {
    return context.onOneHost(Step.Weight.STANDARD, () -> asked(conflict, onto));
  }

  private Optional<Resolution> asked(Conflict conflict, String onto) {
    git().open(work, onto);
    TreeState state = new TreeState(conflict.marked(), onto);
    String faults = "";
    TurnExecutor turns =
        new TurnExecutor(context, steering, settings, Role.RESOLVER, Step.Weight.STANDARD);
    turns.begin(onto);
    for (int turn = 1; turn <= Defaults.RESOLVER_TURNS; turn++) {
      TurnRequest request = request(turn, state, brief(faults, conflict));
      Attempt attempt = context.scope("turn-" + turn, () -> attempt(turns, request, conflict));
      Failure failure = attempt.turn().failure();
      if (failure != null) {
        return giveUp(failure);
      }
      if (attempt.reading().resolution() != null) {
        return Optional.of(attempt.reading().resolution());
      }
      state = attempt.turn().state();
      faults = String.join("\n", attempt.reading().faults());
    }
    return Optional.empty();
  }

  /** A conflict is left open; but without any agent of a chain the run cannot go on at all. */
  private Optional<Resolution> giveUp(Failure why) {
    if (why.kind() == FailureKind.AUTH_EXPIRED
        && !TurnExecutor.agent(settings, Role.RESOLVER).plainCommand()) {
      throw new StepFailedException(why);
    }
    return Optional.empty();
  }

  private record Attempt(TurnResult turn, ResolutionReading reading) {}

  private Attempt attempt(TurnExecutor turns, TurnRequest request, Conflict conflict) {
    TurnResult turn =
        turns.take(
            Step.Weight.STANDARD,
            () -> request,
            recorded -> taken.add(turns.taken(work.attempt(), request.iteration(), recorded)));
    return new Attempt(turn, turn.failure() == null ? reading(turn, conflict) : NOTHING);
  }

  /** What was left as it was is no resolution, however well it reads. */
  private ResolutionReading reading(TurnResult turn, Conflict conflict) {
    ResolutionReading reading = git().readResolution(work, conflict, turn.state(), scope());
    List<String> faults = turn.findings().faults();
    return faults.isEmpty()
        ? reading
        : new ResolutionReading(
            null, ImmutableList.<String>builder().addAll(faults).addAll(reading.faults()).build());
  }

  private TurnRequest request(int turn, TreeState state, PromptContext brief) {
    return new TurnRequest(
        work,
        Role.RESOLVER,
        turn,
        TurnRequest.Asked.of(TurnExecutor.agent(settings, Role.RESOLVER).first()),
        TurnRequest.Bounds.of(settings.limits()),
        state,
        brief,
        TurnRequest.Artifacts.NONE);
  }

  private PromptContext brief(String faults, Conflict conflict) {
    return new PromptContext(plan, faults, ImmutableList.of(), conflict).withScope(scope());
  }

  private ResolverScope scope() {
    return settings.merging().resolverScope();
  }

  private GitActivities git() {
    return context.steps(GitActivities.class, Step.command().once());
  }
}
