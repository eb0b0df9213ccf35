package dev.aidp.runtime.temporal;

import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.owner.Owners;
import dev.aidp.temporal.WorkerVersion;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.temporal.AidpPlugin;
import dev.aidp.workflows.temporal.HostPlaces;
import dev.aidp.workflows.temporal.PoolOptions;
import dev.aidp.workflows.temporal.Queues;
import dev.aidp.workflows.temporal.Served;
import dev.aidp.workflows.temporal.TemporalWorkflows;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.ActivityCompletionClient;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.VersioningBehavior;
import io.temporal.common.WorkerDeploymentVersion;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerDeploymentOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs workflows and steps of one place until it is drained. */
public final class TemporalWorker implements AutoCloseable {

  /** More than a run asks for: how many steps are performed at once, its places say. */
  private static final int SLOTS = 1_000;

  /**
   * Steps hear at their next beat that they are given back, and then have to end their processes.
   */
  private static final Duration LETTING_GO = Duration.ofSeconds(3);

  private static final Logger LOG = LoggerFactory.getLogger(TemporalWorker.class);

  private final Owners owner;
  private final WorkerIdentity identity;
  private final StepTokens tokens;
  private final ActivityCompletionClient completion;
  private final WorkerFactory factory;
  private final @Nullable Shared shared;
  private final CompletableFuture<UnusableException> interruption = new CompletableFuture<>();
  private boolean drained;

  /** What a host shares with others: the places that it holds, and who asks for them. */
  private record Shared(Served served, Served.Together together, List<Worker> workers) {

