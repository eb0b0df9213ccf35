package dev.aidp;

import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureCheckpoint;
import dev.aidp.run.Limits;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.view.RunView;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  /** What must hold for a run to go back. */
  interface Possible {

    /**
     * Demands that what it goes on from is there; false: somebody has moved the result branch.
     *
     * @param files the iteration that it goes back to; null: the whole run goes back
     */
    boolean test(Checkpoints.@Nullable Chosen files);
  }

  /** Performs it. */
  Receipt perform(TypedRun typed, RunView view, String checkpoint, Possible possible) {
    Checkpoints all = new Checkpoints(typed, engine, view);
    Optional<FeatureCheckpoint> whole = all.whole(checkpoint);
    if (whole.isPresent()) {
      FeatureCheckpoint to = whole.get();
      return performed(
          typed.registered(),
          view,
          words(to),
          () -> possible.test(null),
          () -> typed.undone(engine, view, to));
    }
    Checkpoints.Chosen to = all.find(checkpoint);
    return performed(
        typed.registered(),
        view,
        to.words(),
        () -> {
          typed.settings().ifPresent(settings -> demandRoom(to, settings));
          return possible.test(to);
        },
        () -> typed.back(engine, view, to));
  }

  /** Returns what a person calls it. */
  static String words(FeatureCheckpoint whole) {
    return "%d of %d units done".formatted(whole.number(), whole.total());
  }

  private Receipt performed(
      RunRecord run, RunView view, String to, BooleanSupplier possible, Supplier<String> next) {
    if (!view.ended()) {
      return new Receipt(
          Receipt.Outcome.NOT_ENDED,
          "The run '%s' is %s: only a run that has ended goes back. Cancel it first; what it has done until then stays in its checkpoints."
              .formatted(run.id(), view.state().wireName()));
    }
    if (!possible.getAsBoolean()) {
      return new Receipt(
          Receipt.Outcome.OVERTAKEN,
          "The branch %s does not point to %s any more; somebody has moved it, nothing was changed. Fork the run instead, or rename that branch."
              .formatted(view.branch(), view.tip()));
    }
    if (!advance.test(run.next(next.get()))) {
      return new Receipt(
          Receipt.Outcome.OVERTAKEN,
          "The run '" + run.id() + "' was started again by somebody else just now.");
    }
    return Receipt.accepted(
        "The run '%s' goes on from %s, as generation %d."
            .formatted(run.id(), to, run.generation() + 1));
  }

  /** An attempt takes no more iterations than its run allows, whoever has taken the first ones. */
  static void demandRoom(Checkpoints.Chosen from, RunSettings settings) {
    Limits limits = settings.limits();
    if (from.shown().iteration() >= limits.maxIterations()) {
      throw new UsageException(
          "After %s there is none left: the limit is %d."
              .formatted(from.words(), limits.maxIterations()),
          "limits.max_iterations",
          "Fork from it with a higher limit, such as %d."
              .formatted(from.shown().iteration() + limits.maxIterations()));
    }
  }
}
