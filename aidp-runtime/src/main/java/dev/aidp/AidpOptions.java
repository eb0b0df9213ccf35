package dev.aidp;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Host;
import dev.aidp.activities.process.Supervisor;
import dev.aidp.activities.secret.Surroundings;
import dev.aidp.activities.spending.Price;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.activities.worktree.WorktreeSettings;
import dev.aidp.run.Defaults;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a process takes part.
 *
 * @param target the Temporal service of new runs, {@code HOST:PORT}
 * @param targetGiven whether it holds for every run; else a run stays with the service on which it
 *     was started
 * @param namespace its namespace
 * @param namespaceGiven whether that holds for every run
 * @param fallbackToNative whether a run that asks for a Temporal service that is not there may use
 *     the native engine
 * @param repository what is done with the repository
 * @param queues names of the task queues that differ from the usual ones
 * @param agents what agents and checks find, and what agents cost
 */
public record AidpOptions(
    String target,
    boolean targetGiven,
    String namespace,
    boolean namespaceGiven,
    boolean fallbackToNative,
    ForRepository repository,
    Map<String, String> queues,
    ForAgents agents) {

  /** Where a Temporal service listens when nothing else is said. */
  public static final String DEFAULT_TARGET = "127.0.0.1:7233";

  /**
   * What is done with the repository.
   *
   * @param signCommits whether Aidp's commits are signed as git is configured
   * @param pruning what stays of runs that have ended
   */
  public record ForRepository(boolean signCommits, PrunePolicy pruning) {

    /** Nothing is signed, and as much stays as usual. */
    public static final ForRepository USUAL = new ForRepository(false, PrunePolicy.USUAL);
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
  public record ForAgents(
      List<String> environment,
      List<String> secrets,
      Map<String, Price> prices,
      WorktreeSettings worktree,
      int portBase) {

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
    public Surroundings surroundings() {
      return Surroundings.in(System.getenv(), environment, secrets);
    }

    /** Returns what prepares working copies of the repository of {@code layout}. */
    public Preparation preparation(Layout layout) {
      Supervisor supervisor =
          new Supervisor(layout.processes(), surroundings().secrets(), Host.ofThisUser(portBase));
      return new Preparation(worktree, layout, new Worktrees(layout), supervisor);
    }
  }

  /** Returns the usual ones. */
  public static AidpOptions defaults() {
    return new AidpOptions(
        DEFAULT_TARGET,
        false,
        "default",
        false,
        false,
        ForRepository.USUAL,
        ImmutableMap.of(),
        ForAgents.USUAL);
  }

  /** Returns a copy with another service, for every run, where not null. */
  public AidpOptions at(@Nullable String otherTarget, @Nullable String otherNamespace) {
    return new AidpOptions(
        otherTarget == null ? target : otherTarget,
        targetGiven || otherTarget != null,
        otherNamespace == null ? namespace : otherNamespace,
        namespaceGiven || otherNamespace != null,
        fallbackToNative,
        repository,
        queues,
        agents);
  }

  /** Returns a copy that does this with the repository. */
  public AidpOptions with(ForRepository other) {
    return new AidpOptions(
        target, targetGiven, namespace, namespaceGiven, fallbackToNative, other, queues, agents);
  }

  /** Returns a copy in which agents inherit and cost this. */
  public AidpOptions with(ForAgents other) {
    return new AidpOptions(
        target,
        targetGiven,
        namespace,
        namespaceGiven,
        fallbackToNative,
        repository,
        queues,
        other);
  }
}
