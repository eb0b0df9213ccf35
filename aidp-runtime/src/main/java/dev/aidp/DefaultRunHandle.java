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
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workflows.wire.WireNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run: its record in the registry, and what its engine knows of it. */
final class DefaultRunHandle implements RunHandle {

  private final RunRegistry registry;
  private final Engines engines;
  private final Layout layout;
  private final SqlLedger ledger;
  private final Secrets secrets;
  private final RunViewLoader looks;
  private final Logs logs;
  private final Ends ends;
  private final String id;

  DefaultRunHandle(
      RunRecord run,
      RunRegistry registry,
      Engines engines,
      Layout layout,
      SqlLedger ledger,
      Secrets secrets,
      Ends ends) {
    this.id = run.id();
    this.registry = registry;
    this.engines = engines;
    this.layout = layout;
    this.ledger = ledger;
    this.secrets = secrets;
    this.ends = ends;
    this.looks = new RunViewLoader(engines, ledger);
    this.logs = new Logs(layout.logs(id));
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public RunView view() {
    return view(run());
  }

  private RunView view(RunRecord run) {
    return run.finished() == null ? looks.view(run) : Wire.read(run.finished(), RunView.class);
  }

  /** Keeps its last document if it has ended. */
  void keepEnd() {
    var unused = settled();
  }

  /** Returns its view, which is kept if it has ended. */
  private RunView settled() {
    RunRecord run = run();
    RunView view = view(run);
    return view.ended() ? kept(run, view) : view;
  }

  /** Likewise for whoever has heard of its end: meanwhile it may go on as new, or be pruned. */
  private RunView settled(RunRecord heard, Outcome<?> outcome) {
    RunRecord run =
        registry.find(id).filter(known -> known.generation() == heard.generation()).orElse(heard);
    return kept(run, run.finished() == null ? looks.ended(run, outcome) : view(run));
  }

  /** Keeps the last document of a run, and releases what it held. */
  private RunView kept(RunRecord run, RunView last) {
    if (run.finished() == null && registry.finish(run, Wire.json(last))) {
      ledger.release(id);
    }
    int now = registry.find(id).map(RunRecord::generation).orElse(run.generation());
    if (now == run.generation()) {
      engines.rest(engines.place(run));
    }
    return last;
  }

  @Override
  public RunView lastKnown() {
    try {
      return view();
    } catch (UnusableException e) {
      return RunViewLoader.unknown(run(), e);
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
    RunRecord run = run();
    if (OwnCall.registered(run)) {
      return Map.of();
    }
    return switch (Root.kind(run)) {
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
    if (OwnCall.registered(run) && workflow(run).isEmpty()) {
      return false; // only a process that has it can go on with it
    }
    Engines.Place place = engines.place(run);
    Engine.Condition condition = engines.condition(run);
    if (condition == Engine.Condition.ENDED) {
      keepEnd();
      return false;
    }
    if (condition == Engine.Condition.OWNED && !engines.works(place)) {
      return false; // a worker of this process would take turns that end when it does
    }
    Engine engine = engines.working(place);
    if (condition == Engine.Condition.ABSENT) {
      begin(engine, run);
    } else if (!engine.adopt(run.engineId())) {
      return false;
    }
    ends.follow(
        run.engineId(), () -> RunViewLoader.outcome(engine, run), outcome -> settled(run, outcome));
    return true;
  }

  private void begin(Engine engine, RunRecord run) {
    if (OwnCall.registered(run)) {
      OwnCall.of(run).start(engine, run.engineId(), workflow(run).orElseThrow());
    } else {
      Root.of(run).start(engine, run);
    }
  }

  private Optional<Class<?>> workflow(RunRecord run) {
    return engines.workflow(OwnCall.of(run).workflow());
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
    return ends.of(run.engineId())
        .orElseGet(
            () ->
                RunViewLoader.outcome(engine, run)
                    .thenApplyAsync(outcome -> settled(run, outcome)));
  }

  @Override
  public <R> CompletableFuture<R> result(Class<R> type) {
    RunRecord run = run();
    return engine(run).result(run.engineId(), type).thenApplyAsync(Outcome::orThrow);
  }

  @Override
  public Receipt signal(String name, String args) {
    RunRecord run = run();
    engines.condition(run); // says so if it is elsewhere
    boolean sent = run.finished() == null && engine(run).signal(run.engineId(), name, args);
    return sent ? new Receipt(true, "The signal " + name + " is sent.") : unchanged();
  }

  @Override
  public <W> Receipt signal(Class<W> workflow, Consumer<W> call) {
    CapturedCall made = CapturedCall.of(workflow, call);
    return signal(WireNames.signal(made.method()), Wire.args(made.method(), made.args()));
  }

  @Override
  public String query(String name, String args) {
    RunRecord run = run();
    engines.condition(run);
    return engine(run).query(run.engineId(), name, args);
  }

  @Override
  public <W, S> S query(Class<W> workflow, Function<W, S> query) {
    RunRecord run = run();
    engines.condition(run);
    return engine(run).query(run.engineId(), workflow, query);
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
    if (said.changed()
        && !OwnCall.registered(run)
        && engine(run).condition(run.engineId()) != Engine.Condition.OWNED) {
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
    if (OwnCall.registered(run())) {
      return notOfOurs("is not rolled back");
    }
    layout.demandWork();
    RunView view = settled(); // its last document is then known
    return new Rollback(new Repository(layout), registry).perform(run(), view, checkpoint);
  }

  private Receipt notOfOurs(String what) {
    return new Receipt(
        false, "The run '%s' is of a workflow of an application's own: it %s.".formatted(id, what));
  }

  @Override
  public Receipt retry(List<String> units) {
    if (OwnCall.registered(run())) {
      return notOfOurs("is not retried; start it with another id");
    }
    layout.demandWork();
    RunView view = settled();
    RunRecord run = run();
    return new Retry(engine(run), registry).perform(run, view, units);
  }

  private static boolean nobodyLeft(RunView view) {
    return !view.units().isEmpty() && view.units().stream().allMatch(u -> u.state().settled());
  }

  private Receipt said(Consumer<Steerable> call, String receipt) {
    RunRecord run = run();
    if (run.finished() != null || !send(run, call)) {
      return unchanged();
    }
    return new Receipt(
        true,
        OwnCall.registered(run) ? "Its workflow is told, and does what it has for it." : receipt);
  }

  private Receipt unchanged() {
    return new Receipt(
        false, "The run '%s' is %s; nothing was changed.".formatted(id, view().state().wireName()));
  }

  private boolean send(RunRecord run, Consumer<Steerable> call) {
    Engine engine = engine(run);
    if (engines.condition(run) == Engine.Condition.ABSENT) {
      takeOver(); // its starter died between registering and starting it
    }
    CapturedCall made = CapturedCall.of(Steerable.class, call);
    return engine.signal(
        run.engineId(), WireNames.signal(made.method()), Wire.args(made.method(), made.args()));
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
