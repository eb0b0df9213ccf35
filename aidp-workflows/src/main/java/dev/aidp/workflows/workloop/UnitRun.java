package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.git.Commit;
import dev.aidp.git.Conflict;
import dev.aidp.git.GitActivities;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.Resolution;
import dev.aidp.git.TreeState;
import dev.aidp.run.Check;
import dev.aidp.run.Defaults;
import dev.aidp.run.Guards;
import dev.aidp.run.Instruction;
import dev.aidp.run.Role;
import dev.aidp.run.Strategy;
import dev.aidp.run.UnitReport;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.evidence.EvidenceKeeper;
import dev.aidp.workflows.housekeeping.Housekeeping;
import dev.aidp.workflows.join.JoinOutcome;
import dev.aidp.workflows.join.Joiner;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workflows.turn.TurnExecutor;
import dev.aidp.workloop.FinishRequest;
import dev.aidp.workloop.FinishedUnit;
import dev.aidp.workloop.LoopCheckpoint;
import dev.aidp.workloop.LoopMetrics;
import dev.aidp.workloop.LoopPhase;
import dev.aidp.workloop.UnitActivities;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One unit's work: what it needs joined, then attempts of iterations until it is done, has failed,
 * or is cancelled.
 */
final class UnitRun {

  static final Failure CANCELLED =
      Failure.of(FailureKind.CANCELLED, "It was told to end before it was done.");

  private final WorkflowContext context;
  private final List<String> left = new ArrayList<>();
  private final Steering steering;
  private final UnitWork unit;
  private final UnitRequests requests;
  private final UnitReports reports;
  private final Consumer<LoopPhase> watcher;

  private final Questions questions;
  private final List<TurnRecord> taken = new ArrayList<>();
  private ImmutableList<Resolution> resolutions = ImmutableList.of();
  private ImmutableList<String> clashed = ImmutableList.of();
  private TaskList tasks = TaskList.NONE;
  private final CheckpointLog checkpoints;
  private LoopProgress progress;
  private @Nullable Reviewer reviewer;
  private TreeState start;
  private @Nullable TurnExecutor turns;

  UnitRun(
      WorkflowContext context,
      Steering steering,
      UnitWork unit,
      Check.Phase upTo,
      Consumer<LoopPhase> watcher) {
    this.context = context;
    this.steering = steering;
    this.unit = unit;
    this.requests = new UnitRequests(unit, upTo);
    this.reports = new UnitReports(unit, context.now(), steering);
    this.watcher = watcher;
    this.checkpoints = new CheckpointLog(unit.node().id(), Defaults.CHECKPOINT_EVERY);
    this.questions = new Questions(context, steering, unit);
    this.progress = LoopProgress.begin(unit.starts());
    this.start = TreeState.unopened(unit.base());
  }

  /** Works to the end; where a step fails that must not, so has the unit, and only the unit. */
  UnitResult run() {
    return context.onOneHost(unit.node().weight(), this::toTheEnd);
  }

  private UnitResult toTheEnd() {
    try {
      return perform();
    } catch (StepFailedException e) {
      if (progress.last().attempt() > unit.starts()) {
        close(progress.last().attempt());
      }
      return failed(e.failure());
    }
  }

  private UnitResult perform() {
    steering.await(context, steering::mayRun);
    LoopCheckpoint from = unit.before().from();
    if (from != null && from.start() != null && !steering.cancelled()) {
      resolutions = ImmutableList.copyOf(unit.given().resolutions());
      return attempts(from.start());
    }
    JoinOutcome base = needs();
    Conflict clash = base.unsettled();
    clashed = ImmutableList.copyOf(base.hopeless());
    taken.addAll(base.turns());
    if (steering.cancelled()) {
      return failed(CANCELLED);
    }
    if (clash != null) {
      return failed(clash(clash));
    }
    resolutions = ImmutableList.copyOf(base.resolutions());
    return attempts(base.state().head());
  }

  /** Returns why the command failed that takes the place of an agent, or null: it has not. */
  @Nullable Failure commandFailed() {
    TurnResult turn = progress.turn();
    return turn == null ? null : turn.failure();
  }

  ImmutableList<Resolution> resolutions() {
    return resolutions;
  }

