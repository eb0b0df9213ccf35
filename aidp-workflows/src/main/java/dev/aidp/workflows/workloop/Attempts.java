package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.git.GitActivities;
import dev.aidp.git.TreeState;
import dev.aidp.run.Check;
import dev.aidp.run.Defaults;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Instruction;
import dev.aidp.run.Role;
import dev.aidp.run.UnitReport;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workflows.turn.TurnExecutor;
import dev.aidp.workloop.LoopCheckpoint;
import dev.aidp.workloop.LoopMetrics;
import dev.aidp.workloop.LoopPhase;
import dev.aidp.workloop.UnitWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a unit, one after the other: each is iterations until it is done, has failed, or
 * is cancelled.
 */
final class Attempts {

  private final WorkflowContext context;
  private final Steering steering;
  private final UnitWork unit;
  private final UnitRequests requests;
  private final UnitReports reports;
  private final Consumer<LoopPhase> watcher;
  private final CheckpointLog checkpoints;
  private final Questions questions;
  private final Heard heard;
  private final AttemptEnd ending;
  private final List<TurnRecord> taken = new ArrayList<>();

  private LoopProgress progress;
  private TreeState start;
  private @Nullable Reviewer reviewer;
  private @Nullable TurnExecutor turns;

  Attempts(
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
    this.heard = new Heard(steering, unit);
    this.ending = new AttemptEnd(context, requests);
    this.progress = LoopProgress.begin(unit.starts(), unit.before().tasks());
    this.start = TreeState.unopened(unit.base());
  }

  LoopProgress progress() {
    return progress;
  }

  CheckpointLog checkpoints() {
    return checkpoints;
  }

  AttemptEnd ending() {
    return ending;
  }

  UnitRequests requests() {
    return requests;
  }

  UnitReports reports() {
    return reports;
  }

  boolean reviewing() {
    return reviewer != null && reviewer.reviewing();
  }

  /** Turns were taken for the unit that are part of no attempt. */
  void taken(List<TurnRecord> before) {
    taken.addAll(before);
  }

  /** Returns what a person should know. */
  List<String> told() {
    return ImmutableList.<String>builder()
        .addAll(turns == null ? List.of() : turns.told())
        .addAll(ending.told())
        .addAll(tasks().open())
        .addAll(questions.unanswered())
        .addAll(reviewer == null ? List.of() : reviewer.warnings())
        .build();
  }

  /** Takes one from the commit {@code from}; returns the commit that it has come to. */
  Outcome<String> take(String from) {
    TreeState state = begin(from);
    reviewer = new Reviewer(context, steering, unit, taken::add);
    StuckWatch watch =
        new StuckWatch(
            context,
            turns(),
            requests.work(progress.last().attempt()),
            () -> heard.guards().diff());
    while (goesOn()) {
      TreeState before = state;
      int iteration = progress.iteration() + 1;
      state = context.scope("iteration-" + iteration, () -> iterate(before, watch));
    }
    if (progress.passed()) {
      UnitReport report = reports.completed(progress, told(), null, context.now());
      return new Outcome.Ok<>(ending.finish(progress, start, state, report, taken));
    }
    if (steering.cancelled()) {
      progress = ending.leave(progress);
    } else {
      ending.close(progress.last().attempt());
    }
    return new Outcome.Failed<>(
        progress.failure() == null ? UnitRun.CANCELLED : progress.failure());
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
    if (turn.texts().question() != null || turn.texts().next() != null) {
      return between(turn);
    }
    move(progress.testing());
    Outcome<IterationStep.Checked> checked = step.checked();
    if (checked instanceof Outcome.Ok<IterationStep.Checked> known) {
      UnmetCriteria lacking = tasks().and(known.value().lacking());
      move(progress.tested(known.value().report(), lacking));
      judge(lacking, step, watch);
      checkpoints.add(
          progress.last().withFeedback(after(lacking, watch)),
          step.found().tree(),
          lacking.failing(),
          known.value().changes());
    } else {
      stop(((Outcome.Failed<IterationStep.Checked>) checked).failure());
    }
    return turn.state();
  }

  /** Returns what the prompt would say that goes on from here. */
  private String after(UnmetCriteria lacking, StuckWatch watch) {
    if (!lacking.none() && progress.shortfall() != null) {
      return feedback(watch);
    }
    return progress.goesOn() ? progress.last().feedback() : "";
  }

