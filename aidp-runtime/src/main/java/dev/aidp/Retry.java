package dev.aidp;

import dev.aidp.failure.NotFoundException;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.view.RunView;
import java.util.List;
import java.util.function.Predicate;

/** Begins the next generation of a run that has ended, from where the last one came to. */
final class Retry {

  private final Engine engine;
  private final Predicate<RunRecord> advance;

  /**
   * Makes it.
   *
   * @param advance begins the next generation; false: somebody else has begun one
   */
  Retry(Engine engine, Predicate<RunRecord> advance) {
    this.engine = engine;
    this.advance = advance;
  }

  Receipt perform(TypedRun typed, RunView view, List<String> units) {
    RunRecord run = typed.registered();
    if (!view.ended()) {
      return new Receipt(
          Receipt.Outcome.NOT_ENDED,
          "The run '" + run.id() + "' has not ended; only a run that has ended is retried.");
    }
    for (String unit : units) {
      if (view.units().stream().noneMatch(u -> u.id().equals(unit))) {
        throw noSuchUnit(run.id(), unit);
      }
    }
    List<String> again = units.isEmpty() ? unfinished(view) : units;
    if (again.isEmpty() && view.state() == RunState.COMPLETED && !view.rolledBack()) {
      return new Receipt(
          Receipt.Outcome.ALREADY, "The run '" + run.id() + "' is completed; nothing was changed.");
    }
    List<String> merged =
        view.units().stream()
            .filter(u -> again.contains(u.id()) && u.state().finished())
            .filter(u -> u.state() != UnitState.LEFT_OUT)
            .filter(u -> !typed.joinsAnew())
            .map(RunView.UnitView::id)
            .toList();
    if (!merged.isEmpty()) {
      return new Receipt(
          Receipt.Outcome.ALREADY,
          "Completed units never run again: " + String.join(", ", merged) + ".");
    }
    if (!advance.test(run.next(typed.again(engine, view, again)))) {
      return new Receipt(
          Receipt.Outcome.OVERTAKEN,
          "The run '" + run.id() + "' was retried by somebody else just now.");
    }
    return Receipt.accepted(
        "The run '%s' goes on as generation %d.".formatted(run.id(), run.generation() + 1));
  }

  private static List<String> unfinished(RunView view) {
    return view.units().stream()
        .filter(u -> !u.state().finished())
        .map(RunView.UnitView::id)
        .toList();
  }

  static NotFoundException noSuchUnit(String run, String unit) {
    return new NotFoundException("The run '%s' has no unit '%s'.".formatted(run, unit));
  }
}
