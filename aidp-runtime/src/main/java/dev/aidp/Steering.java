package dev.aidp;

import dev.aidp.activities.secret.Secrets;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.RetryReach;
import dev.aidp.plan.PlanEdit;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Guards;
import dev.aidp.run.Instruction;
import dev.aidp.run.Priority;
import dev.aidp.run.QuestionAnswer;
import dev.aidp.run.RunKind;
import dev.aidp.run.Steerable;
import dev.aidp.run.Tuning;
import dev.aidp.run.Waiting;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.steering.GuardChange;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What steers a run: messages to its workflow, and receipts of what came of them. */
abstract class Steering extends EngineRun {

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
  private static final Duration BETWEEN = Duration.ofMillis(50);
  static final String LATER =
      " Nobody works on it now: it waits for whoever goes on with it, a worker or somebody in its"
          + " repository.";

  private final Secrets secrets;

  Steering(String id, Whereabouts engines, EventSubscription.All events, Secrets secrets) {
    super(id, engines, events);
    this.secrets = secrets;
  }

  /** Returns whether this process could work on it. */
  abstract boolean reached();

  @Override
  public Receipt pause() {
    return said(Steerable::pause, "It takes no further turn; turns under way go on to their end.");
  }

  @Override
  public Receipt resume() {
    return resumed("It goes on.");
  }

  final Receipt resumed(String words) {
    return said(Steerable::resume, words);
  }

  @Override
  public Receipt cancel() {
    return typed(run()).hearsCancel()
        ? ending(
            said(Steerable::cancel, "Its agents are being ended."),
            "Nobody worked on it; it is cancelled now.")
        : terminate();
  }

  @Override
  public Receipt terminate() {
    RunRecord run = run();
    if (!typed(run).terminable()) {
      return cancel();
    }
    return run.finished() == null && terminated(run)
        ? Receipt.accepted("It is ended, and all that it had begun.")
        : unchanged();
  }

  /** Returns whether it was open until now. */
  boolean terminated(RunRecord run) {
    condition(run); // says so if it is elsewhere
    return engine(run).terminate(run.engineId());
  }

  @Override
  public Receipt approve() {
    return answered(Steerable::approve, "It is approved.");
  }

  /**
   * A unit goes back to its agent, and a plan to its planner; what nobody can mend ends the run.
   */
  @Override
  public Receipt reject(String reason) {
    RunView view = view();
    if (view.units().stream().anyMatch(RunView.UnitView::asksApproval)) {
      return answered(run -> run.reject(reason), "It is rejected; its agent is told why.");
    }
    Waiting waiting = view.standing().waiting();
    if (waiting != null && "planning.approve".equals(waiting.setting())) {
      return answered(run -> run.reject(reason), "It is rejected; the planner makes another one.");
    }
    return ending(
        answered(run -> run.reject(reason), "It is rejected."),
        "It is rejected, and has ended; the units' branches stay.");
  }

  /** Returns what became of {@code said}, which ends the run: at once where nobody owns it. */
  private Receipt ending(Receipt said, String ended) {
    RunRecord run = run();
    if (said.changed()
        && typed(run).endsUnowned()
        && engine(run).condition(run.engineId()) != Engine.Condition.OWNED) {
      if (!reached()) {
        return Receipt.accepted("Nobody works on it now; whoever goes on with it ends it at once.");
      }
      takeOver();
      ended().join();
      return Receipt.accepted(ended);
    }
    return said;
  }

  private Receipt answered(Consumer<Steerable> call, String receipt) {
    RunView view = view();
    Waiting waiting = view.standing().waiting();
    boolean asks =
        waiting != null && waiting.reason() == Waiting.Reason.APPROVAL
            || !view.ended() && view.units().stream().anyMatch(RunView.UnitView::asksApproval);
    if (!asks) {
      return new Receipt(
          Receipt.Outcome.NOT_WAITING,
          "The run '%s' is %s and waits for no approval; nothing was changed."
              .formatted(id(), view.state().wireName()));
    }
    return said(call, receipt);
  }

  @Override
  public Receipt inject(
      String text, Priority priority, @Nullable String unit, Instruction.Kind kind) {
    RunView view = view();
    if (unit == null && !view.ended() && nobodyLeft(view)) {
      return new Receipt(
          Receipt.Outcome.ENDED,
          "No unit of the run '%s' takes a further turn; nothing was changed.".formatted(id()));
    }
    Optional<Receipt> late = late(view, unit);
    if (late.isPresent()) {
      return late.get();
    }
    Instruction instruction =
        new Instruction(UUID.randomUUID().toString(), secrets.masked(text), priority, unit, kind);
    return said(
        run -> run.injectInstruction(instruction),
        unit == null ? "The next turn gets it." : "The next turn of '" + unit + "' gets it.");
  }

  private RunView.UnitView unit(RunView view, String unit) {
    return view.units().stream()
        .filter(u -> u.id().equals(unit))
        .findFirst()
        .orElseThrow(() -> Retry.noSuchUnit(id(), unit));
  }

