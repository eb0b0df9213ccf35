package dev.aidp;

import dev.aidp.activities.spending.BudgetBook.Balance;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Budget;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.spending.LedgerWorkflow;
import dev.aidp.runtime.spending.ServiceLedger;
import dev.aidp.runtime.spending.SqlLedger;
import dev.aidp.runtime.temporal.TemporalEngine;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What runs may spend and have spent, for who looks and steers: in the repository, or on the
 * service where several hosts share it.
 */
final class Budgets {

  private final Whereabouts engines;
  private final @Nullable SqlLedger here;
  private final Predicate<RunRecord> shared;

  /**
   * Makes it.
   *
   * @param here that of the repository, or null where none is
   * @param shared which runs' is on the service
   */
  Budgets(Whereabouts engines, @Nullable SqlLedger here, Predicate<RunRecord> shared) {
    this.engines = engines;
    this.here = here;
    this.shared = shared;
  }

  /** Returns what stands there for {@code run}, if it is known here. */
  Optional<Balance> balance(RunRecord run, Budget started) {
    if (shared.test(run)) {
      return onService(run, started);
    }
    SqlLedger ours = here;
    return ours == null ? Optional.empty() : Optional.of(ours.balance(run.id(), started));
  }

  /** Who looks at many runs is not kept by one that nobody answers for. */
  private Optional<Balance> onService(RunRecord run, Budget started) {
    Engine engine = engines.at(run);
    try {
      return Optional.of(
          engine.query(
              ServiceLedger.id(run.id()), LedgerWorkflow.class, ledger -> ledger.balance(started)));
    } catch (NotFoundException | UnusableException e) {
      return Optional.empty();
    }
  }

  /** Lets {@code run} spend what {@code more} names; returns false if that is not possible here. */
  boolean raise(RunRecord run, Budget more) {
    if (shared.test(run)) {
      return beside(run)
          .beside(
              run.engineId(),
              of -> {
                ServiceLedger.of(of, run.id()).demandSignal(ledger -> ledger.raise(more));
                return true;
              });
    }
    SqlLedger ours = here;
    if (ours != null) {
      ours.raise(run.id(), more);
    }
    return ours != null;
  }

  /** Says that no turn of {@code run} is under way any more, as it has ended. */
  void release(RunRecord run) {
    SqlLedger ours = here;
    if (shared.test(run)) {
      var unused =
          beside(run)
              .beside(
                  run.engineId(),
                  of -> ServiceLedger.of(of, run.id()).signal(LedgerWorkflow::look));
    } else if (ours != null) {
      ours.release(run.id());
    }
  }

  private TemporalEngine beside(RunRecord run) {
    return (TemporalEngine) engines.at(run);
  }
}
