package dev.aidp;

import dev.aidp.run.Budget;
import dev.aidp.runtime.spending.SqlLedger;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.BudgetView;

/** Adds to a run's document what stands in the ledger. */
final class Spent {

  private Spent() {}

  static RunView shown(RunView view, SqlLedger ledger, Budget started) {
    SqlLedger.Balance balance = ledger.balance(view.id(), started);
    return balance.budget().none()
        ? view
        : view.with(BudgetView.of(balance.budget(), balance.money(), balance.tokens()));
  }
}
