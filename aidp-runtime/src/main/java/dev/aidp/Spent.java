package dev.aidp;

import dev.aidp.activities.spending.Allowance;
import dev.aidp.run.Budget;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.run.Waiting;
import dev.aidp.run.Work;
import dev.aidp.runtime.spending.SqlLedger;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.BudgetView;
import dev.aidp.runtime.view.RunView.UnitView;
import java.util.List;
import java.util.Map;

/** Adds to a run's document what stands in the ledger, and who waits for a budget to be raised. */
final class Spent {

  private Spent() {}

  static RunView shown(RunView view, SqlLedger ledger, Budget started) {
    SqlLedger.Balance balance = ledger.balance(view.id(), started);
    RunView full =
        balance.budget().none()
            ? view
            : view.with(BudgetView.of(balance.budget(), balance.money(), balance.tokens()));
    return waiting(full, ledger.waits(view.id()));
  }

  /** A run waits once nothing of it moves any more; turns under way go on to their end. */
  private static RunView waiting(RunView view, Map<String, Allowance.Spent> waits) {
    if (waits.isEmpty() || view.ended() || view.state() == RunState.PAUSED) {
      return view;
    }
    List<UnitView> units =
        view.units().stream()
            .map(unit -> waits.containsKey(unit.id()) ? unit.doing("waiting for budget") : unit)
            .toList();
    boolean moves =
        units.stream()
            .anyMatch(unit -> unit.state() == UnitState.RUNNING && !waits.containsKey(unit.id()));
    String phase = view.phase();
    boolean all =
        phase.equals("planning")
            ? waits.containsKey(Work.PLANNER)
            : phase.startsWith("merging") ? waits.containsKey(Work.MERGE) : !moves;
    if (!all) {
      return view.with(units);
    }
    Allowance.Spent first = waits.values().iterator().next();
    return view.with(units)
        .waitingFor(
            new Waiting(
                Waiting.BUDGET,
                first.message() + "; no further turn begins",
                "Raise it and go on: aidp resume %s %s".formatted(view.id(), first.option())));
  }
}
