package dev.aidp.runtime.flows;

import dev.aidp.agent.TurnResult;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.workflows.Workflows;
import dev.aidp.workflows.temporal.AidpPlugin;
import dev.aidp.workflows.temporal.Queues;
import dev.aidp.workflows.temporal.StepWatch;
import dev.aidp.workloop.IterationResult;
import io.temporal.api.testservice.v1.LockTimeSkippingRequest;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import io.temporal.api.testservice.v1.UnlockTimeSkippingRequest;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same day on Temporal, on the in-memory server whose time leaps. It does not leap while an
 * activity is under way, so a turn's activity ends at once and says how long the turn lasts; the
 * worker lets the workflow hear of it only then.
 */
class ScriptedDayOnTemporalTest {

  private static final String LASTED = "lasted ";

  /**
   * While a busy machine takes a unit from one turn to the next, the server's time leaps to what
   * ends in other lanes: the fewer leaps, the nearer to what native comes to.
   */
  private static final double LEAST = 0.5;

  /** A unit's end that has to be told once more is followed by no other unit. */
  private static final int LONGEST_HANDOVER_SECONDS = 30;

  @TempDir Path folder;

  @Test
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  void forty_units_are_all_done_and_the_open_windows_are_used() {
    Lasting lasting = new Lasting();
    try (TestWorkflowEnvironment server = server(lasting)) {
      lasting.time =
          TestServiceGrpc.newBlockingStub(server.getWorkflowServiceStubs().getRawChannel());
      Leaping time = new Leaping(server);
      ScriptedDay day = new ScriptedDay(time, 4);
      SmallWorld world = day.world(folder, ((InstantSource) time::now).withZone(ZoneOffset.UTC));
      var guarded = world.agents;
      world.agents =
          request -> {
            lasting.turn(request.work().unit());
            time.slept.set(Duration.ZERO);
            return lasting(guarded.turn(request), time.slept.get());
          };
      Queues queues = Queues.DEFAULT;
      for (String queue :
          List.of(
              queues.orchestrator(),
              queues.lightweight(),
              queues.standard(),
              queues.heavyweight(),
              queues.merge())) {
        server.newWorker(queue).registerActivitiesImplementations(world);
      }
      server.start();
      WorkflowStub feature =
          server
              .getWorkflowClient()
              .newUntypedWorkflowStub(
                  "AidpFeatureOrchestration",
                  WorkflowOptions.newBuilder()
                      .setWorkflowId("f")
                      .setTaskQueue(queues.orchestrator())
                      .build());
      feature.start(FeatureRequest.resolved(ScriptedDay.request()));

      FeatureState end = feature.getResult(FeatureState.class);

      day.check("on Temporal", end, time.now(), LEAST);
    }
  }

  private static TurnResult lasting(TurnResult result, Duration time) {
    return new TurnResult(
        result.state(),
        result.saysComplete(),
        new TurnResult.Texts(result.texts().reply(), LASTED + time),
        result.outputs(),
        result.failure());
  }

  private static TestWorkflowEnvironment server(Lasting lasting) {
    AidpPlugin plugin =
        new AidpPlugin(Workflows.definitions(), List.of(), Queues.DEFAULT, StepWatch.NONE);
    return TestWorkflowEnvironment.newInstance(
        TestEnvironmentOptions.newBuilder()
            .setInitialTime(ScriptedProviders.MIDNIGHT)
            .setWorkflowClientOptions(WorkflowClientOptions.newBuilder().setPlugins(plugin).build())
            .setWorkerFactoryOptions(
                WorkerFactoryOptions.newBuilder().setWorkerInterceptors(lasting).build())
            .build());
  }

  /**
   * Lets each turn last as long as it says, and lets no time leap between a unit's end and the
   * first turn of the next one: the server would leap to the end of some other lane's turn.
   */
  private static final class Lasting extends WorkerInterceptorBase {

    private TestServiceGrpc.@Nullable TestServiceBlockingStub time;
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ended = new AtomicInteger();
    private final Queue<CompletableFuture<Boolean>> held = new ConcurrentLinkedQueue<>();

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
      return new WorkflowInboundCallsInterceptorBase(next) {
        @Override
        public void init(WorkflowOutboundCallsInterceptor outbound) {
          super.init(new Turns(outbound));
        }

        @Override
        public WorkflowOutput execute(WorkflowInput input) {
          WorkflowOutput output = super.execute(input);
          boolean unit = Workflow.getInfo().getWorkflowType().equals("AidpAtomicUnit");
          if (unit && ended.incrementAndGet() <= ScriptedDay.UNITS - ScriptedDay.LANES) {
            hold();
          }
          return output;
        }
      };
    }

    private void hold() {
      var time = Objects.requireNonNull(this.time);
      var unused = time.lockTimeSkipping(LockTimeSkippingRequest.getDefaultInstance());
      CompletableFuture<Boolean> over = new CompletableFuture<>();
      var unusedEnd =
          over.completeOnTimeout(false, LONGEST_HANDOVER_SECONDS, TimeUnit.SECONDS)
              .thenApplyAsync(
                  in -> time.unlockTimeSkipping(UnlockTimeSkippingRequest.getDefaultInstance()));
      held.add(over);
    }

    /** A turn of {@code unit} is under way. */
    void turn(String unit) {
      if (begun.add(unit) && begun.size() > ScriptedDay.LANES) {
        CompletableFuture<Boolean> next = held.poll();
        if (next != null) {
          next.complete(true);
        }
      }
    }
  }

  private static final class Turns extends WorkflowOutboundCallsInterceptorBase {

    Turns(WorkflowOutboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
      ActivityOutput<R> output = super.executeActivity(input);
      return new ActivityOutput<>(
          output.getActivityId(),
          output
              .getResult()
              .thenCompose(result -> Workflow.newTimer(lasted(result)).thenApply(over -> result)));
    }

    private static Duration lasted(@Nullable Object result) {
      TurnResult turn = result instanceof IterationResult iteration ? iteration.turn() : null;
      return turn != null && turn.texts().tail().startsWith(LASTED)
          ? Duration.parse(turn.texts().tail().substring(LASTED.length()))
          : Duration.ZERO;
    }
  }

  /** The server's time. */
  private static final class Leaping implements ScriptedProviders.Time {

    private final TestWorkflowEnvironment server;
    private final ThreadLocal<Duration> slept = ThreadLocal.withInitial(() -> Duration.ZERO);

    Leaping(TestWorkflowEnvironment server) {
      this.server = server;
    }

    @Override
    public Instant now() {
      return Instant.ofEpochMilli(server.currentTimeMillis()).plus(slept.get());
    }

    @Override
    public void sleep(Duration time) {
      slept.set(slept.get().plus(time));
    }
  }
}
