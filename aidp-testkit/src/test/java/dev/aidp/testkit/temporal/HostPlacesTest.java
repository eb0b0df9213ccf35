package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.failure.StepCancelledException;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.runtime.temporal.WorkerPlaces;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.workflow.Step;
import dev.aidp.workflows.temporal.Queues;
import dev.aidp.workflows.temporal.RunPlace;
import dev.aidp.workflows.temporal.StepTransport;
import io.temporal.activity.DynamicActivity;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that share queues; each is an engine with a worker and traces of its own. */
@Timeout(300)
class HostPlacesTest {

  private static final Duration BRIEF = Duration.ofSeconds(2);

  @TempDir Path folder;

  private final String repository = "repo-" + UUID.randomUUID();
  private final List<TemporalEngine> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(TemporalEngine::close);
  }

  private TemporalEngine host(String name, RecordedSteps steps, int places) {
    TemporalEngine engine = client(name);
    engine.host(List.of(steps), new WorkerPlaces(new PoolSizes(places, places, places)));
    return engine;
  }

  private TemporalEngine client(String name) {
    return client(name, StepTransport.NONE);
  }

  private TemporalEngine client(String name, StepTransport transport) {
    TemporalEngine engine =
        TemporalEngine.connect(
            new TemporalSettings(
                TemporalConnection.to(DevServer.shared().target()),
                new RunPlace(repository, ""),
                folder.resolve(name),
                queues(),
                null,
                transport,
                null),
            List.of(Toy.run(HostPlacesTest::program)));
    open.add(engine);
    return engine;
  }

  /** Those of this test only, as all tests share the server. */
  private Queues queues() {
    return Queues.DEFAULT.at(repository);
  }

  /** Two steps that belong together, with a wait between them. */
  private static void program(Toy toy) {
    if (toy.context().runId().equals("again")) {
      toy.context().onOneHost(Step.Weight.STANDARD, () -> toy.command("first").echo(toy.input()));
      if (toy.input().equals("x")) {
        toy.context().continueAsNew(ToyWorkflow.class, next -> next.run("y"));
      }
      return;
    }
    if (List.of("long", "lost").contains(toy.context().runId())) {
      toy.context().until(() -> toy.heard().contains("stop"), () -> toy.commands().work("hard"));
      return;
    }
    if (toy.context().runId().equals("brief")) {
      toy.write(toy.steps(Step.command().timeout(BRIEF).once()).echo("command"));
      toy.write(toy.steps(Step.quick().timeout(BRIEF).named("quick").once()).echo("quick"));
      return;
    }
    toy.context()
        .onOneHost(
            Step.Weight.STANDARD,
            () -> {
              toy.write(toy.command("first").echo("first"));
              toy.awaitHearing("go");
              toy.write(toy.command("second").echo("second"));
              toy.write(toy.command("third").echo("third"));
              return true;
            });
  }

  private static void end(TemporalEngine engine, String run) throws Exception {
    assertThat(
            engine
                .result(run, ToyWorkflow.Lines.class)
                .get(180, TimeUnit.SECONDS)
                .orThrow()
                .lines())
        .containsExactly("first", "second", "third");
  }

  @Test
  void steps_that_belong_together_are_performed_by_one_host() throws Exception {
    RecordedSteps one = new RecordedSteps();
    RecordedSteps two = new RecordedSteps();
    TemporalEngine first = host("one", one, 3);
    host("two", two, 3);
    for (int run = 0; run < 6; run++) {
      first.start("run-" + run, ToyWorkflow.class, toy -> toy.run("x"));
    }
    Await.until(
        () -> one.performed().size() == 3 && two.performed().size() == 3, "all places are taken");
    for (int run = 0; run < 6; run++) {
      first.signal("run-" + run, ToyWorkflow.class, toy -> toy.say("go"));
    }
    for (int run = 0; run < 6; run++) {
      end(first, "run-" + run);
    }
    for (RecordedSteps each : List.of(one, two)) {
      assertThat(each.performed())
          .containsExactlyInAnyOrderElementsOf(
              Collections.nCopies(3, List.of("echo first", "echo second", "echo third")).stream()
                  .flatMap(List::stream)
                  .toList());
    }
  }

  @Test
  void a_host_takes_as_many_as_it_has_places_for_and_the_rest_waits_for_another() throws Exception {
    RecordedSteps one = new RecordedSteps();
    TemporalEngine first = host("one", one, 2);
    for (int run = 0; run < 3; run++) {
      String id = "run-" + run;
      first.start(id, ToyWorkflow.class, toy -> toy.run("x"));
    }
    Await.until(() -> one.performed().size() == 2, "two places are taken");
    RecordedSteps two = new RecordedSteps();
    host("two", two, 2);
    Await.until(() -> two.performed().size() == 1, "the third is taken by the other host");
    assertThat(one.performed()).hasSize(2);
    for (int run = 0; run < 3; run++) {
      String id = "run-" + run;
      first.signal(id, ToyWorkflow.class, toy -> toy.say("go"));
      end(first, id);
    }
  }

  @Test
  void what_a_draining_host_held_goes_on_at_another_one() throws Exception {
    RecordedSteps one = new RecordedSteps();
    RecordedSteps two = new RecordedSteps();
    TemporalEngine first = host("one", one, 2);
    first.start("run", ToyWorkflow.class, toy -> toy.run("x"));
    Await.until(() -> one.performed().size() == 1, "the first step");
    TemporalEngine second = host("two", two, 2);
    first.drain(Duration.ofSeconds(5));
    second.signal("run", ToyWorkflow.class, toy -> toy.say("go"));
    end(second, "run");
    assertThat(one.performed()).containsExactly("echo first");
    assertThat(two.performed()).containsExactly("echo second", "echo third");
  }

  @Test
  void whoever_goes_on_with_a_run_leaves_the_steps_of_other_hosts_alone() throws Exception {
    RecordedSteps one = new RecordedSteps();
    RecordedSteps two = new RecordedSteps();
    TemporalEngine first = host("one", one, 2);
    first.start("long", ToyWorkflow.class, toy -> toy.run("x"));
    one.awaitWorking();
    TemporalEngine second = host("two", two, 2);
    assertThat(second.adopt("long")).isTrue();
    first.start("run", ToyWorkflow.class, toy -> toy.run("x"));
    first.signal("run", ToyWorkflow.class, toy -> toy.say("go"));
    end(first, "run"); // by then it would have heard
    second.signal("long", ToyWorkflow.class, toy -> toy.say("stop"));
    assertThat(second.result("long", ToyWorkflow.Lines.class).get(180, TimeUnit.SECONDS).orThrow())
        .isNotNull();
    assertThat(one.performed()).contains("begun hard", "stopped hard");
    assertThat(two.performed()).doesNotContain("begun hard");
  }

  @Test
  void a_lost_step_that_only_waits_for_a_free_slot_does_not_interrupt_its_run() throws Exception {
    RecordedSteps steps = new RecordedSteps();
    TemporalEngine full = host("full", steps, 1);
    full.start("long", ToyWorkflow.class, toy -> toy.run("x"));
    steps.awaitWorking();
    CountDownLatch begun = new CountDownLatch(1);
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(DevServer.shared().target())
                .build());
    WorkerFactory mute = WorkerFactory.newInstance(WorkflowClient.newInstance(stubs));
    try {
      mute.newWorker(queues().standard())
          .registerActivitiesImplementations((DynamicActivity) input -> waits(begun));
      mute.start();
      full.start("lost", ToyWorkflow.class, toy -> toy.run("x"));
      assertThat(begun.await(180, TimeUnit.SECONDS)).isTrue();
      mute.shutdown();
      Await.until(() -> lies(full), "the step has been lost, and is taken by nobody");

      assertThat(client("looking").condition("lost")).isEqualTo(Engine.Condition.OWNED);
      assertThat(steps.performed()).containsExactly("begun hard");
    } finally {
      mute.shutdownNow();
      stubs.shutdownNow();
      for (String run : List.of("long", "lost")) {
        full.signal(run, ToyWorkflow.class, toy -> toy.say("stop"));
      }
    }
  }

  /** Never beats; ends when it is interrupted. */
  private static String waits(CountDownLatch begun) {
    begun.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  private boolean lies(TemporalEngine engine) {
    return engine
        .beside("lost", of -> of)
        .client()
        .newUntypedWorkflowStub(repository + "/lost")
        .describe()
        .getRawDescription()
        .getPendingActivitiesList()
        .stream()
        .filter(step -> step.getLastFailure().hasTimeoutFailureInfo())
        .anyMatch(
            step ->
                Instant.ofEpochSecond(step.getScheduledTime().getSeconds())
                    .isBefore(Instant.now().minusSeconds(11)));
  }

  @Test
  void a_run_that_goes_on_as_new_asks_for_places_that_come_after_those_it_had() throws Exception {
    RecordedSteps one = new RecordedSteps();
    TemporalEngine first = host("one", one, 2);
    first.start("again", ToyWorkflow.class, toy -> toy.run("x"));
    assertThat(first.result("again", ToyWorkflow.Lines.class).get(180, TimeUnit.SECONDS).orThrow())
        .isNotNull();
    assertThat(one.performed()).containsExactly("echo x", "echo y");
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(DevServer.shared().target())
                .build());
    try {
      List<ActivityTaskScheduledEventAttributes> steps =
          WorkflowClient.newInstance(stubs).fetchHistory(repository + "/again").getEvents().stream()
              .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
              .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
              .toList();
      assertThat(steps)
          .filteredOn(asked -> asked.getActivityType().getName().equals("AidpHold"))
          .extracting(asked -> asked.getInput().getPayloads(0).getData().toStringUtf8())
          .containsExactly("2");
      assertThat(steps)
          .as("whose share of the queue each takes")
          .isNotEmpty()
          .allMatch(asked -> asked.getPriority().getFairnessKey().endsWith("/again"));
    } finally {
      stubs.shutdownNow();
    }
  }

  @Test
  void what_travels_for_longer_than_a_step_may_take_is_not_the_time_of_the_step() throws Exception {
    RecordedSteps steps = new RecordedSteps();
    TemporalEngine engine = client("one", new Slow());
    engine.host(List.of(steps), new WorkerPlaces(new PoolSizes(1, 1, 1)));

    engine.start("brief", ToyWorkflow.class, toy -> toy.run("x"));

    assertThat(
            engine
                .result("brief", ToyWorkflow.Lines.class)
                .get(180, TimeUnit.SECONDS)
                .orThrow()
                .lines())
        .containsExactly("command", "quick");
  }

  private static final class Slow implements StepTransport {

    @Override
    public void before(Carried step, String arguments) {
      takeTime();
    }

    @Override
    public void after(Carried step, String named, @Nullable Path log) {
      takeTime();
    }

    private static void takeTime() {
      try {
        boolean unused = new CountDownLatch(1).await(BRIEF.toMillis() + 500, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        throw new StepCancelledException("Interrupted on the way.");
      }
    }
  }
}