  LoopProgress progress() {
    return progress;
  }

  CheckpointLog checkpoints() {
    return checkpoints;
  }

  UnitReport running() {
    return reports.running(progress, told());
  }

  private List<String> told() {
    return ImmutableList.<String>builder()
        .addAll(turns == null ? List.of() : turns.told())
        .addAll(left)
        .addAll(tasks.open())
        .addAll(questions.unanswered())
        .addAll(reviewer == null ? List.of() : reviewer.warnings())
        .build();
  }

  private JoinOutcome needs() {
    List<JoinRequest.UnitHead> needs = unit.given().needs();
    if (needs.isEmpty()) {
      return JoinOutcome.none(unit.base());
    }
    JoinRequest.UnitHead first = needs.get(0);
    boolean own = first.unit().equals(unit.node().id());
    // The work of another one stands on the base: with that alone there is nothing to join.
    return needs.size() == 1 && !own
        ? JoinOutcome.none(first.commit())
        : context.scope("needs", this::joinNeeds);
  }

  private JoinOutcome joinNeeds() {
    Joiner joiner =
        new Joiner(
            context,
            steering,
            unit.settings(),
            requests.work(unit.starts() + 1),
            Strategy.MERGE,
            unit.plan(),
            unit.before().clashed());
    JoinOutcome base =
        joiner.join(unit.base(), List.of(), unit.given().needs(), unit.given().resolutions());
    boolean goesOn = base.unsettled() == null && !steering.cancelled();
    if (joiner.askedResolver() && !goesOn) {
      close(unit.starts() + 1);
    }
    return base;
  }

  private UnitResult attempts(String from) {
    AttemptPolicy policy = AttemptPolicy.BEGIN;
    for (int attempt = 1; ; attempt++) {
      String scope = "attempt-" + attempt;
      Outcome<String> commit = context.scope(scope, () -> attempt(from));
      if (commit instanceof Outcome.Ok<String> done) {
        return completed(done.value());
      }
      Failure why = ((Outcome.Failed<String>) commit).failure();
      policy = policy.failed(why);
      if (steering.cancelled() || !policy.startsAgain(why, requests.retries())) {
        return failed(why);
      }
    }
  }

  private Outcome<String> attempt(String from) {
    tasks = TaskList.NONE;
    TreeState state = begin(from);
    reviewer = new Reviewer(context, steering, unit, taken::add);
    StuckWatch watch =
        new StuckWatch(
            context, turns(), requests.work(progress.last().attempt()), () -> guards().diff());
    while (goesOn()) {
      TreeState before = state;
      int iteration = progress.iteration() + 1;
      state = context.scope("iteration-" + iteration, () -> iterate(before, watch));
    }
    if (progress.passed()) {
      return new Outcome.Ok<>(finish(state));
    }
    close(progress.last().attempt());
    return new Outcome.Failed<>(progress.failure() == null ? CANCELLED : progress.failure());
  }

  /** Begins an attempt; returns what its first turn shall find. */
  private TreeState begin(String from) {
    LoopCheckpoint last = unit.before().from();
    if (last == null || last.state() == null) {
      move(progress.begun(from));
      start = TreeState.unopened(from);
      return start;
    }
    move(progress.resumed(from, last));
    TreeState state = last.state();
    GitActivities git =
        context.steps(
            GitActivities.class, Step.command().on(unit.node().weight()).once().named("resume"));
    start = git.resume(requests.work(progress.last().attempt()), from, state);
    turns().begin(from);
    return state;
  }

  /** A folder that cannot be removed is no fault of the work, but nobody may find it by chance. */
  private void close(int attempt) {
    new Housekeeping(context).close(requests.work(attempt)).ifPresent(left::add);
  }

  private String finish(TreeState state) {
    Commit commit = requests.commit(progress, start, state);
    CheckReport checked = progress.checks();
    List<CheckResult> results = checked == null ? List.of() : checked.results();
    UnitReport report = reports.completed(progress, told(), null, context.now());
    EvidencePart all = new EvidencePart(taken, List.of(), List.of(), List.of(), results);
    UnitActivities step =
        context.steps(UnitActivities.class, Step.command().once().named("commit"));
    FinishedUnit finished =
        new EvidenceKeeper(context)
            .keep(
                all,
                (earlier, rest) ->
                    step.finish(
                        new FinishRequest(
                            commit, requests.claim(progress, start, report, earlier, rest))));
    Optional.ofNullable(finished.left()).ifPresent(left::add);
    return finished.commit();
  }

