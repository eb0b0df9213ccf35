package dev.aidp.testkit.junit;

import com.google.common.base.Preconditions;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.RunFilter;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.activities.layout.Layout;
import dev.aidp.options.AidpOptions;
import dev.aidp.provider.Agent;
import dev.aidp.run.RunRequest;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.CodedAgent;
import dev.aidp.testkit.agent.PlayedTurn;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.assertion.PlayedRun;
import dev.aidp.testkit.replay.Recording;
import dev.aidp.testkit.repo.SampleRepository;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All that one test has of Aidp: a repository with one commit, a scripted agent that requests need
 * not name, an Aidp on one engine, and its time. Safe for use by many threads, but for {@link
 * #crashAfterEachStep}.
 */
public final class AidpRuntime implements AutoCloseable {

  /** Not one of a pool, which programs may wait for. */
  private static final Executor OWN =
      task -> {
        Thread own = new Thread(task, "aidp-test-program");
        own.setDaemon(true);
        own.start();
      };

  private final AidpSetup setup;
  private final Extensions extensions;
  private final EnginePlace place;
  private final Path folder;
  private final SampleRepository repository;
  private final ScriptedAgent agent;
  private final GreenBranches branches;
  private EngineLife life;
  private volatile Aidp aidp;

  private AidpRuntime(AidpSetup setup, TestEngine engine, Path folder) {
    this.setup = setup;
    this.extensions = setup.extensions().apply(Extensions.none(), folder);
    this.folder = folder;
    this.place = EnginePlace.of(engine);
    this.repository = SampleRepository.in(folder.resolve("repository"));
    setup.repository().accept(repository);
    this.agent = ScriptedAgent.in(folder.resolve("agent"));
    setup.agent().accept(agent);
    this.branches = new GreenBranches(repository, folder.resolve("clones"));
    this.life = place.life();
    this.aidp = opened(life);
  }

  static AidpRuntime open(AidpSetup setup, TestEngine engine) {
    try {
      return new AidpRuntime(setup, engine, Files.createTempDirectory("aidp-test").toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Aidp opened(EngineLife one) {
    AidpOptions options = setup.options().apply(one.options(place.options(agent.command())));
    Aidp real = Aidp.open(repository.top(), options, extensions);
    return WaitedFor.aidp(real, place.clock());
  }

  Object part(Class<?> type) {
    return Stream.of(this, aidp, agent, repository, place.clock(), place.engine())
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow();
  }

  /** Returns the way in, on which nothing was started yet. */
  public Aidp aidp() {
    return aidp;
  }

  /** Returns the agent of all roles whose requests name none. */
  public ScriptedAgent agent() {
    return agent;
  }

  /** Returns the agent that is code of this process and has this name. */
  public <A extends Agent> A agent(String name, Class<A> type) {
    return type.cast(Objects.requireNonNull(extensions.agents().get(name), name));
  }

  /** Returns the repository. */
  public SampleRepository repository() {
    return repository;
  }

  /** Returns the time of the engine. */
  public TestClock clock() {
    return place.clock();
  }

  /** Returns where the test is played. */
  public TestEngine engine() {
    return place.engine();
  }

  /** Returns the address of its Temporal service; an empty text natively. */
  public String target() {
    return place.target();
  }

  /** Returns a folder of the test's own, which is removed with all else. */
  public Path folder() {
    return folder;
  }

  /** Plays a run to its end. */
  public PlayedRun run(RunRequest<?> request) {
    return run(request, StartOptions.defaults());
  }

  /** Plays a run to its end; time passes at once where everything waits. */
  public PlayedRun run(RunRequest<?> request, StartOptions options) {
    int before = turns().size();
    return played(aidp.start(request, options), before);
  }

  /**
   * Waits for the end of a run.
   *
   * @throws AssertionError if a branch that it has published is not green in a fresh clone
   */
  public PlayedRun ended(RunHandle run) {
    return played(run, 0);
  }

  private PlayedRun played(RunHandle run, int before) {
    RunView view = run.ended().join();
    demandGreen(view);
    List<PlayedTurn> turns = turns();
    return new PlayedRun(view, run.history(), turns.subList(before, turns.size()), repository);
  }

  /** Returns what agents were asked for so far: the scripted one, and each {@link CodedAgent}. */
  public List<PlayedTurn> turns() {
    return Stream.concat(
            agent.turns().stream(),
            extensions.agents().values().stream()
                .filter(CodedAgent.class::isInstance)
                .flatMap(coded -> ((CodedAgent) coded).turns().stream()))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Performs {@code program} again and again, in the same repository: each time everything that
   * lives in this process ends as soon as something more is recorded of a run than messages, before
   * anything follows from it, until the program comes to its end undisturbed. What a program does
   * outside must then have been done once; a test counts it.
   *
   * <pre>{@code
   * Crashed<RunView> crashed =
   *     aidp.crashAfterEachStep(
   *         again -> again.start(request, StartOptions.id("f")).ended().join());
   *
   * assertThat(crashed.crashes()).isGreaterThan(10);
   * }</pre>
   *
   * <p>On Temporal the connection is cut then, and what the server had handed to this process goes
   * back to it at once. See {@link dev.aidp.testkit.crash.KilledProgram} for processes that are
   * killed.
   *
   * @param program what a process would do: starts runs by ids, which attaches to those that there
   *     are, and waits for them; it is given the Aidp to do it with, on a thread of its own
   */
  public <T> Crashed<T> crashAfterEachStep(Function<Aidp, T> program) {
    for (int crashes = 0; ; crashes++) {
      EngineLife life = place.shortLife();
      reopen(life);
      Aidp once = aidp;
      CompletableFuture<T> end = CompletableFuture.supplyAsync(() -> program.apply(once), OWN);
      var unused = CompletableFuture.anyOf(end, life.over()).exceptionally(e -> true).join();
      if (!life.crashed()) {
        return new Crashed<>(result(end), crashes);
      }
    }
  }

  private static <T> T result(CompletableFuture<T> end) {
    try {
      return end.join();
    } catch (CompletionException e) {
      Throwables.throwIfUnchecked(e.getCause() == null ? e : e.getCause());
      throw e;
    }
  }

  /**
   * Keeps what is recorded of a run and its children as files in {@code folder}, as a fixture of
   * {@link dev.aidp.testkit.replay.Replay}: natively {@code NAME.journal.json}, on Temporal {@code
   * NAME.history.json} and one for each child.
   */
  public void keep(RunHandle run, Path folder, String name) {
    RunView.RunRef ref = run.view().run();
    if (place.engine() == TestEngine.NATIVE) {
      Path database = Layout.of(repository.top()).database();
      Recording.journal(database, RunRegistry.engineId(ref.id(), ref.generation()), folder, name);
      return;
    }
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target()).build());
    try {
      WorkflowClient client = WorkflowClient.newInstance(stubs);
      Recording.history(client, Objects.requireNonNull(ref.workflowId()), folder, name);
    } finally {
      stubs.shutdownNow();
    }
  }

  /** Does what another process would do that goes on after the end of this one. */
  public void reopen() {
    reopen(place.life());
  }

  private void reopen(EngineLife next) {
    aidp.close();
    life.close();
    life = next;
    aidp = opened(next);
  }

  /**
   * Demands that every branch that runs have published so far is green in a fresh clone; the
   * extension does so after each test that has passed.
   */
  public void demandGreenBranches() {
    aidp.views(RunFilter.all()).forEach(this::demandGreen);
  }

  private void demandGreen(RunView view) {
    if (setup.uncloned() == null) {
      branches.demand(view);
    }
  }

  /** Ends all that is the test's, and removes its folder. */
  @Override
  public void close() {
    try {
      aidp.close();
    } finally {
      life.close();
      place.end().run();
      remove();
    }
  }

  private void remove() {
    try {
      Preconditions.checkState(folder.getNameCount() > 1, folder);
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      // An agent that was left behind may still write; the folder is a temporary one.
      folder.toFile().deleteOnExit();
    }
  }
}