  /**
   * Who wants something before its next turn has not failed, but that is of use only to a further
   * one. Returns what the next one shall find.
   */
  private TreeState between(TurnResult turn) {
    int most = unit.settings().limits().maxIterations();
    BetweenTurns wanted = new BetweenTurns(context, steering, unit, questions, this::aside);
    if (progress.iteration() >= most) {
      move(progress.turnFailed(StuckWords.wantedLast(most, BetweenTurns.words(turn))));
      return turn.state();
    }
    move(progress.asked());
    TurnRequest last = requests.turn(progress, turn.state(), List.of(), heard.guards().diff());
    BetweenTurns.Ended ended = wanted.done(turn, last);
    progress =
        progress.withLast(progress.last().withState(ended.state()).withFeedback(ended.told()));
    return ended.state();
  }

  private TaskList tasks() {
    return new TaskList(progress.last().tasks());
  }

  /** {@code stands}: nothing new has come for so long that the unit may be given up. */
  private IterationStep step(TreeState before, boolean stands) {
    LoopProgress now = progress;
    boolean last = stands || now.iteration() >= unit.settings().limits().maxIterations();
    return new IterationStep(
        context,
        steering,
        before,
        turn -> requests.iteration(now, start, last, turn, heard.guards().claims()));
  }

  private TurnResult turn(IterationStep step) {
    if (progress.iteration() == 1) {
      turns().begin(start.head());
    }
    List<Instruction> told = new ArrayList<>();
    List<GuardUpdate> obeyed = new ArrayList<>();
    return turns()
        .take(
            unit.node().weight(),
            () -> {
              told.clear();
              told.addAll(heard.take());
              obeyed.clear();
              obeyed.addAll(heard.updates());
              return requests.turn(progress, step.found(), told, heard.guards().diff());
            },
            step::take,
            recorded -> {
              move(progress.turned(recorded));
              taken.add(turns().taken(progress.last().attempt(), progress.iteration(), recorded));
              if (recorded.failure() == null) {
                progress =
                    progress.withLast(
                        progress.last().withTasks(tasks().after(recorded.texts().tasks()).tasks()));
                heard.consumed(told, obeyed, progress);
              }
            });
  }

  /** One for all attempts: who cannot be asked, and how strong a model it needs, stays known. */
  private TurnExecutor turns() {
    if (turns == null) {
      turns =
          new TurnExecutor(
              context, steering, requests.settings(), Role.CODER, unit.node().weight());
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
    Failure over =
        watch.after(progress, most, step.found(), heard.times(), () -> diagnosis(left, watch));
    if (over != null) {
      move(progress.exhausted(over));
      return;
    }
    move(progress.diagnosed(feedback(watch)));
    move(progress.nextPatch());
  }

  private String diagnosis(TreeState state, StuckWatch watch) {
    LoopProgress now = progress.withLast(progress.last().withFeedback(feedback(watch)));
    return new DiagnosisTurn(
            context,
            turns(),
            requests,
            turn ->
                aside(turn, turns().taken(progress.last().attempt(), progress.iteration(), turn)))
        .said(now, state, heard.guards().diff());
  }

  /** A turn was recorded that is no part of an iteration. */
  private void aside(TurnResult turn, TurnRecord record) {
    LoopCheckpoint last = progress.last();
    LoopMetrics metrics = last.metrics().turned(turn.failure() != null, turn.usage());
    progress = progress.withLast(last.withMetrics(metrics));
    taken.add(record);
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
        more && !heard.pending().isEmpty()
            ? Optional.empty()
            : by.review(progress, start, turn.withState(left.state()));
    if (by.cut()) {
      move(progress.done(UnitRun.CANCELLED));
    } else if (findings.isPresent()) {
      move(progress.sentBack(findings.get()));
    } else {
      confirm(confirm, more);
    }
  }

  private void confirm(List<String> paths, boolean more) {
    Confirmation asking =
        new Confirmation(
            context, steering, unit.node().id(), start, () -> !heard.pending().isEmpty());
    LoopProgress next = asking.of(progress, paths, more);
    if (!next.passed()) {
      move(next);
    }
  }

  private void stop(Failure why) {
    if (why.kind() != FailureKind.CANCELLED) {
      // Red checks are a report; a step that fails is a fault of the place it ran in.
      throw new StepFailedException(why);
    }
    move(progress.done(UnitRun.CANCELLED));
  }

  /** The unit has ended: well if {@code why} is null. */
  void end(@Nullable Failure why) {
    move(progress.done(why));
  }

  private void move(LoopProgress next) {
    LoopCheckpoint last = next.last();
    LoopMetrics metrics = last.metrics().moved(progress.phase(), next.phase());
    progress = next.withLast(last.withMetrics(metrics));
    watcher.accept(next.phase());
  }
}