    /** Gives the places back while steps are still taken that go there meanwhile. */
    void drain() {
      together.leave(served);
      workers.forEach(Worker::suspendPolling);
      try {
        served.places().drain(LETTING_GO);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private TemporalWorker(
      Owners owner,
      WorkerIdentity identity,
      StepTokens tokens,
      ActivityCompletionClient completion,
      WorkerFactory factory,
      @Nullable Shared shared) {
    this.owner = owner;
    this.identity = identity;
    this.tokens = tokens;
    this.completion = completion;
    this.factory = factory;
    this.shared = shared;
  }

  /**
   * Gives back the steps of a run, and of its children, that the server handed to a worker which
   * died before it began them: no token on disk tells of these.
   */
  void giveBackUnbegun(WorkflowClient client, String workflow) {
    try {
      DescribeWorkflowExecutionResponse run =
          client.newUntypedWorkflowStub(workflow).describe().getRawDescription();
      run.getPendingActivitiesList().stream()
          .filter(this::ofDead)
          .forEach(step -> giveBack(workflow, step));
      run.getPendingChildrenList().forEach(child -> giveBackUnbegun(client, child.getWorkflowId()));
    } catch (WorkflowNotFoundException e) {
      LOG.debug("{} has ended meanwhile", workflow);
    }
  }

  private boolean ofDead(PendingActivityInfo step) {
    return step.getState() == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED
        && identity
            .owner(step.getLastWorkerIdentity())
            .filter(one -> !owner.alive(one))
            .isPresent();
  }

  private void giveBack(String workflow, PendingActivityInfo step) {
    try {
      completion.completeExceptionally(
          workflow, Optional.empty(), step.getActivityId(), StepTokens.lost());
    } catch (ActivityCompletionException e) {
      LOG.debug("{} of {} is not under way any more", step.getActivityId(), workflow);
    }
  }

  /** Takes over what dead workers of this machine left, and begins to work. */
  public static TemporalWorker start(
      ServiceConnection connection,
      TemporalSettings settings,
      List<WorkflowDefinition<?>> definitions,
      List<?> activities,
      WorkerPlaces places) {
    Owners owner = Owners.enter(settings.owners());
    WorkerIdentity identity = WorkerIdentity.in(settings.traces());
    String server = connection.where() + " " + connection.namespace();
    Served.Together together = Served.Together.on(List.of(server, settings.queues()));
    StepTokens tokens = new StepTokens(settings, server, owner.me(), places, together);
    AidpPlugin plugin =
        new AidpPlugin(List.of(), List.of(), settings.queues(), tokens, settings.transport())
            .storing(settings.artifacts());
    WorkflowClient client = connection.workersClient(plugin, identity.of(owner.me()));
    ActivityCompletionClient completion = connection.client(plugin).newActivityCompletionClient();
    connection.call(
        () -> {
          tokens.giveBackOfDead(owner, completion);
          return true;
        });
    WorkerFactory factory =
        WorkerFactory.newInstance(client, PoolOptions.factory(Runtime.getRuntime().maxMemory()));
    places.reportTo(client.getWorkflowServiceStubs().getOptions().getMetricsScope());
    HostPlaces held =
        settings.hosts()
            ? new HostPlaces(
                settings.hostQueue(owner.me()), settings.place().repository(), together)
            : null;
    List<Worker> shared = host(factory, settings, definitions, activities.toArray(), held, places);
    TemporalWorker worker =
        new TemporalWorker(
            owner,
            identity,
            tokens,
            completion,
            factory,
            held == null
                ? null
                : new Shared(served(settings, held, tokens, activities), together, shared));
    var unused = tokens.broken().thenAccept(worker::interrupt);
    worker.enter();
    factory.start();
    Thread late =
        new Thread(() -> tokens.giveBackUnanswered(owner, completion), "aidp-unanswered-steps");
    late.setDaemon(true);
    late.start();
    return worker;
  }

  private void enter() {
    if (shared != null) {
      shared.together().enter(shared.served());
    }
  }

  /**
   * Stops, as steps cannot be performed here: no step is asked for when this returns, nor a place
   * for any, and what is under way is given back.
   */
  private void interrupt(UnusableException why) {
    if (shared == null) {
      factory.shutdown();
    } else {
      shared.workers().forEach(Worker::suspendPolling);
    }
    Thread ending =
        new Thread(
            () -> {
              drain(Duration.ZERO);
              interruption.complete(why);
            },
            "aidp-interrupted-worker");
    ending.setDaemon(true);
    ending.start();
  }

  /** Completes when it has stopped because steps cannot be performed here, with why. */
  CompletableFuture<UnusableException> interruption() {
    return interruption;
  }

  private static Served served(
      TemporalSettings settings, HostPlaces held, StepTokens tokens, List<?> activities) {
    return new Served(
        settings.place().repository(),
        held,
        tokens,
        settings.transport(),
        Served.bound(activities));
  }

  private static List<Worker> host(
      WorkerFactory factory,
      TemporalSettings settings,
      List<WorkflowDefinition<?>> definitions,
      Object[] activities,
      @Nullable HostPlaces held,
      WorkerPlaces places) {
    Queues here = settings.placedQueues();
    WorkerVersion version = settings.version();
    WorkerOptions steps = versioned(PoolOptions.steps(SLOTS), version);
    Worker orchestrator =
        factory.newWorker(here.orchestrator(), versioned(PoolOptions.orchestrator(), version));
    definitions.forEach(
        definition ->
            TemporalWorkflows.register(orchestrator, settings.queues(), held != null, definition));
    orchestrator.registerActivitiesImplementations(activities);
    if (held != null) {
      // Of this process alone: no build of another one could take its steps.
      factory
          .newWorker(held.queue(), PoolOptions.steps(SLOTS))
          .registerActivitiesImplementations(activities);
    }
    List<Worker> shared =
        Stream.of(here.lightweight(), here.standard(), here.heavyweight(), here.merge())
            .map(
                queue ->
                    factory.newWorker(
                        queue,
                        held == null
                            ? steps
                            : versioned(
                                PoolOptions.places(places.slots(queue, here, settings.place())),
                                version)))
            .toList();
    shared.forEach(worker -> worker.registerActivitiesImplementations(activities));
    if (held != null) {
      shared.forEach(worker -> worker.registerActivitiesImplementations(held));
    }
    return shared;
  }

  /** A run stays with the build on which it began, whatever is the current one. */
  private static WorkerOptions versioned(WorkerOptions options, @Nullable WorkerVersion version) {
    return version == null
        ? options
        : WorkerOptions.newBuilder(options)
            .setDeploymentOptions(
                WorkerDeploymentOptions.newBuilder()
                    .setVersion(new WorkerDeploymentVersion(version.deployment(), version.build()))
                    .setUseVersioning(true)
                    .setDefaultVersioningBehavior(VersioningBehavior.PINNED)
                    .build())
            .build();
  }

  /**
   * Takes nothing new, lets steps finish for {@code limit}, then gives the rest back for other
   * workers.
   */
  public synchronized void drain(Duration limit) {
    if (drained) {
      return;
    }
    drained = true;
    if (shared != null) {
      shared.drain();
    }
    factory.shutdown();
    if (!tokens.idle()) {
      await(limit);
    }
    tokens.release();
    if (!tokens.idle()) {
      await(LETTING_GO);
    }
    boolean idle = tokens.idle();
    tokens.giveBack(completion);
    factory.shutdownNow();
    if (!idle) {
      await(LETTING_GO);
    }
    owner.close();
  }

  private void await(Duration limit) {
    factory.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends what is under way, for other workers to take. */
  @Override
  public void close() {
    drain(Duration.ZERO);
  }
}
