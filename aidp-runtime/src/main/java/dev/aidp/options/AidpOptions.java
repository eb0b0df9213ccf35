package dev.aidp.options;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Host;
import dev.aidp.activities.process.Supervisor;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.spending.Price;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.activities.worktree.WorktreeSettings;
import dev.aidp.failure.UsageException;
import dev.aidp.run.Defaults;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.runtime.nativeengine.Ticker;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.temporal.WorkerVersion;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a process takes part.
 *
 * <pre>{@code
 * AidpOptions options =
 *     AidpOptions.defaults()
 *         .at("temporal.example.com:7233", "production")
 *         .withRuns(AidpOptions.ForRuns.USUAL.withEngine("temporal"))
 *         .withWorker(AidpOptions.ForWorker.USUAL.withAgents(Map.of("claude", 2)));
 * }</pre>
 *
 * @param temporal which Temporal service runs are on, and how it is reached
 * @param repository what is done with the repository
 * @param agents what agents and checks find, and what agents cost
 * @param worker how much this process bears at a time
 * @param runs what runs are like that are started here
 * @param time what runs on the native engine go by, and the limits of agents on every engine; or
 *     null: the machine's
 */
@RecordBuilder
public record AidpOptions(
    ForTemporal temporal,
    ForRepository repository,
    ForAgents agents,
    ForWorker worker,
    ForRuns runs,
    @Nullable Ticker time)
    implements AidpOptionsBuilder.With {

  /** Where a Temporal service listens when nothing else is said. */
  public static final String DEFAULT_TARGET = "127.0.0.1:7233";

  /**
   * Which Temporal service runs are on, and how it is reached.
   *
   * @param connection the way to the service of new runs
   * @param everyRun where every run is looked for, wherever it was started
   * @param fallbackToNative whether a run that asks for a Temporal service that is not there may
   *     use the native engine
   * @param queues names of the task queues that differ from the usual ones
   */
  @RecordBuilder
  public record ForTemporal(
      TemporalConnection connection,
      EveryRun everyRun,
      boolean fallbackToNative,
      Map<String, String> queues)
      implements AidpOptionsForTemporalBuilder.With {

    /**
     * Where every run is looked for; what is null is as it was when the run was started.
     *
     * @param target the address of the service, or null
     * @param namespace its namespace, or null
     */
    public record EveryRun(@Nullable String target, @Nullable String namespace) {

      /** Each run stays with the service on which it was started. */
      public static final EveryRun STAYS = new EveryRun(null, null);
    }

    /** A server on this machine, with the usual queues. */
    public static final ForTemporal USUAL =
        new ForTemporal(
            TemporalConnection.to(DEFAULT_TARGET), EveryRun.STAYS, false, ImmutableMap.of());

    /** Copies the names. */
    public ForTemporal {
      queues = ImmutableMap.copyOf(queues);
    }

    /** Returns a copy with another service, for every run, where not null. */
    ForTemporal at(@Nullable String otherTarget, @Nullable String otherNamespace) {
      TemporalConnection.Options to =
          connection instanceof TemporalConnection.Options options
              ? options
              : TemporalConnection.to(connection.target()).withNamespace(connection.namespace());
      return withConnection(
              to.withTarget(otherTarget == null ? to.target() : otherTarget)
                  .withNamespace(otherNamespace == null ? to.namespace() : otherNamespace))
          .withEveryRun(
              new EveryRun(
                  otherTarget == null ? everyRun.target() : otherTarget,
                  otherNamespace == null ? everyRun.namespace() : otherNamespace));
    }

    /** Returns a copy with this connection, for every run. */
    ForTemporal with(TemporalConnection other) {
      return withConnection(other).withEveryRun(new EveryRun(other.target(), other.namespace()));
    }
  }

  /**
   * What is done with the repository.
   *
   * @param signCommits whether Aidp's commits are signed as git is configured
   * @param pruning what stays of runs that have ended
   * @param hub a git remote that all hosts reach, by which what steps of runs on Temporal need and
   *     name travels: a URL, a path, or the name of a remote of the repository; null: all of a
   *     run's steps are performed in this repository
   * @param artifacts where artifacts are for all hosts instead of on the hub: a folder that all of
   *     them reach, or {@code SCHEME://…} of an {@link dev.aidp.artifact.ObjectStoreProvider};
   *     null: on the hub
   */
  @RecordBuilder
  public record ForRepository(
      boolean signCommits, PrunePolicy pruning, @Nullable String hub, @Nullable String artifacts)
      implements AidpOptionsForRepositoryBuilder.With {

    /** Nothing is signed, and as much stays as usual. */
    public static final ForRepository USUAL =
        new ForRepository(false, PrunePolicy.USUAL, null, null);
  }

  /**
   * What agents and checks find, and what agents cost.
   *
   * @param environment names of variables that agents and checks inherit besides the usual ones; a
   *     {@code *} stands for any characters
   * @param secrets names of variables whose values are secrets besides those whose names say so
   * @param prices of models by the beginning of their names, before the built-in ones
   * @param worktree how their working copies are prepared
   * @param portBase the first port of the first lane
   */
  @RecordBuilder
  public record ForAgents(
      List<String> environment,
      List<String> secrets,
      Map<String, Price> prices,
      WorktreeSettings worktree,
      int portBase)
      implements AidpOptionsForAgentsBuilder.With {

    /** Nothing besides what is usual. */
    public static final ForAgents USUAL =
        new ForAgents(
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableMap.of(),
            WorktreeSettings.NONE,
            Defaults.PORT_BASE);

    /** Copies the collections. */
    public ForAgents {
      environment = ImmutableList.copyOf(environment);
      secrets = ImmutableList.copyOf(secrets);
      prices = ImmutableMap.copyOf(prices);
    }

    /** Returns what commands inherit from this process. */
    public InheritedEnvironment surroundings() {
      return InheritedEnvironment.in(System.getenv(), environment, secrets);
    }

    /** Returns what prepares working copies of the repository of {@code layout}. */
    public Preparation preparation(Layout layout) {
      Supervisor supervisor =
          new Supervisor(layout.processes(), surroundings().secrets(), Host.ofThisUser(portBase));
      return new Preparation(worktree, layout, new Worktrees(layout), supervisor);
    }
  }

  /**
   * How much a process bears at a time, and which code it has.
   *
   * @param places steps of each weight
   * @param agents turns of an agent on the whole host, by the agent's name; one that is not named
   *     has no limit of its own
   * @param version which code workers on Temporal say that they have; null: they take any run
   */
  @RecordBuilder
  public record ForWorker(
      PoolSizes places, Map<String, Integer> agents, @Nullable WorkerVersion version)
      implements AidpOptionsForWorkerBuilder.With {

    /** The usual places, and any agent in each of them. */
    public static final ForWorker USUAL = new ForWorker(PoolSizes.USUAL, ImmutableMap.of(), null);

    /** Copies the numbers, and checks them. */
    public ForWorker {
      agents = ImmutableMap.copyOf(agents);
      agents.forEach(
          (name, most) -> {
            if (most < 1) {
              throw new UsageException(
                  "A host that bears an agent bears at least one of it: %s %d."
                      .formatted(name, most),
                  name,
                  "Use 1 or more.");
            }
          });
    }
  }

  /**
   * What runs are like that are started here.
   *
   * @param engine {@code native} or {@code temporal}: where a start goes that names none
   * @param settings keys of docs/configuration.md with their values, which a request inherits; they
   *     count more than the repository's file and the environment
   */
  @RecordBuilder
  public record ForRuns(String engine, Map<String, String> settings)
      implements AidpOptionsForRunsBuilder.With {

    /** On the native engine, as the repository's settings say. */
    public static final ForRuns USUAL = new ForRuns("native", ImmutableMap.of());

    /** Copies the settings. */
    public ForRuns {
      settings = ImmutableMap.copyOf(settings);
    }
  }

  /** Returns the usual ones. */
  public static AidpOptions defaults() {
    return new AidpOptions(
        ForTemporal.USUAL,
        ForRepository.USUAL,
        ForAgents.USUAL,
        ForWorker.USUAL,
        ForRuns.USUAL,
        null);
  }

  /** Returns a copy with another service, for every run, where not null. */
  public AidpOptions at(@Nullable String otherTarget, @Nullable String otherNamespace) {
    return otherTarget == null && otherNamespace == null
        ? this
        : withTemporal(temporal.at(otherTarget, otherNamespace));
  }

  /** Returns a copy that reaches the Temporal service so, for every run. */
  public AidpOptions with(TemporalConnection connection) {
    return withTemporal(temporal.with(connection));
  }
}
