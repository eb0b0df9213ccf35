package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.Artifact;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UsageException;
import dev.aidp.git.GitActivities;
import dev.aidp.git.TreeState;
import dev.aidp.plan.PlanActivities;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.plan.PlanReading;
import dev.aidp.plan.PlanText;
import dev.aidp.run.AgentChain;
import dev.aidp.run.Count;
import dev.aidp.run.Defaults;
import dev.aidp.run.Instruction;
import dev.aidp.run.Priority;
import dev.aidp.run.Role;
import dev.aidp.run.UnitReport;
import dev.aidp.run.Waiting;
import dev.aidp.run.Work;
import dev.aidp.text.Excerpt;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.evidence.EvidenceKeeper;
import dev.aidp.workflows.housekeeping.Housekeeping;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workflows.turn.TurnExecutor;
import dev.aidp.workflows.workloop.AttemptPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Has a planner make a plan, which gets its faults back three times, and further attempts where a
 * unit would.
 */
final class Planner {

  /** What a rejected plan is called where its planner finds it. */
  private static final String FILE = "rejected-plan.yml";

  /** Enough of the units' names. */
  private static final int SHOWN = 400;

  private final WorkflowContext context;
  private final Steering steering;
  private final PlanningTask task;
  private final List<TurnRecord> taken = new ArrayList<>();
  private int attempt;
  private AttemptPolicy policy;
  private @Nullable Integer most;
  private @Nullable Rejected unwanted;

  /** A plan, by reference, that a person has rejected, and why. */
  private record Rejected(String plan, String reason) {

    private Instruction instruction() {
      String words =
          "A person has looked at your last plan ($AIDP_ARTIFACTS/in/%s/%s) and has rejected it%s"
              .formatted(
                  Work.PLANNER, FILE, reason.isEmpty() ? ". Make another one." : ": " + reason);
      return new Instruction("rejected-plan", words, Priority.HIGH, null);
    }

    private Artifact artifact() {
      return new Artifact(Work.PLANNER, FILE, plan);
    }
  }

  Planner(WorkflowContext context, Steering steering, PlanningTask task) {
    this.context = context;
    this.steering = steering;
    this.task = task;
    this.attempt = task.work().attempt();
    this.policy =
        AttemptPolicy.begin(
            task.settings().limits().further(), task.settings().agent(Role.PLANNER));
  }

  /** Returns how often it was begun so far, and how often it may be. */
  UnitReport.Tries tries() {
    return new UnitReport.Tries(0, attempt, most);
  }

  /**
   * Returns the plan.
   *
   * @throws StepFailedException if there is none
   */
  PlanGraph plan() {
    return context.onOneHost(Step.Weight.STANDARD, this::asked);
  }

  /** Returns what a person is asked of {@code plan}. */
  Waiting question(PlanGraph plan) {
    List<String> units = plan.nodes().stream().map(PlanNode::id).toList();
    return new Waiting(
        Waiting.Reason.APPROVAL,
        "The plan%s waits for approval; nobody works on its %s before: %s"
            .formatted(
                task.unit() == null ? "" : " of the unit '" + task.unit() + "'",
                Count.of(units.size(), "unit"),
                Excerpt.start(String.join(", ", units), SHOWN)),
        "Look at it, then approve or reject it.",
        task.unit() == null ? "planning.approve" : null,
        context.now());
  }

  /**
   * Returns another plan than {@code rejected}, which a person does not want.
   *
   * @throws StepFailedException if there is none
   */
  PlanGraph again(PlanGraph rejected, String reason) {
    unwanted = new Rejected(rejected.plan(), reason);
    return plan();
  }

  private PlanGraph asked() {
    AgentChain agent = TurnExecutor.agent(task.settings(), Role.PLANNER);
    Work work = task.work();
    TreeState base = git().open(work, task.base());
    Outcome<PlanGraph> plan = corrected(agent, base);
    var unused = new Housekeeping(context).close(work);
    return plan.orThrow().madeBy(new EvidenceKeeper(context).turns(taken));
  }

