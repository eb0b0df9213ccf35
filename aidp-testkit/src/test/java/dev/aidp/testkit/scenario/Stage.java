package dev.aidp.testkit.scenario;

import com.google.common.collect.ImmutableList;
import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.command.TreeCheck.Verdict;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.merge.MergeRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.RunRequest;
import dev.aidp.runtime.view.RunView;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.DevServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A repository, an agent and an Aidp on one engine, in a folder of a test. */
public final class Stage implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 280;

  private final SampleRepository repository;
  private final ScriptedAgent agent;
  private final Aidp aidp;
  private final String engine;
  private final Path folder;

  private Stage(Path folder, String engine, AidpOptions options) {
    this(folder, SampleRepository.in(folder.resolve("repository")), engine, options);
  }

  private Stage(Path folder, SampleRepository repository, String engine, AidpOptions options) {
    this.repository = repository;
    this.agent = ScriptedAgent.in(folder.resolve("agent"));
    this.aidp = Aidp.open(repository.top(), options, extensions(agent));
    this.engine = engine;
    this.folder = folder;
  }

  private static Extensions extensions(ScriptedAgent agent) {
    Extensions extensions = Extensions.none();
    for (String name : Setting.IN_PROCESS) {
      extensions = extensions.agent(name, agent.inProcess(name));
    }
    return extensions.check("whole", "1", Stage::whole);
  }

  /** No file of the tree is a draft. */
  private static Verdict whole(Path tree, Consumer<String> output) throws IOException {
    try (Stream<Path> files = Files.list(tree)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        output.accept("looking at " + file.getFileName());
        if (Files.readString(file).contains("draft")) {
          return Verdict.red(file.getFileName() + " is a draft.");
        }
      }
      return Verdict.green();
    }
  }

  /** Sets one up that takes part as {@code options} say, on {@code engine}. */
  public static Stage on(String engine, Path folder, AidpOptions options) {
    return new Stage(folder, engine, options);
  }

  /** Sets one up on the native engine. */
  public static Stage onNative(Path folder) {
    return new Stage(folder, "native", AidpOptions.defaults());
  }

  /** Sets one up on the Temporal service at {@code target}. */
  public static Stage onTemporal(Path folder, String target) {
    return new Stage(folder, "temporal", AidpOptions.defaults().at(target, null));
  }

  /**
   * Sets one up on the Temporal service at {@code target}, whose steps any host could perform that
   * reaches a hub: this one is the only one.
   */
  public static Stage onHub(Path folder, String target) {
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    Path hub = repository.bare(folder.resolve("hub.git"));
    AidpOptions there = AidpOptions.defaults().at(target, null);
    return new Stage(
        folder,
        repository,
        "temporal",
        there
            .withRepository(there.repository().withHub(hub.toString()))
            .withTemporal(
                there.temporal().withQueues(DevServer.queues(UUID.randomUUID().toString()))));
  }

  /** Sets one up on the Temporal service that {@code connection} leads to. */
  public static Stage onTemporal(Path folder, TemporalConnection connection) {
    return new Stage(folder, "temporal", AidpOptions.defaults().with(connection));
  }

  /**
   * Plays {@code scenario} to its end.
   *
   * @throws AssertionError if the run has touched what is the user's, or a branch that it has made
   *     is not green in a fresh clone
   */
  public NormalisedResult play(Scenario scenario) {
    scenario.agents().accept(agent);
    scenario.place().accept(repository);
    scenario.setting().branches().forEach(this::branch);
    Untouched untouched = Untouched.of(repository);
    for (int before = 1; before < scenario.times(); before++) {
      end(start("run-" + before, scenario.setting()));
    }
    RunHandle run = start("run", scenario.setting());
    scenario.steering().steer(run, agent);
    RunView view = end(run);
    untouched.demand(view.branch());
    if (scenario.uncloned() == null) {
      published(view, scenario.setting());
    }
    return NormalisedResult.of(view, repository, agent);
  }

  /**
   * Demands that each branch that the run {@code view} has made is green in a fresh clone: its own,
   * and those of finished units.
   */
  public void published(RunView view, Setting setting) {
    Published branches = new Published(repository.top(), folder.resolve("clones"), setting);
    branches.demandGreen(view);
  }

  /** Starts a feature or merge {@code id}, or attaches to it. */
  public RunHandle start(String id, Setting setting) {
    return start(aidp, id, setting);
  }

  /** Does the same by {@code other}, as another process would. */
  public RunHandle start(Aidp other, String id, Setting setting) {
    RunRequest<?> request = setting.branches().isEmpty() ? feature(setting) : merge(setting);
    return other.start(request, StartOptions.id(id).on(engine));
  }

  private MergeRequest merge(Setting setting) {
    setting.branches().forEach(this::branch);
    return MergeRequest.of("release", ImmutableList.copyOf(setting.branches().keySet()))
        .with(setting.settings(agent.command()));
  }

  /** Makes a branch with one commit more than {@code main}, unless it is there. */
  private void branch(String name, Map<String, String> files) {
    if (repository.refs().containsKey("refs/heads/" + name)) {
      return;
    }
    repository.git("switch", "--quiet", "--create", name, "main");
    files.forEach(repository::write);
    repository.commitAll("Work on " + name);
    repository.git("switch", "--quiet", "main");
  }

  /** Returns the feature that {@link #start} starts. */
  public FeatureRequest feature(Setting setting) {
    FeatureRequest feature =
        FeatureRequest.of("A sample feature").with(setting.settings(agent.command()));
    String plan = setting.plan();
    return plan == null ? feature : feature.plan(new PlanSource(plan, "plan.yml"));
  }

  /** Waits for the end of {@code run}. */
  public static RunView end(RunHandle run) {
    return end(run, Duration.ofSeconds(PATIENCE_SECONDS));
  }

  /** Waits for the end of {@code run}, which is a fault after {@code patience}. */
  public static RunView end(RunHandle run, Duration patience) {
    try {
      return run.ended().get(patience.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("It does not end: " + run.view(), e);
    } catch (ExecutionException e) {
      throw new AssertionError("It fails: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  /** Returns the repository. */
  public SampleRepository repository() {
    return repository;
  }

  /** Returns the agent of every role. */
  public ScriptedAgent agent() {
    return agent;
  }

  /** Returns the way in. */
  public Aidp aidp() {
    return aidp;
  }

  @Override
  public void close() {
    aidp.close();
  }
}