  private boolean goesOn() {
    steering.await(context, () -> steering.mayRun() || !progress.goesOn());
    return progress.goesOn() && !steering.cancelled();
  }

  /** Takes one turn and its checks; returns what the turn left. */
  private TreeState iterate(TreeState before, StuckWatch watch) {
    move(progress.patching());
    IterationStep step = step(before, watch.stands());
    TurnResult turn = turn(step);
    if (start.unopened()) {
      start = step.found();
    }
    if (turn.failure() != null) {
      boolean cancelled = turn.failure().kind() == FailureKind.CANCELLED;
      move(cancelled ? progress.done(turn.failure()) : progress.turnFailed(turn.failure()));
      return turn.state();
    }
    String question = turn.texts().question();
    if (question != null) {
      asked(question);
      return turn.state();
    }
    move(progress.testing());
    Outcome<IterationStep.Checked> checked = step.checked();
    if (checked instanceof Outcome.Ok<IterationStep.Checked> known) {
      UnmetCriteria lacking = tasks.and(known.value().lacking());
      move(progress.tested(known.value().report(), lacking));
      judge(lacking, step, watch);
      String next =
          progress.goesOn() && progress.shortfall() == null || lacking.none()
              ? (progress.goesOn() ? progress.last().feedback() : "")
              : feedback(watch);
      checkpoints.add(
          progress.last().withFeedback(next),
          step.found().tree(),
          lacking.failing(),
          known.value().changes());
    } else {
      stop(((Outcome.Failed<IterationStep.Checked>) checked).failure());
    }
    return turn.state();
  }

  /** Who asks has not failed, but an answer is of use only to a further turn. */
  private void asked(String question) {
    int most = unit.settings().limits().maxIterations();
    if (progress.iteration() >= most) {
      move(progress.turnFailed(StuckWords.askedLast(most, question)));
      return;
    }
    move(progress.asked(""));
    progress = progress.withLast(progress.last().withFeedback(questions.ask(question)));
  }

  /** {@code stands}: nothing new has come for so long that the unit may be given up. */
  private IterationStep step(TreeState before, boolean stands) {
    LoopProgress now = progress;
    boolean last = stands || now.iteration() >= unit.settings().limits().maxIterations();
    return new IterationStep(
        context,
        steering,
        before,
        turn -> requests.iteration(now, start, last, turn, guards().claims()));
  }

  private TurnResult turn(IterationStep step) {
    if (progress.iteration() == 1) {
      turns().begin(start.head());
    }
    List<Instruction> told = new ArrayList<>();
    return turns()
        .take(
            unit.node().weight(),
            () -> {
              told.clear();
              told.addAll(heard().isEmpty() ? heard() : steering.instructions().take());
              return requests.turn(progress, step.found(), told, guards().diff());
            },
            step::take,
            recorded -> {
              move(progress.turned(recorded));
              taken.add(turns().taken(progress.last().attempt(), progress.iteration(), recorded));
              if (recorded.failure() == null) {
                tasks = tasks.after(recorded.texts().tasks());
                steering
                    .instructions()
                    .consumed(
                        told, unit.node().id(), progress.last().attempt(), progress.iteration());
              }
            });
  }

  /** How much people have said so far. */
  private int said() {
    return steering.resumes() + words() + steering.guards().size();
  }

  private Guards guards() {
    return steering.guards(unit.settings().guards(), unit.node().id());
  }

  /** A command hears nothing: what it is told is for another unit, or is said to be too late. */
  private List<Instruction> heard() {
    return unit.node().rules().action() == null ? steering.pending() : ImmutableList.of();
  }

  /** One for all attempts: who cannot be asked, and how strong a model it needs, stays known. */
  private TurnExecutor turns() {
    if (turns == null) {
      turns =
          new TurnExecutor(context, steering, unit.settings(), Role.CODER, unit.node().weight());
    }
    return turns;
  }