  @Override
  public Receipt answer(@Nullable String unit, String text) {
    RunView view = view();
    List<String> asking = asking(view, unit);
    if (asking.isEmpty()) {
      return noQuestion(view, unit);
    } else if (asking.size() > 1) {
      throw new UsageException(
          "Several units ask: " + String.join(", ", asking), "unit", "Name the one that you mean.");
    }
    String to = asking.get(0);
    String id = UUID.randomUUID().toString();
    QuestionAnswer answer = new QuestionAnswer(to, secrets.masked(text), id);
    String receipt = "The next turn of '%s' gets it.".formatted(to);
    for (Instant end = Instant.now().plus(LONGEST_ANSWER); Instant.now().isBefore(end); ) {
      if (engine(run()).condition(run().engineId()) != Engine.Condition.OWNED) {
        break;
      } else if (updated(answer)) {
        return Receipt.accepted(receipt);
      } else if (asking(view(), to).isEmpty()) {
        return noQuestion(view(), to); // somebody else was first
      }
      LockSupport.parkNanos(BETWEEN.toNanos()); // the run has not heard of the question yet
    }
    // Nobody takes an update now; a signal is kept until somebody does.
    return said(each -> each.injectInstruction(answer.instruction()), receipt);
  }

  private Receipt noQuestion(RunView view, @Nullable String unit) {
    if (unit != null) {
      var unused = unit(view, unit);
    }
    return new Receipt(
        Receipt.Outcome.NOT_WAITING,
        "%s waits for no answer; nothing was changed."
            .formatted(unit == null ? "The run '" + id() + "'" : "The unit '" + unit + "'"));
  }

  private static List<String> asking(RunView view, @Nullable String unit) {
    return view.units().stream()
        .filter(each -> each.remarks().question() != null)
        .map(RunView.UnitView::id)
        .filter(each -> unit == null || unit.equals(each))
        .toList();
  }

  /** Returns whether whoever works on it has taken the answer. */
  private boolean updated(QuestionAnswer answer) {
    try {
      var unused =
          update(Steerable.class, run -> run.answer(answer))
              .get(LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public Receipt tune(Tuning tuning) {
    return said(run -> run.reloadConfig(tuning), "It holds from now on.");
  }

  @Override
  public Receipt guard(Map<String, Object> guards, @Nullable String unit) {
    GuardUpdate update = new GuardUpdate(guards, unit);
    try {
      var unused = GuardChange.of(Guards.USUAL, update);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          String.valueOf(e.getMessage()), null, "See docs/guards.md for what there is.");
    }
    if (run().kind().equals(RunKind.MERGE.wireName())) {
      return new Receipt(
          Receipt.Outcome.UNSUPPORTED,
          "The run '%s' merges what is done: no unit of it changes anything.".formatted(id()));
    }
    Optional<Receipt> late = late(view(), unit);
    if (late.isPresent()) {
      return late.get();
    }
    return said(
        run -> run.updateGuard(update),
        unit == null
            ? "It holds from the next iteration of each unit on."
            : "It holds from the next iteration of '" + unit + "' on.");
  }

  @Override
  public Receipt edit(PlanEdit edit) {
    RunRecord run = run();
    if (!run.kind().equals(RunKind.FEATURE.wireName())) {
      return new Receipt(
          Receipt.Outcome.UNSUPPORTED,
          "The run '%s' is no feature: it has no plan to change.".formatted(id()));
    }
    return run.finished() == null
        ? new Editing(secrets, this, condition(run) == Engine.Condition.OWNED).perform(edit)
        : unchanged();
  }

  @Override
  public RetryReach reach(List<String> units) {
    RunRecord run = run();
    return Retry.reach(typed(run), engine(run), view(), units);
  }

  /** Returns whether what is sent to it is kept where nobody works on it. */
  boolean keeps() {
    return !run().engine().equals(Engines.TEMPORAL);
  }

  /** Returns why {@code unit} takes no further turn, if it does not. */
  private Optional<Receipt> late(RunView view, @Nullable String unit) {
    if (unit == null) {
      return Optional.empty();
    }
    RunView.UnitView found =
        view.units().stream()
            .filter(u -> u.id().equals(unit))
            .findFirst()
            .orElseThrow(() -> Retry.noSuchUnit(id(), unit));
    return found.state().settled()
        ? Optional.of(
            new Receipt(
                Receipt.Outcome.ENDED,
                "The unit '%s' is %s already.".formatted(unit, found.state().wireName())))
        : Optional.empty();
  }

  private static boolean nobodyLeft(RunView view) {
    return !view.units().isEmpty() && view.units().stream().allMatch(u -> u.state().settled());
  }

  private Receipt said(Consumer<Steerable> call, String receipt) {
    RunRecord run = run();
    if (run.finished() != null || !send(run, call)) {
      return unchanged();
    }
    boolean nobody = !reached() && condition(run) == Engine.Condition.ORPHANED;
    return Receipt.accepted(typed(run).told(receipt) + (nobody ? LATER : ""));
  }

  private boolean send(RunRecord run, Consumer<Steerable> call) {
    Engine engine = engine(run);
    if (condition(run) == Engine.Condition.ABSENT) {
      takeOver(); // its starter died between registering and starting it
    }
    CapturedCall made = CapturedCall.of(Steerable.class, call);
    return engine.signal(
        run.engineId(), WireNames.signal(made.method()), Wire.args(made.method(), made.args()));
  }
}
