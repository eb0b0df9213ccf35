package dev.aidp;

import dev.aidp.failure.AidpException;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.run.RunState;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.view.ErrorView;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.BudgetView;
import dev.aidp.runtime.view.Views;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.wire.Wire;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Looks at a run: asks its workflows how they stand, owned or not, and makes the document. */
final class RunViewLoader {

  private final Whereabouts engines;
  private final Budgets budgets;

  RunViewLoader(Whereabouts engines, Budgets budgets) {
    this.engines = engines;
    this.budgets = budgets;
  }

  RunView view(TypedRun run) {
    Engine engine = engine(run);
    Engine.Condition condition = engines.condition(run.registered());
    if (condition == Engine.Condition.ENDED) {
      return ended(run, outcome(engine, run).join());
    }
    Views.Frame frame = frame(run, Instant.now());
    if (condition == Engine.Condition.ABSENT) {
      return Views.bare(frame, RunState.PENDING).withLabels(run.startedWith());
    }
    // A run that is known and was never worked on has nothing to say yet.
    RunView view =
        TypedRun.ask(() -> run.look(engine, frame, condition))
            .orElseGet(() -> Views.bare(frame, TypedRun.shown(RunState.PENDING, condition)));
    return withBudget(interrupted(view, engine, run), run).withLabels(run.labels(engine));
  }

  /** Returns the outcome of a run, when it has ended. */
  static CompletableFuture<? extends Outcome<?>> outcome(Engine engine, TypedRun run) {
    return engine.result(run.engineId(), run.result());
  }

  /** Returns the last view of a run that has this outcome, whether its engine still knows it. */
  RunView ended(TypedRun run, Outcome<?> outcome) {
    Instant at = engine(run).ended(run.engineId()).orElseGet(Instant::now);
    return withBudget(run.ended(frame(run, at), outcome), run).withLabels(labels(run));
  }

  /** It may have ended long ago, and its engine know it no longer. */
  private Labels labels(TypedRun run) {
    try {
      return run.labels(engine(run));
    } catch (UnusableException e) {
      return run.startedWith();
    }
  }

  private Engine engine(TypedRun run) {
    return engines.at(run.registered());
  }

  /** Says why nobody works on it any more, where that is known. */
  private static RunView interrupted(RunView view, Engine engine, TypedRun run) {
    return view.state() == RunState.INTERRUPTED && view.error() == null
        ? engine
            .interruption(run.engineId())
            .map(why -> view.with(ErrorView.of(5, String.valueOf(why.getMessage()), why.remedy())))
            .orElse(view)
        : view;
  }

  /** Adds what stands in its ledger. */
  private RunView withBudget(RunView view, TypedRun run) {
    return run.settings()
        .flatMap(settings -> budgets.balance(run.registered(), settings.limits().budget()))
        .filter(balance -> !balance.budget().none())
        .map(
            balance ->
                view.with(BudgetView.of(balance.budget(), balance.money(), balance.tokens())))
        .orElse(view);
  }

  /** Returns what is known of a run whose engine cannot be asked. */
  static RunView unknown(RunRecord run, AidpException why) {
    String message = why.getMessage() == null ? why.toString() : why.getMessage();
    String remedy =
        why instanceof UnusableException e
            ? e.remedy()
            : why instanceof UsageException e ? e.remedy() : null;
    Labels labels = Wire.<StartTerms>read(run.terms(), StartTerms.class).labels();
    return Views.unknown(frame(run, null, Instant.now()), ErrorView.of(5, message, remedy))
        .withLabels(labels == null ? Labels.NONE : labels);
  }

  private Views.Frame frame(TypedRun run, Instant now) {
    return frame(run.registered(), engine(run).workflowId(run.engineId()), now);
  }

  private static Views.Frame frame(RunRecord run, @Nullable String workflowId, Instant now) {
    StartTerms terms = Wire.read(run.terms(), StartTerms.class);
    return new Views.Frame(
        new RunView.RunRef(run.id(), run.kind(), run.engine(), run.generation(), workflowId),
        terms.asked().baseCommit(),
        terms.asked().branch(),
        run.createdAt(),
        now,
        run.note());
  }
}