  private Outcome<PlanGraph> corrected(AgentChain agent, TreeState base) {
    try {
      return new Outcome.Ok<>(inTime(agent, base));
    } catch (StepFailedException e) {
      return new Outcome.Failed<>(e.failure());
    }
  }

  private PlanGraph inTime(AgentChain agent, TreeState base) {
    PlanReading reading = new PlanReading(null, ImmutableList.of());
    TurnExecutor turns =
        new TurnExecutor(context, steering, task.settings(), Role.PLANNER, Step.Weight.STANDARD);
    turns.begin(task.base());
    for (int turn = 1; turn <= 1 + Defaults.PLAN_CORRECTIONS && reading.graph() == null; turn++) {
      int number = turn;
      String faults = faults(reading);
      reading =
          context.scope(
              "plan-" + turn, () -> ask(turns, number, () -> turn(number, agent, base, faults)));
      turns.red(); // if it is not asked again, nobody minds
    }
    return usable(
        reading, "The planner's plan, after %d corrections,".formatted(Defaults.PLAN_CORRECTIONS));
  }

  private PlanReading ask(TurnExecutor turns, int number, Supplier<TurnRequest> next) {
    TurnResult turn = take(turns, number, next);
    while (turn.failure() != null && startsAgain(turn.failure())) {
      attempt++;
      turns.begin(task.base());
      turn = context.scope("attempt-" + attempt, () -> take(turns, number, next));
    }
    if (turn.failure() != null) {
      throw new StepFailedException(
          new Failure(
              turn.failure().kind(),
              "The planner failed: " + turn.failure().message(),
              turn.failure().retryAt()));
    }
    PlanText reply = text(turn.texts().reply());
    return task.unit() == null
        ? plans().readReply(reply)
        : plans().readParts(reply, text(task.text()), task.unit());
  }

  private TurnResult take(TurnExecutor turns, int number, Supplier<TurnRequest> next) {
    return turns.take(
        Step.Weight.STANDARD, next, recorded -> taken.add(turns.taken(attempt, number, recorded)));
  }

  /** Returns whether the planner has another attempt. */
  private boolean startsAgain(Failure why) {
    policy = policy.failed(why);
    most = attempt + policy.left(why);
    return !steering.cancelled() && policy.startsAgain(why);
  }

  private TurnRequest turn(int number, AgentChain agent, TreeState base, String faults) {
    return new TurnRequest(
        new Work(task.work().run(), task.work().generation(), task.work().unit(), attempt),
        Role.PLANNER,
        number,
        TurnRequest.Asked.of(agent.first()),
        TurnRequest.Bounds.of(task.settings().limits()),
        base,
        new PromptContext(
            task.text(),
            faults,
            unwanted == null ? List.of() : List.of(unwanted.instruction()),
            null),
        new TurnRequest.Artifacts(
            unwanted == null ? List.of() : List.of(unwanted.artifact()), List.of()));
  }

  /** Returns the plan that was read, or fails with its faults. */
  static PlanGraph usable(PlanReading reading, String whose) {
    if (reading.graph() == null) {
      throw new StepFailedException(
          Failure.of(FailureKind.PERMANENT, whose + " cannot be used:\n" + faults(reading)));
    }
    return reading.graph();
  }

  private static String faults(PlanReading reading) {
    List<UsageException.Detail> faults = reading.faults();
    return faults.stream()
        .map(each -> each.where() + ": " + each.message())
        .collect(Collectors.joining("\n"));
  }

  private PlanText text(String reference) {
    return new PlanText(reference, task.settings().limits().capacities(), task.base());
  }

  private PlanActivities plans() {
    return context.steps(PlanActivities.class, Step.quick().once());
  }

  private GitActivities git() {
    return context.steps(GitActivities.class, Step.command().once());
  }
}
