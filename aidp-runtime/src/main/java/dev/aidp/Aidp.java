package dev.aidp;

import dev.aidp.artifact.ArtifactStore;
import dev.aidp.evidence.Verification;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.PrunePolicy;
import dev.aidp.run.RunRequest;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.view.RunView;
import dev.aidp.workflows.temporal.AidpPlugin;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Durable agent workflows on one git repository: starts runs, shows them, steers them, from any
 * process. Safe for use by many threads. Closing it gives up the runs it owns, so that another
 * process can go on with them.
 */
public interface Aidp extends Runs {

  /**
   * Opens the repository around {@code place}. Where Aidp has worked before, runs can be looked at
   * and steered whatever git says of the repository now.
   *
   * @throws dev.aidp.failure.UsageException if Aidp cannot work there, and has not
   * @throws dev.aidp.failure.UnusableException if its storage cannot be used
   */
  static Aidp open(Path place, AidpOptions options) {
    return open(place, options, Extensions.none());
  }

  /**
   * Opens the repository around {@code place} with workflows and activities of the application's
   * own.
   */
  static Aidp open(Path place, AidpOptions options, Extensions extensions) {
    return LocalAidp.open(place, options, extensions);
  }

  /**
   * Returns the runs that the Temporal service of {@code options} knows, whoever started them; no
   * repository is needed, and nothing is written here. They are looked at and steered; only a
   * repository starts them and works on them.
   *
   * <pre>{@code
   * try (Runs runs = Aidp.connect(AidpOptions.defaults().with(cloud))) {
   *   runs.run("release-7").pause();
   * }
   * }</pre>
   */
  static Runs connect(AidpOptions options) {
    return connect(options, Extensions.none());
  }

  /** Returns the same where workflows of the application's own are known, too. */
  static Runs connect(AidpOptions options, Extensions extensions) {
    return new ServiceRuns(options, extensions, null);
  }

  /**
   * Returns those of the runs that its Temporal service knows which are of this repository, or of
   * none that was named; an id that is theirs and others' is theirs. To be closed by the caller.
   */
  Runs onService();

  /**
   * Starts a run on the usual engine, under an id that is made from its text, and owns it.
   *
   * <pre>{@code
   * FeatureRequest request = FeatureRequest.of("Add CSV export").agent("claude").check("unit", "mvn -q test");
   * FeatureState end = aidp.start(request).result().join();
   * }</pre>
   */
  default <R> TypedHandle<R> start(RunRequest<R> request) {
    return start(request, StartOptions.defaults());
  }

  /**
   * Starts a run and owns it, or attaches to the one with this id (and adopts it if nobody owns
   * it).
   *
   * @throws dev.aidp.failure.UsageException if the plan, the base, the branch or a setting is
   *     wrong, or the id belongs to a run that was started differently; nothing has then been
   *     started
   */
  <R> TypedHandle<R> start(RunRequest<R> request, StartOptions options);

  /**
   * Starts a workflow of the application's own on the usual engine, as a run like any other: it is
   * listed, taken over after a crash by a process that has it, steered and looked at.
   *
   * <pre>{@code
   * TypedHandle<Released> run =
   *     aidp.start(ReleaseWorkflow.class, "release-7", w -> w.run(request));
   * Released released = run.result().join();
   * }</pre>
   *
   * <p>Of a workflow that returns nothing the call does: {@code w -> { w.run(request); return null;
   * }}.
   *
   * @param workflow one of the workflows that this Aidp was opened with
   * @param id the run's id; if there is one already, this call attaches to it
   * @param call makes exactly one call of the workflow method
   * @throws dev.aidp.failure.UsageException if the id belongs to a run that was started differently
   */
  default <W, R> TypedHandle<R> start(Class<W> workflow, String id, Function<W, R> call) {
    return start(workflow, StartOptions.id(id), call);
  }

  /** Like {@link #start(Class, String, Function)} on {@code engine}. */
  default <W, R> TypedHandle<R> start(
      Class<W> workflow, String id, String engine, Function<W, R> call) {
    return start(workflow, StartOptions.id(id).on(engine), call);
  }

