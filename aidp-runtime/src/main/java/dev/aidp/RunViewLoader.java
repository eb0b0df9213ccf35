package dev.aidp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.AtomicUnitWorkflow;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.git.JoinRequest;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeResult;
import dev.aidp.merge.MergeWork;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.Budget;
import dev.aidp.run.RunKind;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.Steerable;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.Waiting;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.spending.SqlLedger;
import dev.aidp.runtime.view.ErrorView;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.Views;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workloop.LoopStatus;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks at a run: asks its workflows how they stand, owned or not, and makes the document. */
final class RunViewLoader {

  private final Engines engines;
  private final SqlLedger ledger;

  RunViewLoader(Engines engines, SqlLedger ledger) {
    this.engines = engines;
    this.ledger = ledger;
  }

  RunView view(RunRecord run) {
    Engine engine = engines.at(engines.place(run));
    Engine.Condition condition = engines.condition(run);
    if (condition == Engine.Condition.ENDED) {
      return ended(run, outcome(engine, run).join());
    }
    Views.Frame frame = frame(run, Instant.now());
    if (condition == Engine.Condition.ABSENT) {
      return Views.bare(frame, RunState.PENDING);
    }
    if (OwnCall.registered(run)) {
      RunState state = shown(RunState.RUNNING, condition);
      return interrupted(Views.own(frame, state, OwnCall.of(run).workflow(), null), engine, run);
    }
    Supplier<RunView> look =
        () ->
            switch (Root.kind(run)) {
              case FEATURE -> feature(engine, run, frame, condition);
              case LOOP -> loop(engine, run, frame, condition);
              case MERGE -> merge(engine, run, frame, condition);
            };
    // A run that is known and was never worked on has nothing to say yet.
    RunView view = ask(look).orElseGet(() -> Views.bare(frame, shown(RunState.PENDING, condition)));
    return Spent.shown(interrupted(view, engine, run), ledger, budget(run));
  }

  /** Returns the outcome of a run, when it has ended. */
  static CompletableFuture<? extends Outcome<?>> outcome(Engine engine, RunRecord run) {
    Class<?> type = OwnCall.registered(run) ? JsonNode.class : Root.of(run).result();
    return engine.result(run.engineId(), type);
  }

  /** Returns the last view of a run that has this outcome, whether its engine still knows it. */
  RunView ended(RunRecord run, Outcome<?> outcome) {
    Engine engine = engines.at(engines.place(run));
    Views.Frame frame = frame(run, engine.ended(run.engineId()).orElseGet(Instant::now));
    return OwnCall.registered(run)
        ? own(run, frame, outcome)
        : Spent.shown(ended(run, frame, outcome), ledger, budget(run));
  }

  private static RunView own(RunRecord run, Views.Frame frame, Outcome<?> outcome) {
    String type = OwnCall.of(run).workflow();
    if (outcome instanceof Outcome.Failed<?> failed) {
      boolean cancelled = failed.failure().kind() == FailureKind.CANCELLED;
      RunState state = cancelled ? RunState.CANCELLED : RunState.FAILED;
      return Views.own(frame, state, type, failed.failure());
    }
    return Views.own(frame, RunState.COMPLETED, type, null);
  }

  private static RunView ended(RunRecord run, Views.Frame frame, Outcome<?> outcome) {
    RunKind kind = Root.kind(run);
    if (outcome instanceof Outcome.Failed<?> failed) {
      MergeReport none = kind == RunKind.LOOP ? null : nothingMerged(run);
      return Views.failed(frame, failed.failure(), none);
    }
    return switch (kind) {
      case FEATURE -> {
        FeatureState end = (FeatureState) outcome.orThrow();
        MergeReport none = end.merge() == null ? nothingMerged(run) : null;
        yield Views.feature(frame, end.state(), end, Map.of(), none, null);
      }
      case LOOP -> Views.loop(frame, (UnitResult) outcome.orThrow());
      case MERGE -> Views.merge(frame, joined(run), (MergeResult) outcome.orThrow());
    };
  }

  private static List<JoinRequest.UnitHead> joined(RunRecord run) {
    return Wire.<MergeWork>read(run.request(), MergeWork.class).finished();
  }

  /** Says why nobody works on it any more, where that is known. */
  private static RunView interrupted(RunView view, Engine engine, RunRecord run) {
    return view.state() == RunState.INTERRUPTED && view.error() == null
        ? engine
            .interruption(run.engineId())
            .map(why -> view.with(ErrorView.of(5, String.valueOf(why.getMessage()), why.remedy())))
            .orElse(view)
        : view;
  }

  private static Budget budget(RunRecord run) {
    return settings(run).limits().budget();
  }

  private static RunSettings settings(RunRecord run) {
    return switch (Root.kind(run)) {
      case FEATURE -> Wire.<FeatureWork>read(run.request(), FeatureWork.class).settings();
      case LOOP -> Wire.<UnitWork>read(run.request(), UnitWork.class).settings();
      case MERGE -> Wire.<MergeWork>read(run.request(), MergeWork.class).settings();
    };
  }

