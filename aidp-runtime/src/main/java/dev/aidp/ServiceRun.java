package dev.aidp;

import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UnusableException;
import dev.aidp.failure.UsageException;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.Budget;
import dev.aidp.run.RunSettings;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.temporal.RunCatalog;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.temporal.RunPlace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A run that a service knows: it is looked at and steered, and worked on in its repository only.
 */
final class ServiceRun extends Steering {

  private final ServiceRuns all;
  private final Budgets budgets;
  private final RunViewLoader views;
  private volatile FoundRun found;

  ServiceRun(FoundRun found, ServiceRuns all) {
    this(found, all, new There(all, found.place()));
  }

  private ServiceRun(FoundRun found, ServiceRuns all, There there) {
    super(found.id(), there, all.events(), all.secrets());
    this.found = found;
    this.all = all;
    this.budgets = new Budgets(there, null, run -> this.found.place().place().isEmpty());
    this.views = new RunViewLoader(there, budgets);
  }

  /** The engine of its repository's runs. */
  private record There(ServiceRuns all, RunPlace place) implements Whereabouts {

    @Override
    public Engine at(RunRecord run) {
      return all.engine(place);
    }

    @Override
    public Engine.Condition condition(RunRecord run) {
      return at(run).condition(run.engineId());
    }

    @Override
    public Optional<Class<?>> workflow(String type) {
      return all.workflow(type);
    }
  }

  @Override
  RunRecord run() {
    FoundRun last = all.latest(found);
    found = last;
    return RunCatalog.readable(id(), () -> all.record(last));
  }

  @Override
  boolean reached() {
    return all.atHome(found).isPresent();
  }

  @Override
  boolean takeOver() {
    return adopt();
  }

  @Override
  public boolean adopt() {
    return all.atHome(found).map(RunHandle::adopt).orElse(false);
  }

  @Override
  public RunView view() {
    TypedRun run = typed(run());
    return RunCatalog.readable(id(), () -> views.view(run));
  }

  @Override
  public RunView lastKnown() {
    try {
      return view();
    } catch (UnusableException e) {
      return unseen(e);
    }
  }

  /** Returns how it stands, as one of a list that holds its last generation. */
  RunView listed() {
    try {
      return RunCatalog.readable(id(), () -> views.view(typed(all.record(found))));
    } catch (UnusableException e) {
      return unseen(e);
    }
  }

  /** Returns what is known of it without asking. */
  RunView unseen(UnusableException why) {
    return RunViewLoader.unknown(all.unread(found), why);
  }

  @Override
  public CompletableFuture<RunView> ended() {
    TypedRun run = typed(run());
    return RunViewLoader.outcome(engine(run.registered()), run)
        .thenApply(outcome -> views.ended(run, outcome));
  }

  @Override
  public Map<String, Path> logs() {
    return Map.of();
  }

  @Override
  public Map<String, Path> wholeLogs() {
    return all.atHome(found).map(RunHandle::wholeLogs).orElse(Map.of());
  }

  @Override
  public ArtifactStore artifacts() {
    throw new UnusableException(
        "What the run '%s' has stored is with its repository.".formatted(found.fullId()),
        "Ask there.");
  }

  @Override
  public Receipt pauseNow() {
    return pause();
  }

  @Override
  public Receipt resume() {
    RunRecord run = run();
    return all.atHome(found).isEmpty() && condition(run) == Engine.Condition.ORPHANED
        ? resumed("It goes on once somebody works on it: a worker of its repository.")
        : super.resume();
  }

  @Override
  public Receipt resume(Budget raised) {
    return all.atHome(found).map(run -> run.resume(raised)).orElseGet(() -> raised(raised));
  }

  /** Where only its repository's host works on it, that host keeps what it may spend. */
  private Receipt raised(Budget raised) {
    RunRecord run = run();
    if (engine(run).condition(run.engineId()) == Engine.Condition.ENDED) {
      return unchanged();
    }
    boolean named = !found.repository().isEmpty() || budgets.balance(run, raised).isPresent();
    if (!named || !budgets.raise(run, raised)) {
      throw elsewhere("Its budget is raised");
    }
    return resumed("It goes on, with the budget raised.");
  }

  @Override
  public Receipt rollback(String checkpoint) {
    RunRecord run = run();
    Optional<RunHandle> home = all.atHome(found);
    if (home.isPresent() || checkpoint.equals(Rollback.MERGE) || found.repository().isEmpty()) {
      return here("It is rolled back").rollback(checkpoint);
    }
    TypedRun typed = typed(run);
    return typed
        .refused("is not rolled back")
        .orElseGet(
            () ->
                new Rewind(engine(run), next -> all.begin(found, next))
                    .perform(typed, view(), checkpoint, to -> true));
  }

  @Override
  public byte[] diff(DiffOptions options) {
    return here("What it has changed is shown").diff(options);
  }

  @Override
  public Receipt keep() {
    return here("What it has done is kept").keep();
  }

  @Override
  public Optional<String> plan() {
    return here("Its plan is shown").plan();
  }

  @Override
  public RunHandle fork(
      String checkpoint,
      StartOptions options,
      UnaryOperator<RunSettings> change,
      @Nullable PlanSource plan) {
    return here("It is forked").fork(checkpoint, options, change, plan);
  }

  /** What a retry needs is what the service knows of the run's end; its workers do the rest. */
  @Override
  public Receipt retry(List<String> units) {
    RunRecord run = run();
    Optional<RunHandle> home = all.atHome(found);
    if (home.isPresent()) {
      return home.get().retry(units);
    }
    if (found.repository().isEmpty()) {
      throw elsewhere("It is retried");
    }
    TypedRun typed = typed(run);
    if (!typed.workable()) {
      throw new UsageException(
          "The run '%s' is of a workflow that this process does not have: %s."
              .formatted(found.fullId(), OwnRun.type(run)),
          "id",
          "Retry it where its workflow is known, or in its repository.");
    }
    return new Retry(engine(run), next -> all.begin(found, next)).perform(typed, view(), units);
  }

  /** Returns it as a run of this repository. */
  private RunHandle here(String what) {
    return all.atHome(found).orElseThrow(() -> elsewhere(what));
  }

  private UsageException elsewhere(String what) {
    return new UsageException(
        "The run '%s' is of a repository that is not here. %s where that is."
            .formatted(found.fullId(), what),
        "repository",
        "Name its repository.");
  }
}