  /**
   * Likewise, with all that a start may say; it names the id.
   *
   * <pre>{@code
   * StartOptions options = StartOptions.id("release-7").withMemo(Map.of("team", "core"));
   * aidp.start(ReleaseWorkflow.class, options, w -> w.run(request)).result().thenAccept(this::tell);
   * }</pre>
   */
  <W, R> TypedHandle<R> start(Class<W> workflow, StartOptions options, Function<W, R> call);

  /** Returns the id that such a start will use: that of the options, or one made from the text. */
  String idOf(RunRequest<?> request, StartOptions options);

  /**
   * Returns how every run stands, the newest first. One whose engine cannot be used does not hide
   * the others: it is shown as interrupted, with the reason.
   */
  @Override
  List<RunView> views(RunFilter filter);

  /**
   * Returns those runs that {@code filter} lets pass, the newest first. Only a filter by state
   * looks at them, and of runs that have ended at what is kept.
   *
   * <pre>{@code
   * aidp.runs(RunFilter.all().kind(RunKind.FEATURE).in(RunState.FAILED)).forEach(run -> run.retry(List.of()));
   * }</pre>
   */
  @Override
  List<RunHandle> runs(RunFilter filter);

  /**
   * Looks whether the evidence of a commit still holds. Reads only; with a hub, what is not here is
   * brought from there.
   *
   * @param ref the commit, as git names it; or a run, or a branch of one, that this repository or
   *     its hub knows
   * @param again the time-out of each check, to run the checks of the evidence again in a worktree
   *     of their own; null to run none
   * @return empty if there is no evidence of it
   * @throws dev.aidp.failure.UsageException if there is no such commit
   */
  Optional<Verification> verify(String ref, @Nullable Duration again);

  /**
   * Removes what ended runs have left that {@code policy} does not let stay: their journals, logs,
   * budgets and snapshots; evidence of commits to which no branch and no tag leads any more; what
   * is stored and nobody names; what merges remember and nobody has used since the oldest run that
   * stays began. A run that has not ended stays as it is, an interrupted or waiting one too. So do
   * branches and the evidence of what they lead to: it still holds.
   *
   * <p>The id of a run that is gone is free. May be called beside runs and by several processes;
   * one that is killed is finished by the next one.
   *
   * @param policy what stays
   * @param dryRun whether nothing is removed and it is only told what would be
   */
  Pruned prune(PrunePolicy policy, boolean dryRun);

  /**
   * Removes all that one run has left, as {@link #prune} does; its branches stay.
   *
   * @throws NotFoundException if there is no such run
   * @throws UsageException if it has not ended
   */
  Pruned remove(String id);

  /**
   * Returns what runs have stored and name by reference: texts, transcripts, a merge's description
   * and evidence. What is put there stays as long as something that is kept names it.
   *
   * <pre>{@code
   * try (InputStream in = aidp.artifacts().open(view.merge().description())) { … }
   * }</pre>
   */
  ArtifactStore artifacts();

  /** Returns what is kept here, and how large it is. */
  StoreSize size();

  /**
   * Returns an engine, for workflows of the application's own; {@code native} or {@code temporal}.
   */
  Engine engine(String name);

  /**
   * Returns what a Temporal worker of the application's own needs to perform Aidp's workflows and
   * activities, and those that this Aidp was opened with, in this repository. It works as long as
   * this Aidp is open.
   *
   * <pre>{@code
   * AidpPlugin plugin = aidp.plugin().onQueue("acme"); // without onQueue: the usual queues
   * WorkflowClient client =
   *     WorkflowClient.newInstance(
   *         stubs, WorkflowClientOptions.newBuilder().setPlugins(plugin).build());
   * WorkerFactory factory = WorkerFactory.newInstance(client);
   * plugin.registerOn(factory); // or factory.newWorker("acme", options)
   * factory.start();
   * }</pre>
   */
  AidpPlugin plugin();

  /**
   * Works for {@code engine} until {@link #close()} or {@link #drain}: takes over runs whose owner
   * died, now and later.
   */
  void work(String engine);

  /** Takes nothing new, lets turns end for at most {@code limit}, and gives up the rest. */
  void drain(Duration limit);

  /**
   * Returns how this process stands as the worker that {@link #work} made it: whether it takes
   * steps, which on Temporal asks the service, and how its places are used. Never throws.
   */
  WorkerStatus workerStatus();

  /** Returns the top of the main worktree. */
  Path top();
}