  /** Returns the report of a merge in which nothing happened. */
  private static MergeReport nothingMerged(RunRecord run) {
    return MergeReport.empty(settings(run).strategy());
  }

  /** Returns what is known of a run whose engine cannot be asked. */
  static RunView unknown(RunRecord run, AidpException why) {
    String message = why.getMessage() == null ? why.toString() : why.getMessage();
    String remedy =
        why instanceof UnusableException e
            ? e.remedy()
            : why instanceof UsageException e ? e.remedy() : null;
    return Views.unknown(frame(run, Instant.now()), ErrorView.of(5, message, remedy));
  }

  private RunView feature(
      Engine engine, RunRecord run, Views.Frame frame, Engine.Condition condition) {
    FeatureState state =
        engine.query(
            run.engineId(),
            FeatureOrchestrationWorkflow.class,
            FeatureOrchestrationWorkflow::status);
    Map<String, LoopStatus> loops = new LinkedHashMap<>();
    for (UnitReport unit : state.units()) {
      if (unit.state() == UnitState.RUNNING) {
        ask(() -> loop(engine, childId(run, unit.id())))
            .ifPresent(loop -> loops.put(unit.id(), loop));
      }
    }
    Optional<MergeReport> merge =
        state.phase().equals("merging")
            ? ask(
                () ->
                    engine.query(
                        childId(run, "_merge"), MergeAtomicUnitsWorkflow.class, w -> w.status()))
            : Optional.empty();
    RunView view =
        Views.feature(
            frame,
            shown(state.state(), condition),
            state,
            loops,
            merge.orElseGet(() -> settled(state) ? nothingMerged(run) : null),
            parked(engine, run, state.phase()));
    return condition == Engine.Condition.OWNED
        ? view.queued(unit -> engine.queued(childId(run, unit)))
        : view;
  }

  /** Its units have ended, and no merge has told of itself. */
  private static boolean settled(FeatureState state) {
    return state.merge() == null
        && !state.units().isEmpty()
        && state.units().stream().allMatch(unit -> unit.state().settled());
  }

  /** The planner's and the merge's agents may have to be waited for too. */
  private static @Nullable AwaitedAgents parked(Engine engine, RunRecord run, String phase) {
    return switch (phase) {
      case "planning" ->
          engine.query(run.engineId(), FeatureOrchestrationWorkflow.class, Steerable::parked);
      case "merging" ->
          ask(() ->
                  Optional.ofNullable(
                      engine.query(
                          childId(run, "_merge"),
                          MergeAtomicUnitsWorkflow.class,
                          Steerable::parked)))
              .flatMap(parked -> parked)
              .orElse(null);
      default -> null;
    };
  }

  private RunView loop(
      Engine engine, RunRecord run, Views.Frame frame, Engine.Condition condition) {
    LoopStatus status =
        engine.query(run.engineId(), WorkLoopWorkflow.class, WorkLoopWorkflow::status);
    return Views.loop(frame, shown(state(status.paused(), status.waiting()), condition), status)
        .queued(unit -> condition == Engine.Condition.OWNED && engine.queued(run.engineId()));
  }

  private RunView merge(
      Engine engine, RunRecord run, Views.Frame frame, Engine.Condition condition) {
    Class<MergeAtomicUnitsWorkflow> type = MergeAtomicUnitsWorkflow.class;
    MergeReport report = engine.query(run.engineId(), type, MergeAtomicUnitsWorkflow::status);
    boolean paused = engine.query(run.engineId(), type, MergeAtomicUnitsWorkflow::paused);
    Waiting waiting = engine.query(run.engineId(), type, Steerable::waiting);
    RunState state = shown(state(paused, waiting), condition);
    return Views.merge(frame, state, joined(run), report, waiting);
  }

  private static RunState state(boolean paused, @Nullable Waiting waiting) {
    return paused ? RunState.PAUSED : waiting != null ? RunState.WAITING : RunState.RUNNING;
  }

  private static LoopStatus loop(Engine engine, String id) {
    return engine.query(id, AtomicUnitWorkflow.class, AtomicUnitWorkflow::status);
  }

  /** A child that its parent has just requested may not be there yet, or no more. */
  private static <T> Optional<T> ask(Supplier<T> question) {
    try {
      return Optional.of(question.get());
    } catch (NoSuchElementException e) {
      return Optional.empty();
    }
  }

  private static String childId(RunRecord run, String child) {
    return run.engineId() + "/" + (run.generation() == 1 ? child : child + ".g" + run.generation());
  }

  /** A run has ended when its engine says so: until then it may still be tidying up. */
  private static RunState shown(RunState state, Engine.Condition condition) {
    if (condition == Engine.Condition.ORPHANED && state != RunState.WAITING) {
      return RunState.INTERRUPTED; // one that waits for a person needs nobody to work on it
    }
    return state.ended() ? RunState.RUNNING : state;
  }

  private static Views.Frame frame(RunRecord run, Instant now) {
    StartTerms terms = Wire.read(run.terms(), StartTerms.class);
    return new Views.Frame(
        run.id(),
        run.kind(),
        run.engine(),
        run.generation(),
        terms.baseCommit(),
        terms.branch(),
        run.createdAt(),
        now,
        run.note());
  }
}
