package dev.aidp;

import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.HeldProcesses;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.NotFoundException;
import dev.aidp.run.Budget;
import dev.aidp.run.Count;
import dev.aidp.run.Instruction;
import dev.aidp.run.Priority;
import dev.aidp.run.Steerable;
import dev.aidp.run.Tuning;
import dev.aidp.run.Waiting;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.spending.SqlLedger;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What steers a run: messages to its workflow, and receipts of what came of them. */
abstract class Steering implements RunHandle {

  /** What a handle works with, the same for each run. */
  record Parts(
      RunRegistry registry,
      Engines engines,
      Layout layout,
      SqlLedger ledger,
      Secrets secrets,
      Ends ends,
      EventSubscription.All events,
      ArtifactStore artifacts) {}

  final Parts parts;
  private final String id;

  Steering(String id, Parts parts) {
    this.id = id;
    this.parts = parts;
  }

  @Override
  public String id() {
    return id;
  }

  /** Goes on with it if nobody does; to end it, no more is needed. */
  abstract boolean takeOver();

  @Override
  public Receipt pause() {
    return said(Steerable::pause, "It takes no further turn; turns under way go on to their end.");
  }

  @Override
  public Receipt pauseNow() {
    Receipt receipt = pause();
    if (!receipt.changed()) {
      return receipt;
    }
    int held = new HeldProcesses(parts.layout().processes()).hold(id);
    return Receipt.accepted(
        "It takes no further turn; held on this machine: %s.".formatted(Count.of(held, "program")));
  }

  @Override
  public Receipt resume() {
    return resumed("It goes on.");
  }

  private Receipt resumed(String words) {
    Receipt receipt = said(Steerable::resume, words);
    new HeldProcesses(parts.layout().processes()).release(id);
    return receipt;
  }

  @Override
  public Receipt resume(Budget raised) {
    if (run().finished() == null) {
      parts.ledger().raise(id, raised);
    }
    return resumed("It goes on, with the budget raised.");
  }

  @Override
  public Receipt cancel() {
    return ending(
        said(Steerable::cancel, "Its agents are being ended."),
        "Nobody worked on it; it is cancelled now.");
  }

  @Override
  public Receipt approve() {
    return answered(Steerable::approve, "It is approved.");
  }

  @Override
  public Receipt reject(String reason) {
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
      takeOver();
      ended().join();
      return Receipt.accepted(ended);
    }
    return said;
  }

  private Receipt answered(Consumer<Steerable> call, String receipt) {
    RunView view = view();
    Waiting waiting = view.standing().waiting();
    if (waiting == null || waiting.reason() != Waiting.Reason.APPROVAL) {
      return new Receipt(
          Receipt.Outcome.NOT_WAITING,
          "The run '%s' is %s and waits for no approval; nothing was changed."
              .formatted(id, view.state().wireName()));
    }
    return said(call, receipt);
  }

  @Override
  public Receipt inject(String text, Priority priority, @Nullable String unit) {
    RunView view = view();
    if (unit == null && !view.ended() && nobodyLeft(view)) {
      return new Receipt(
          Receipt.Outcome.ENDED,
          "No unit of the run '%s' takes a further turn; nothing was changed.".formatted(id));
    }
    if (unit != null) {
      RunView.UnitView found =
          view.units().stream()
              .filter(u -> u.id().equals(unit))
              .findFirst()
              .orElseThrow(() -> Retry.noSuchUnit(id, unit));
      if (found.state().settled()) {
        return new Receipt(
            Receipt.Outcome.ENDED,
            "The unit '%s' is %s already.".formatted(unit, found.state().wireName()));
      }
    }
    Instruction instruction =
        new Instruction(UUID.randomUUID().toString(), parts.secrets().masked(text), priority, unit);
    return said(
        run -> run.injectInstruction(instruction),
        unit == null ? "The next turn gets it." : "The next turn of '" + unit + "' gets it.");
  }

  @Override
  public Receipt tune(Tuning tuning) {
    return said(run -> run.reloadConfig(tuning), "It holds from now on.");
  }

  private static boolean nobodyLeft(RunView view) {
    return !view.units().isEmpty() && view.units().stream().allMatch(u -> u.state().settled());
  }

  private Receipt said(Consumer<Steerable> call, String receipt) {
    RunRecord run = run();
    if (run.finished() != null || !send(run, call)) {
      return unchanged();
    }
    return Receipt.accepted(typed(run).told(receipt));
  }

  final Receipt unchanged() {
    return new Receipt(
        Receipt.Outcome.ENDED,
        "The run '%s' is %s; nothing was changed.".formatted(id, view().state().wireName()));
  }

  private boolean send(RunRecord run, Consumer<Steerable> call) {
    Engine engine = engine(run);
    if (parts.engines().condition(run) == Engine.Condition.ABSENT) {
      takeOver(); // its starter died between registering and starting it
    }
    CapturedCall made = CapturedCall.of(Steerable.class, call);
    return engine.signal(
        run.engineId(), WireNames.signal(made.method()), Wire.args(made.method(), made.args()));
  }

  final RunRecord run() {
    return parts.registry().find(id).orElseThrow(() -> NotFoundException.run(id));
  }

  final Engine engine(RunRecord run) {
    return parts.engines().at(parts.engines().place(run));
  }

  final TypedRun typed(RunRecord run) {
    return TypedRun.of(run, parts.engines()::workflow);
  }
}
