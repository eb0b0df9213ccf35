package dev.aidp.workflows.temporal;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.UsageException;
import dev.aidp.workflow.WorkflowDefinition;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.SimplePlugin;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a Temporal client and its workers need for Aidp: the JSON form, the steps' keys,
 * workflows, activities.
 *
 * <p>By plugin: {@code WorkflowClientOptions.setPlugins(plugin)} once; every worker made from that
 * client then runs what it holds. A converter and a codec that the client was given stay.
 *
 * <p>By hand, three things: a client with {@link WireConverter#over}, a factory with {@link
 * #interceptor}, and {@link #registerOn(WorkerFactory)} or {@link #registerOn(Worker)}.
 *
 * <pre>{@code
 * AidpPlugin plugin = aidp.plugin().onQueue("agents");
 * WorkflowClient client =
 *     WorkflowClient.newInstance(
 *         stubs, WorkflowClientOptions.newBuilder().setPlugins(plugin).build());
 * WorkerFactory factory = WorkerFactory.newInstance(client);
 * factory.newWorker("agents").registerWorkflowImplementationTypes(YourWorkflow.class);
 * factory.start();
 * }</pre>
 */
public final class AidpPlugin extends SimplePlugin {

  private final ImmutableList<WorkflowDefinition<?>> definitions;
  private final ImmutableList<Object> activities;
  private final Queues queues;
  private final StepWatch watch;
  private final StepTransport transport;
  private final @Nullable ArtifactStore store;

  /** Makes one that brings {@code definitions} and the implementations {@code activities}. */
  public AidpPlugin(List<WorkflowDefinition<?>> definitions, List<?> activities) {
    this(definitions, activities, Queues.DEFAULT, StepWatch.NONE);
  }

  /** Makes one with other names of queues, and somebody who watches the steps. */
  public AidpPlugin(
      List<WorkflowDefinition<?>> definitions, List<?> activities, Queues queues, StepWatch watch) {
    this(definitions, activities, queues, watch, StepTransport.NONE);
  }

  /** Makes one whose steps may be performed on hosts that share no disk. */
  public AidpPlugin(
      List<WorkflowDefinition<?>> definitions,
      List<?> activities,
      Queues queues,
      StepWatch watch,
      StepTransport transport) {
    this(definitions, activities, queues, watch, transport, null);
  }

  private AidpPlugin(
      List<WorkflowDefinition<?>> definitions,
      List<?> activities,
      Queues queues,
      StepWatch watch,
      StepTransport transport,
      @Nullable ArtifactStore store) {
    super(
        SimplePlugin.newBuilder("dev.aidp")
            .customizeDataConverter(theirs -> converter(theirs, store))
            .addWorkerInterceptors(new StepInterceptor(watch, transport)));
    this.definitions = ImmutableList.copyOf(definitions);
    this.activities = ImmutableList.copyOf(activities);
    this.queues = queues;
    this.watch = watch;
    this.transport = transport;
    this.store = store;
  }

  private static DataConverter converter(DataConverter theirs, @Nullable ArtifactStore store) {
    DataConverter over = WireConverter.over(theirs);
    return store != null && over instanceof WireConverter ours ? ours.storing(store) : over;
  }

  /**
   * Returns a copy by which large values go by reference within runs; all clients and workers that
   * perform them must have the store. Null: as values.
   */
  public AidpPlugin storing(@Nullable ArtifactStore in) {
    return new AidpPlugin(definitions, activities, queues, watch, transport, in);
  }

  /** Returns a copy for workers of one queue: its workflows and all their steps run there. */
  public AidpPlugin onQueue(String queue) {
    return new AidpPlugin(
        definitions,
        activities,
        new Queues(queue, queue, queue, queue, queue),
        watch,
        transport,
        store);
  }

  /** Returns what a factory needs whose client does not have this plugin. */
  public WorkerInterceptor interceptor() {
    return new StepInterceptor(watch, transport);
  }

  /**
   * Makes the workers of all queues on {@code factory}, which must not have been started.
   *
   * @throws UsageException if its client has another converter
   */
  public void registerOn(WorkerFactory factory) {
    WorkflowClientOptions client = factory.getWorkflowClient().getOptions();
    if (!(client.getDataConverter() instanceof WireConverter)) {
      throw new UsageException(
          "The client of these workers cannot read Aidp's values.",
          null,
          "Give it this plugin, or setDataConverter(WireConverter.over(theirs)).");
    }
    boolean byPlugin = Arrays.asList(client.getPlugins()).contains(this);
    for (String queue :
        ImmutableSet.of(
            queues.orchestrator(),
            queues.lightweight(),
            queues.standard(),
            queues.heavyweight(),
            queues.merge())) {
      Worker worker = factory.newWorker(queue, PoolOptions.of(queue, queues));
      if (!byPlugin) {
        registerOn(worker);
      }
    }
  }

  /**
   * Registers on {@code worker}, which must not have been started: on the queue of steps only the
   * activities, on any other the workflows too.
   */
  public void registerOn(Worker worker) {
    if (!queues.onlySteps(worker.getTaskQueue())) {
      definitions.forEach(
          definition -> TemporalWorkflows.register(worker, queues, false, definition));
    }
    if (!activities.isEmpty()) {
      worker.registerActivitiesImplementations(activities.toArray());
    }
  }

  @Override
  public void initializeWorker(String queue, Worker worker) {
    registerOn(worker);
  }

  @Override
  public void configureWorker(String queue, WorkerOptions.Builder options) {
    if (!activities.isEmpty() && options.build().getMaxHeartbeatThrottleInterval() == null) {
      PoolOptions.beating(options);
    }
  }
}
