package dev.aidp;

import dev.aidp.failure.NotFoundException;
import dev.aidp.feature.RetryReach;
import dev.aidp.run.Count;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.view.RunView;
import java.util.List;
import java.util.function.Predicate;

/** Begins the next generation of a run that has ended, from where the last one came to. */
final class Retry {

  /** More are counted only. */
  private static final int MOST = 20;

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
    List<String> again = named(view, units);
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
    RetryReach reach = reach(typed, engine, view, units);
    if (!advance.test(run.next(typed.again(engine, view, again)))) {
      return new Receipt(
          Receipt.Outcome.OVERTAKEN,
          "The run '" + run.id() + "' was retried by somebody else just now.");
    }
    return Receipt.accepted(
        "The run '%s' goes on as generation %d. %s"
            .formatted(
                run.id(),
                run.generation() + 1,
                (view.units().isEmpty() ? "It begins anew." : words(reach))
                    + (typed.workable() ? "" : " It waits for a process that has its workflow.")));
  }

  /** Returns what a retry of {@code units} would do; none named: of all that are not done. */
  static RetryReach reach(TypedRun typed, Engine engine, RunView view, List<String> units) {
    List<String> again = named(view, units);
    return typed
        .reach(engine, again)
        .orElseGet(
            () ->
                new RetryReach(
                    again,
                    view.units().stream()
                        .filter(unit -> unit.state().finished() && !again.contains(unit.id()))
                        .map(RunView.UnitView::id)
                        .toList(),
                    List.of()));
  }

  private static List<String> named(RunView view, List<String> units) {
    for (String unit : units) {
      if (view.units().stream().noneMatch(u -> u.id().equals(unit))) {
        throw noSuchUnit(view.id(), unit);
      }
    }
    return units.isEmpty() ? unfinished(view) : units;
  }

  private static String words(RetryReach reach) {
    String left = reach.left().isEmpty() ? "" : "; left as they are: " + some(reach.left());
    return "Again: %s; kept: %s%s."
        .formatted(some(reach.again()), Count.of(reach.kept().size(), "unit"), left);
  }

  private static String some(List<String> units) {
    return units.isEmpty()
        ? "none"
        : units.size() <= MOST
            ? String.join(", ", units)
            : String.join(", ", units.subList(0, MOST))
                + " and %d more".formatted(units.size() - MOST);
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
