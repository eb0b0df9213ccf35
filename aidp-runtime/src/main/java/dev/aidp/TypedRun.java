package dev.aidp;

import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.Failure;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureCheckpoint;
import dev.aidp.feature.RetryReach;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.RunRequest;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.Strategy;
import dev.aidp.run.Waiting;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.Views;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workloop.LoopCheckpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run as its kind knows it: what starts it, how it is seen, what may be done with it. */
abstract class TypedRun {

  private final RunRecord run;

  TypedRun(RunRecord run) {
    this.run = run;
  }

  /** Returns it; {@code workflows} are those of the application's own that this process has. */
  static TypedRun of(RunRecord run, Function<String, Optional<Class<?>>> workflows) {
    return switch (run.kind()) {
      case "feature" -> new FeatureRun(run);
      case "loop" -> new LoopRun(run);
      case "merge" -> new MergeRun(run);
      case OwnRun.KIND -> new OwnRun(run, workflows);
      default ->
          throw new UsageException(
              "The run '%s' is of a kind that only a newer Aidp knows: %s."
                  .formatted(run.id(), run.kind()),
              "id",
              "Look at it with that one.");
    };
  }

  final RunRecord registered() {
    return run;
  }

  /** Returns what it was started with that it is found by. */
  final Labels startedWith() {
    Labels labels = Wire.<StartTerms>read(run.terms(), StartTerms.class).labels();
    return labels == null ? Labels.NONE : labels;
  }

  /** Returns what it is found by now; a workflow of Aidp's own changes nothing of it. */
  Labels labels(Engine engine) {
    return startedWith();
  }

  final String engineId() {
    return run.engineId();
  }

  final <A> A request(Class<A> type) {
    return Wire.read(run.request(), type);
  }

  /** Returns whether what it works on is known: its own first step may have to find that out. */
  final boolean resolved() {
    return !run.request().equals("null");
  }

  /** Returns whether this process has its workflow, without which nobody can go on with it. */
  boolean workable() {
    return true;
  }

  abstract void start(Engine engine);

  /** Returns what its workflow returns. */
  abstract Class<?> result();

  /** Returns how it stands, as its workflow says. */
  abstract RunView look(Engine engine, Views.Frame frame, Engine.Condition condition);

  final RunView ended(Views.Frame frame, Outcome<?> outcome) {
    return outcome instanceof Outcome.Failed<?> failed
        ? failed(frame, failed.failure())
        : returned(frame, outcome.orThrow());
  }

  RunView failed(Views.Frame frame, Failure why) {
    return Views.failed(frame, why, null);
  }

  abstract RunView returned(Views.Frame frame, @Nullable Object value);

  /** Returns its settings; a workflow of an application's own has none. */
  Optional<RunSettings> settings() {
    return Optional.empty();
  }

  /** Returns how its units join. */
  final Strategy strategy() {
    return settings().map(RunSettings::strategy).orElse(Strategy.MERGE);
  }

  /** Returns its log files; {@code view} is how it stands, as far as is known. */
  abstract Map<String, Path> logs(Logs logs, Supplier<RunView> view);

  /** Returns what a person is told who has steered it, which is {@code words} for Aidp's own. */
  String told(String words) {
    return words;
  }

  /** Returns whether what ends it does so without anybody's work. */
  boolean endsUnowned() {
    return true;
  }

  /** Returns whether it ends itself when it is told to, with a result. */
  boolean hearsCancel() {
    return true;
  }

  /** Returns whether it may be ended whatever it does; Aidp's own end their agents first. */
  boolean terminable() {
    return false;
  }

  /** Returns why it cannot be rolled back or retried at all, as {@code what} says, if so. */
  Optional<Receipt> refused(String what) {
    return Optional.empty();
  }

  /** Returns what a retry of {@code units} would do to its units; empty: it is one whole. */
  Optional<RetryReach> reach(Engine engine, List<String> units) {
    return Optional.empty();
  }

  /** Returns whether a retry joins what is merged already once more. */
  boolean joinsAnew() {
    return false;
  }

  /** Returns the loops of {@code unit} over all generations, some of which may not be there. */
  List<Checkpoints.LoopId> loops(Engine engine, String unit) {
    return List.of();
  }

  /** Returns the request of its next generation, which goes back to {@code to}. */
  String back(Engine engine, RunView view, Checkpoints.Chosen to) {
    throw new IllegalStateException("It has no checkpoints");
  }

  /** Returns documents that name all that it works on. */
  String named(Engine engine) {
    return run.request();
  }

  /**
   * Returns what asks for a run that works on the same, with these settings.
   *
   * @param plan another plan, or null
   */
  RunRequest<?> asked(
      Engine engine, ArtifactStore artifacts, RunSettings settings, @Nullable PlanSource plan) {
    throw new IllegalStateException("It has no checkpoints");
  }

  /** Returns what {@code made}, a run that was asked for like that, works on: on from there. */
  String fork(Engine engine, RunRecord made, Checkpoints.Chosen from) {
    throw new IllegalStateException("It has no checkpoints");
  }

  /** Returns the checkpoints of the whole of it; only what has units has any. */
  List<FeatureCheckpoint> whole(Engine engine) {
    return List.of();
  }

  /** Returns the request of its next generation, which does all that came after {@code to} anew. */
  String undone(Engine engine, RunView view, FeatureCheckpoint to) {
    throw new IllegalStateException("It has no checkpoints");
  }

  /** Returns what {@code made} works on, for which all is done that was at {@code from}. */
  String fork(Engine engine, RunRecord made, ArtifactStore artifacts, FeatureCheckpoint from) {
    throw new IllegalStateException("It has no checkpoints");
  }

  /** Returns the work that was done before it began. */
  List<String> doneBefore() {
    return List.of();
  }

  /** Returns commits of this run that such a one goes on from, besides the checkpoint's own. */
  List<String> keptCommits(Engine engine, Checkpoints.Chosen from) {
    return List.of();
  }

  /** Returns what it goes on from, if it did not begin anew. */
  Optional<LoopCheckpoint> goesOnFrom() {
    return Optional.empty();
  }

  /** Returns the plan as it is now, by reference, if it has one. */
  Optional<String> plan(Engine engine) {
    return Optional.empty();
  }

  /** Returns the request of its next generation, which works on {@code units} again. */
  abstract String again(Engine engine, RunView view, List<String> units);

  final int next() {
    return run.generation() + 1;
  }

  /** A child that its parent has just requested may not be there yet, or no more. */
  static <T> Optional<T> ask(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  final String childId(String child) {
    return engineId() + "/" + (run.generation() == 1 ? child : child + ".g" + run.generation());
  }

  /** A run has ended when its engine says so: until then it may still be tidying up. */
  static RunState shown(RunState state, Engine.Condition condition) {
    if (condition == Engine.Condition.ORPHANED && state != RunState.WAITING) {
      return RunState.INTERRUPTED; // one that waits for a person needs nobody to work on it
    }
    return state.ended() ? RunState.RUNNING : state;
  }

  static RunState state(boolean paused, @Nullable Waiting waiting) {
    return paused ? RunState.PAUSED : waiting != null ? RunState.WAITING : RunState.RUNNING;
  }
}