  private void judge(UnmetCriteria lacking, IterationStep step, StuckWatch watch) {
    int most = unit.settings().limits().maxIterations();
    if (progress.passed()) {
      passed(most, step.asked().turn(), lacking.guards().confirm());
      return;
    }
    TreeState left = Objects.requireNonNull(progress.turn()).state();
    Failure over = watch.after(progress, most, step.found(), said(), () -> diagnosis(left, watch));
    if (over != null) {
      move(progress.exhausted(over));
      return;
    }
    move(progress.diagnosed(feedback(watch)));
    move(progress.nextPatch());
  }

  private String diagnosis(TreeState state, StuckWatch watch) {
    LoopProgress now = progress.withLast(progress.last().withFeedback(feedback(watch)));
    return new DiagnosisTurn(context, turns(), requests, this::aside)
        .said(now, state, guards().diff());
  }

  /** A turn was recorded that is no part of an iteration. */
  private void aside(TurnResult turn) {
    LoopCheckpoint last = progress.last();
    LoopMetrics metrics = last.metrics().turned(turn.failure() != null, turn.usage());
    progress = progress.withLast(last.withMetrics(metrics));
    taken.add(turns().taken(last.attempt(), progress.iteration(), turn));
  }

  private String feedback(StuckWatch watch) {
    UnmetCriteria lacking = Objects.requireNonNull(progress.shortfall());
    return Feedback.of(lacking, progress.checks(), watch.remarks());
  }

  /** It is done unless somebody has something to say about it. */
  private void passed(int most, TurnRequest turn, List<String> confirm) {
    TurnResult left = Objects.requireNonNull(progress.turn());
    Reviewer by = Objects.requireNonNull(reviewer);
    boolean more = progress.iteration() < most;
    Optional<String> findings =
        more && !heard().isEmpty()
            ? Optional.empty()
            : by.review(progress, start, turn.withState(left.state()));
    if (by.cut()) {
      move(progress.done(CANCELLED));
    } else if (findings.isPresent()) {
      move(progress.sentBack(findings.get()));
    } else {
      confirm(confirm, more);
    }
  }

  private void confirm(List<String> paths, boolean more) {
    Confirmation asking =
        new Confirmation(context, steering, unit.node().id(), start, () -> !heard().isEmpty());
    LoopProgress next = asking.of(progress, paths, more);
    if (!next.passed()) {
      move(next);
    }
  }

  /** Returns how many instructions were in its turns. */
  private int words() {
    return steering.instructions().told() - steering.pending().size();
  }

  private void stop(Failure why) {
    if (why.kind() != FailureKind.CANCELLED) {
      // Red checks are a report; a step that fails is a fault of the place it ran in.
      throw new StepFailedException(why);
    }
    move(progress.done(CANCELLED));
  }

  private static Failure clash(Conflict clash) {
    return Failure.of(
        FailureKind.PERMANENT,
        "What it needs does not go together: %s conflicts with %s in %s. Settle that between them, then retry."
            .formatted(
                clash.unit(),
                clash.with().isEmpty() ? "the base" : String.join(", ", clash.with()),
                String.join(", ", clash.names())));
  }

  private UnitResult completed(String commit) {
    move(progress.done(null));
    List<dev.aidp.artifact.Artifact> outputs =
        progress.turn() == null ? List.of() : progress.turn().outputs();
    return new UnitResult(
        reports.completed(progress, told(), commit, context.now()),
        outputs,
        resolutions,
        steering.instructions().ended(),
        steering.pending(),
        false);
  }

  private UnitResult failed(Failure why) {
    if (progress.phase() != LoopPhase.DONE) {
      move(progress.done(why));
    }
    boolean cancelled = steering.cancelled();
    return new UnitResult(
        reports.failed(progress, told(), cancelled ? CANCELLED : why, context.now()),
        List.of(),
        List.of(),
        steering.instructions().ended(),
        steering.pending(),
        cancelled,
        cancelled ? List.of() : clashed);
  }

  private void move(LoopProgress next) {
    LoopCheckpoint last = next.last();
    LoopMetrics metrics = last.metrics().moved(progress.phase(), next.phase());
    progress = next.withLast(last.withMetrics(metrics));
    watcher.accept(next.phase());
  }
}
