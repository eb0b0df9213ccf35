package dev.aidp.workflows.temporal;

import dev.aidp.workflow.Step;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A place that was asked for: not given yet, held, or over. */
final class Hold {

  private final int epoch;
  private final CompletablePromise<Boolean> answered = Workflow.newPromise();
  private final CompletablePromise<Boolean> died = Workflow.newPromise();
  private @Nullable Placed placed;
  private @Nullable CancellationScope scope;
  private boolean over;

  Hold(int epoch) {
    this.epoch = epoch;
  }

  int epoch() {
    return epoch;
  }

  /** Asks for it by {@code placement}; {@code refused} is called if none is given. */
  void ask(Placement placement, Step.Weight weight, Runnable refused) {
    if (over) {
      return;
    }
    scope =
        Workflow.newDetachedCancellationScope(
            () -> {
              var unused =
                  placement
                      .hold(weight)
                      .executeAsync(
                          HoldActivity.NAME, Void.class, epoch, RunPlace.current().repository())
                      .handle(
                          (nothing, failure) -> {
                            ended(failure, refused);
                            return nothing;
                          });
            });
    scope.run();
  }

  private void ended(@Nullable RuntimeException failure, Runnable refused) {
    if (over) {
      return;
    }
    over = true;
    if (placed == null) {
      refused.run();
    }
    boolean unused = answered.isCompleted() || answered.complete(true);
    died.complete(failure != null && deadly(failure));
  }

  /** The process is gone, with all that was under way there. */
  private static boolean deadly(RuntimeException failure) {
    Throwable cause = failure.getCause();
    return cause instanceof TimeoutFailure
        || cause instanceof ApplicationFailure told && Failures.GIVEN_BACK.equals(told.getType());
  }

  void given(Placed place) {
    if (!over && placed == null) {
      placed = place;
      boolean unused = answered.complete(true);
    }
  }

  /** Lets the place go. */
  void leave() {
    if (!over) {
      over = true;
      if (scope != null) {
        scope.cancel("not needed any more");
      }
      boolean unused = answered.isCompleted() || answered.complete(true);
    }
  }

  boolean over() {
    return over;
  }

  /** Returns where its steps go, once it is given. */
  String queue() {
    return Objects.requireNonNull(placed).queue();
  }

  /** Calls {@code then} once it is given or over. */
  void whenAnswered(Runnable then) {
    var unused =
        answered.thenApply(
            one -> {
              then.run();
              return one;
            });
  }

  /** Calls {@code then} if its host dies. */
  void whenDead(Runnable then) {
    var unused =
        died.thenApply(
            dead -> {
              if (dead) {
                then.run();
              }
              return dead;
            });
  }
}
