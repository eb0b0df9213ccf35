package dev.aidp;

import dev.aidp.failure.UsageException;
import dev.aidp.run.Limits;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.view.RunView;
import java.util.function.Predicate;

/** Begins the next generation of an ended run from one of its checkpoints. */
final class Rewind {

  private final Engine engine;
  private final Predicate<RunRecord> advance;

  /**
   * Makes it.
   *
   * @param advance begins the next generation; false: somebody else has begun one
   */
  Rewind(Engine engine, Predicate<RunRecord> advance) {
    this.engine = engine;
    this.advance = advance;
  }

  /**
   * Performs it.
   *
   * @param possible demands that the files are there; false: somebody has moved the result branch
   */
  Receipt perform(
      TypedRun typed, RunView view, String checkpoint, Predicate<Checkpoints.Chosen> possible) {
    RunRecord run = typed.registered();
    Checkpoints.Chosen to = new Checkpoints(typed, engine, view).find(checkpoint);
    if (!view.ended()) {
      return new Receipt(
          Receipt.Outcome.NOT_ENDED,
          "The run '%s' is %s: only a run that has ended goes back. Cancel it first: aidp cancel %s; what it has done until then stays in its checkpoints."
              .formatted(run.id(), view.state().wireName(), run.id()));
    }
    typed.settings().ifPresent(settings -> demandRoom(to, settings));
    if (!possible.test(to)) {
      return new Receipt(
          Receipt.Outcome.OVERTAKEN,
          "The branch %s does not point to %s any more; somebody has moved it, nothing was changed. Fork the run instead, or rename that branch."
              .formatted(view.branch(), view.tip()));
    }
    if (!advance.test(run.next(typed.back(engine, view, to)))) {
      return new Receipt(
          Receipt.Outcome.OVERTAKEN,
          "The run '" + run.id() + "' was started again by somebody else just now.");
    }
    return Receipt.accepted(
        "The run '%s' goes on from %s, as generation %d."
            .formatted(run.id(), to.words(), run.generation() + 1));
  }

  /** An attempt takes no more iterations than its run allows, whoever has taken the first ones. */
  static void demandRoom(Checkpoints.Chosen from, RunSettings settings) {
    Limits limits = settings.limits();
    if (from.shown().iteration() >= limits.maxIterations()) {
      throw new UsageException(
          "After %s there is none left: the limit is %d."
              .formatted(from.words(), limits.maxIterations()),
          "limits.max_iterations",
          "Fork from it with more: aidp fork ID CHECKPOINT --set limits.max_iterations="
              + (from.shown().iteration() + limits.maxIterations()));
    }
  }
}
