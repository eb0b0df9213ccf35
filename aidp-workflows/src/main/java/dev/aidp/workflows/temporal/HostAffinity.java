package dev.aidp.workflows.temporal;

import dev.aidp.workflow.Step;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.ActivityStub;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Steps that go to one host as long as that lives: the first one asks for a place, and when the
 * host has died or gives it back, the next one asks for another.
 */
final class HostAffinity {

  /**
   * A place that was refused is asked for again after that, then after twice as long: a host that
   * serves another repository refuses too, and is no reason to wait.
   */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final int LONGEST_PAUSE = 2;

  /** All places of a run, by epoch; one for each run. */
  static final class Epochs {

    private static final String SEEN = "aidpEpochs";

    private final Map<Integer, Hold> asked = new LinkedHashMap<>();
    private int last;

    /** Returns what the memo must hold of a run that goes on as new: epochs only rise. */
    Map<String, Object> memo() {
      return Math.max(last, before()) == 0 ? Map.of() : Map.of(SEEN, Math.max(last, before()));
    }

    private static int before() {
      @Nullable Object seen = Workflow.getMemo(SEEN, Integer.class);
      return seen == null ? 0 : (Integer) seen;
    }

    private Hold next() {
      if (asked.isEmpty()) {
        Workflow.registerListener((Placing) this::placed);
        last = before();
      }
      last++;
      Hold hold = new Hold(last);
      asked.put(hold.epoch(), hold);
      return hold;
    }

    private void placed(Placed place) {
      Hold hold = asked.get(place.epoch());
      if (hold != null) {
        hold.given(place);
      }
    }
  }

  private final Placement placement;
  private final Step.Weight weight;
  private final Epochs epochs;
  private @Nullable Hold hold;
  private int first;
  private int underWay;
  private int refused;

  HostAffinity(Placement placement, Step.Weight weight, Epochs epochs) {
    this.placement = placement;
    this.weight = weight;
    this.epochs = epochs;
  }

  /** Performs the step {@code key}; a host that dies has it performed by another one. */
  Promise<?> perform(Step step, String key, Function<ActivityStub, Promise<?>> send) {
    underWay++;
    Performance performance = new Performance(step, key, send);
    performance.begin();
    return performance.result.handle(
        (value, failure) -> {
          underWay--;
          if (failure != null) {
            throw failure;
          }
          return value;
        });
  }

  /** Returns whether a place is held and no step needs it now. */
  boolean idle() {
    return hold != null && underWay == 0;
  }

  /** Lets the place go; a later step asks for another one. */
  void leave() {
    if (hold != null) {
      hold.leave();
      hold = null;
    }
  }

  private Hold hold() {
    Hold now = hold;
    if (now != null && !now.over()) {
      return now;
    }
    Hold next = epochs.next();
    hold = next;
    first = first == 0 ? next.epoch() : first;
    if (refused == 0) {
      next.ask(placement, weight, () -> refused++);
    } else {
      var unused =
          Workflow.newTimer(PAUSE.multipliedBy(Math.min(refused, LONGEST_PAUSE)))
              .thenApply(
                  nothing -> {
                    next.ask(placement, weight, () -> refused++);
                    return nothing;
                  });
    }
    return next;
  }

  /** One step, however often it is begun. */
  private final class Performance {

    private final Step step;
    private final String key;
    private final Function<ActivityStub, Promise<?>> send;
    private final CompletablePromise<@Nullable Object> result = Workflow.newPromise();
    private final CancellationScope outer = CancellationScope.current();
    private @Nullable CancellationScope scope;
    private @Nullable Object start;
    private int starts;

    Performance(Step step, String key, Function<ActivityStub, Promise<?>> send) {
      this.step = step;
      this.key = key;
      this.send = send;
      var unused =
          outer
              .getCancellationRequest()
              .thenApply(
                  reason -> {
                    cancel();
                    return reason;
                  });
    }

    private void cancel() {
      if (scope != null) {
        scope.cancel();
      } else {
        stopped();
      }
    }

    private void stopped() {
      boolean unused =
          result.isCompleted()
              || result.completeExceptionally(new CanceledFailure("It was stopped."));
    }

    void begin() {
      if (outer.isCancelRequested()) {
        stopped();
        return;
      }
      scope = null;
      start = null;
      Hold here = hold();
      here.whenAnswered(() -> send(here));
    }

    private void send(Hold here) {
      if (result.isCompleted()) {
        return;
      }
      if (here.over()) {
        begin();
        return;
      }
      refused = 0;
      Object mine = new Object();
      start = mine;
      StepHeader.Place place = new StepHeader.Place(here.epoch(), starts++, first);
      CancellationScope sending =
          Workflow.newDetachedCancellationScope(
              () -> {
                ActivityStub stub = placement.stub(step, key, here.queue());
                var unused =
                    StepHeader.sending(step, place, () -> send.apply(stub))
                        .handle(
                            (value, failure) -> {
                              if (start == mine) {
                                ended(here, value, failure);
                              }
                              return value;
                            });
              });
      scope = sending;
      sending.run();
      here.whenDead(
          () -> {
            if (start == mine) {
              sending.cancel("its host is gone");
              begin();
            }
          });
    }

    private void ended(Hold here, @Nullable Object value, @Nullable RuntimeException failure) {
      start = null;
      if (failure == null) {
        result.complete(value);
      } else if (moves(failure)) {
        if (!here.over()) { // whatever the host lacks, it may lack it still
          here.leave();
          refused++;
        }
        begin();
      } else {
        result.completeExceptionally(failure);
      }
    }
  }

  /** Whether the step has no outcome, through no fault of its own. */
  private static boolean moves(RuntimeException failure) {
    Throwable cause = failure.getCause();
    return cause instanceof TimeoutFailure
        || cause instanceof ApplicationFailure told
            && (Failures.GIVEN_BACK.equals(told.getType()) || Failures.unusable(told).isPresent());
  }
}
