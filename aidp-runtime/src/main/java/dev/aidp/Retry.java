package dev.aidp;

import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.merge.MergeWork;
import dev.aidp.run.RunKind;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workloop.LoopStatus;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.util.List;
import java.util.NoSuchElementException;

/** Begins the next generation of a run that has ended, from where the last one came to. */
final class Retry {

  private final Engine engine;
  private final RunRegistry registry;

  Retry(Engine engine, RunRegistry registry) {
    this.engine = engine;
    this.registry = registry;
  }

  Receipt perform(RunRecord run, RunView view, List<String> units) {
    if (!view.ended()) {
      return new Receipt(
          false, "The run '" + run.id() + "' has not ended; only a run that has ended is retried.");
    }
    for (String unit : units) {
      if (view.units().stream().noneMatch(u -> u.id().equals(unit))) {
        throw noSuchUnit(run.id(), unit);
      }
    }
    List<String> again = units.isEmpty() ? unfinished(view) : units;
    if (again.isEmpty() && view.state() == RunState.COMPLETED && !view.rolledBack()) {
      return new Receipt(false, "The run '" + run.id() + "' is completed; nothing was changed.");
    }
    List<String> merged =
        view.units().stream()
            .filter(u -> again.contains(u.id()) && u.state().finished())
            .filter(u -> u.state() != UnitState.LEFT_OUT)
            .filter(u -> Root.kind(run) != RunKind.MERGE) // all of them join anew
            .map(RunView.UnitView::id)
            .toList();
    if (!merged.isEmpty()) {
      return new Receipt(
          false, "Completed units never run again: " + String.join(", ", merged) + ".");
    }
    if (!registry.advance(run.next(nextRequest(run, view, again)))) {
      return new Receipt(
          false, "The run '" + run.id() + "' was retried by somebody else just now.");
    }
    return new Receipt(
        true, "The run '%s' goes on as generation %d.".formatted(run.id(), run.generation() + 1));
  }

  private static List<String> unfinished(RunView view) {
    return view.units().stream()
        .filter(u -> !u.state().finished())
        .map(RunView.UnitView::id)
        .toList();
  }

  private String nextRequest(RunRecord run, RunView view, List<String> again) {
    int next = run.generation() + 1;
    return switch (Root.kind(run)) {
      case FEATURE -> nextFeature(run, view, next, again);
      case LOOP -> nextLoop(run, view, next);
      case MERGE -> {
        MergeWork request = Wire.read(run.request(), MergeWork.class);
        yield Wire.json(request.again(next, view.tip()));
      }
    };
  }

  private String nextLoop(RunRecord run, RunView view, int next) {
    int starts = view.units().stream().mapToInt(RunView.UnitView::attempts).sum();
    UnitWork work = Wire.read(run.request(), UnitWork.class);
    LoopStatus last =
        engine.query(run.engineId(), WorkLoopWorkflow.class, WorkLoopWorkflow::status);
    return Wire.json(work.inGeneration(next, starts, last.unit().usage()));
  }

  private String nextFeature(RunRecord run, RunView view, int next, List<String> again) {
    FeatureWork request = Wire.read(run.request(), FeatureWork.class);
    FeatureState last =
        engine.query(
            run.engineId(),
            FeatureOrchestrationWorkflow.class,
            FeatureOrchestrationWorkflow::status);
    FeatureState from = view.rolledBack() ? last.withCommit(view.tip()) : last;
    return Wire.json(request.again(next, from, again));
  }

  static NoSuchElementException noSuchUnit(String run, String unit) {
    return new NoSuchElementException("The run '%s' has no unit '%s'.".formatted(run, unit));
  }
}
