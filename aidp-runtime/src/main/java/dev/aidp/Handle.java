package dev.aidp;

import com.google.common.collect.Lists;
import dev.aidp.activities.git.Repository;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.HeldProcesses;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Budget;
import dev.aidp.run.Count;
import dev.aidp.run.Instruction;
import dev.aidp.run.Priority;
import dev.aidp.run.Steerable;
import dev.aidp.run.Tuning;
import dev.aidp.run.Waiting;
import dev.aidp.run.Work;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.spending.SqlLedger;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.wire.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run: its record in the registry, and what its engine knows of it. */
final class Handle implements RunHandle {

  private final RunRegistry registry;
  private final Engines engines;
  private final Layout layout;
  private final SqlLedger ledger;
  private final Secrets secrets;
  private final Looks looks;
  private final Logs logs;
  private final String id;

  Handle(
      RunRecord run,
      RunRegistry registry,
      Engines engines,
      Layout layout,
      SqlLedger ledger,
      Secrets secrets) {
    this.id = run.id();
    this.registry = registry;
    this.engines = engines;
    this.layout = layout;
    this.ledger = ledger;
    this.secrets = secrets;
    this.looks = new Looks(engines, ledger);
    this.logs = new Logs(layout.logs(id));
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public RunView view() {
    RunRecord run = run();
    if (run.finished() != null) {
      return Wire.read(run.finished(), RunView.class);
    }
    RunView view = looks.view(run);
    if (view.ended() && registry.finish(run, Wire.json(view))) {
      ledger.release(id);
      engines.rest(engines.place(run));
    }
    return view;
  }

  @Override
  public RunView lastKnown() {
    try {
      return view();
    } catch (UnusableException e) {
      return Looks.unknown(run(), e);
    }
  }

  @Override
  public List<HistoryEntry> history() {
    RunRecord run = run();
    engines.condition(run); // says so if it is elsewhere
    return engine(run).history(run.engineId());
  }

  @Override
  public Map<String, Path> logs() {
    return switch (Root.kind(run())) {
      case LOOP -> logs.of(List.of(Work.LOOP), List.of());
      // The units of a merge have been worked on elsewhere.
      case MERGE -> logs.of(List.of(), List.of(Work.MERGE));
      case FEATURE ->
          logs.of(
              Lists.transform(lastKnown().units(), RunView.UnitView::id),
              List.of(Work.PLANNER, Work.MERGE));
    };
  }

  @Override
  public boolean adopt() {
    if (run().finished() == null) {
      layout.demandWork();
    }
    return takeOver();
  }

  /** Goes on with it if nobody does; to end it, no more is needed. */
  boolean takeOver() {
    RunRecord run = run();
    if (run.finished() != null) {
      return false;
    }
    Engines.Place place = engines.place(run);
    Engine.Condition condition = engines.condition(run);
    if (condition == Engine.Condition.ENDED) {
      view(); // keeps its last document
      return false;
    }
    if (condition == Engine.Condition.OWNED && !engines.works(place)) {
      return false; // a worker of this process would take turns that end when it does
    }
    Engine engine = engines.working(place);
    if (condition != Engine.Condition.ABSENT) {
      return engine.adopt(run.engineId());
    }
    Root.of(run).start(engine, run);
    return true;
  }

  @Override
  public CompletableFuture<RunView> ended() {
    RunRecord run = run();
    if (run.finished() != null) {
      return CompletableFuture.completedFuture(view());
    }
    Engine engine = engine(run);
    // Not on the engine's own thread: a close waits for that, and whoever hears of the end may
    // close.
    return engine.result(run.engineId(), Root.of(run).result()).thenApplyAsync(outcome -> view());
  }

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
    int held = new HeldProcesses(layout.processes()).hold(id);
    return new Receipt(
        true,
        "It takes no further turn; held on this machine: %s.".formatted(Count.of(held, "program")));
  }

  @Override
  public Receipt resume() {
    return resumed("It goes on.");
  }

  private Receipt resumed(String words) {
    Receipt receipt = said(Steerable::resume, words);
    new HeldProcesses(layout.processes()).release(id);
    return receipt;
  }

  @Override
  public Receipt resume(Budget raised) {
    if (run().finished() == null) {
      ledger.raise(id, raised);
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
    if (said.changed() && engine(run).condition(run.engineId()) != Engine.Condition.OWNED) {
      takeOver();
      ended().join();
      return new Receipt(true, ended);
    }
    return said;
  }

  private Receipt answered(Consumer<Steerable> call, String receipt) {
    RunView view = view();
    Waiting waiting = view.waiting();
    if (waiting == null || !waiting.reason().equals(Waiting.APPROVAL)) {
      return new Receipt(
          false,
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
          false,
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
            false, "The unit '%s' is %s already.".formatted(unit, found.state().wireName()));
      }
    }
    Instruction instruction =
        new Instruction(UUID.randomUUID().toString(), secrets.masked(text), priority, unit);
    return said(
        run -> run.injectInstruction(instruction),
        unit == null ? "The next turn gets it." : "The next turn of '" + unit + "' gets it.");
  }

  @Override
  public Receipt tune(Tuning tuning) {
    return said(run -> run.reloadConfig(tuning), "It holds from now on.");
  }

  @Override
  public Receipt rollback(String checkpoint) {
    layout.demandWork();
    RunView view = view(); // keeps its last document, which is then known
    return new Rollback(new Repository(layout), registry).perform(run(), view, checkpoint);
  }

  @Override
  public Receipt retry(List<String> units) {
    layout.demandWork();
    RunRecord run = run();
    return new Retry(engine(run), registry).perform(run, view(), units);
  }

  private static boolean nobodyLeft(RunView view) {
    return !view.units().isEmpty() && view.units().stream().allMatch(u -> u.state().settled());
  }

  private Receipt said(Consumer<Steerable> call, String receipt) {
    RunRecord run = run();
    if (run.finished() != null || !send(run, call)) {
      return new Receipt(
          false,
          "The run '%s' is %s; nothing was changed.".formatted(id, view().state().wireName()));
    }
    return new Receipt(true, receipt);
  }

  private boolean send(RunRecord run, Consumer<Steerable> call) {
    Engine engine = engine(run);
    if (engines.condition(run) == Engine.Condition.ABSENT) {
      takeOver(); // its starter died between registering and starting it
    }
    return Root.of(run).signal(engine, run, call);
  }

  private RunRecord run() {
    return registry
        .find(id)
        .orElseThrow(() -> new NoSuchElementException("There is no run '" + id + "'."));
  }

  private Engine engine(RunRecord run) {
    return engines.at(engines.place(run));
  }
}
