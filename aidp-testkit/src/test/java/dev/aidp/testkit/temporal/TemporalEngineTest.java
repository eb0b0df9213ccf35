package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Engine.Condition;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.temporal.TemporalConnection;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.port.ToyWorkflow.Lines;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.temporal.AidpPlugin;
import dev.aidp.workflows.temporal.RunPlace;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What only Temporal does: servers that are lost, workers that come and go, other people's workers
 * and clients.
 */
@Timeout(300)
class TemporalEngineTest {

  private static final String ID = "f-toy";

  @TempDir Path state;

  private final RunPlace place =
      new RunPlace("repo-" + UUID.randomUUID(), UUID.randomUUID().toString());
  private final RecordedSteps steps = new RecordedSteps();
  private final java.util.ArrayList<TemporalEngine> engines = new java.util.ArrayList<>();

  private TemporalEngine engine(Toy.Program program) {
    TemporalEngine engine =
        TemporalEngine.connect(
            TemporalSettings.of(DevServer.shared().target(), place, state),
            List.of(Toy.run(program)));
    engines.add(engine);
    return engine;
  }

  @AfterEach
  void close() {
    engines.forEach(TemporalEngine::close);
  }

  private static void start(TemporalEngine engine) {
    engine.start(ID, ToyWorkflow.class, toy -> toy.run("input"));
  }

  private static Outcome<Lines> outcome(TemporalEngine engine) throws Exception {
    return engine.result(ID, Lines.class).get(180, TimeUnit.SECONDS);
  }

  private static List<String> lines(TemporalEngine engine) throws Exception {
    return outcome(engine).orThrow().lines();
  }

  private static List<String> asked(TemporalEngine engine) {
    return engine.query(ID, ToyWorkflow.class, ToyWorkflow::lines).lines();
  }

  @Test
  void messages_that_came_before_anybody_worked_are_heard_before_the_program_begins()
      throws Exception {
    TemporalEngine engine = engine(toy -> toy.heard().forEach(toy::write));
    start(engine);
    assertThat(engine.condition(ID)).isEqualTo(Condition.ORPHANED);
    assertThat(engine.adopt(ID)).isFalse();
    engine.signal(ID, ToyWorkflow.class, toy -> toy.say("early"));
    engine.signal(ID, ToyWorkflow.class, toy -> toy.say("bird"));
    engine.host(List.of(steps));

    assertThat(lines(engine)).containsExactly("early", "bird");
  }

  @Test
  void a_run_is_asked_without_any_worker_while_it_is_open_and_when_it_has_ended() throws Exception {
    Toy.Program program =
        toy -> {
          try {
            toy.write(toy.commands().echo("one"));
            toy.awaitHearing("go");
            toy.write(toy.command("two").echo("two"));
          } finally {
            toy.write("unwound"); // must not be seen of a run that is still open
          }
        };
    TemporalEngine working = engine(program);
    working.host(List.of(steps));
    start(working);
    Await.until(() -> asked(working).contains("one"), "the first step");
    working.drain(Duration.ofSeconds(5));

    TemporalEngine looking = engine(program);
    assertThat(asked(looking)).containsExactly("one");
    assertThat(looking.condition(ID)).isEqualTo(Condition.ORPHANED);
    looking.signal(ID, ToyWorkflow.class, toy -> toy.say("go"));
    looking.host(List.of(steps));
    assertThat(looking.adopt(ID)).isTrue();
    assertThat(lines(looking)).containsExactly("one", "two", "unwound");
    looking.drain(Duration.ofSeconds(5));

    assertThat(asked(looking)).containsExactly("one", "two", "unwound");
    assertThat(steps.performed()).containsExactly("echo one", "echo two");
  }

  @Test
  void a_machine_that_thinks_slowly_is_not_taken_for_a_program_that_has_changed() throws Exception {
    Toy.Program slow =
        toy -> {
          Uninterruptibles.sleepUninterruptibly(Duration.ofMillis(1_500));
          toy.write("thought");
          toy.awaitHearing("go");
        };
    TemporalEngine owner = engine(slow);
    owner.host(List.of(steps));
    start(owner);
    Await.until(() -> !asked(owner).isEmpty(), "its thought");
    owner.close();

    assertThat(asked(engine(slow))).containsExactly("thought");
  }

  @Test
  void a_run_that_nobody_has_begun_yet_says_so() {
    TemporalEngine engine = engine(toy -> toy.write("begun"));
    start(engine);

    assertThatThrownBy(() -> asked(engine)).hasMessageContaining("not begun");
  }

  @Test
  void runs_are_found_by_search_attributes() {
    TemporalEngine engine = engine(toy -> {});
    start(engine);
    WorkflowClient client = client(new AidpPlugin(List.of(), List.of()));
    String wanted = "AidpRun = '" + ID + "' AND AidpRepository = '" + place.repository() + "'";

    Await.until(() -> client.countWorkflows(wanted).getCount() > 0, "the server's index");
    client.getWorkflowServiceStubs().shutdownNow();
  }

  @Test
  void a_server_that_is_not_there_is_told_soon_with_a_remedy() {
    UnusableException e =
        catchThrowableOfType(
            UnusableException.class,
            () ->
                TemporalEngine.connect(
                    TemporalSettings.of("127.0.0.1:1", place, state), List.of()));

    assertThat(e).hasMessage("There is no Temporal server at 127.0.0.1:1.");
    assertThat(e.remedy())
        .contains("temporal server start-dev", "goes on")
        .doesNotContain("native");
  }

  @Test
  void a_namespace_that_is_not_there_is_told_as_such() {
    TemporalConnection nowhere =
        TemporalConnection.to(DevServer.shared().target()).withNamespace("nowhere");
    TemporalEngine engine =
        TemporalEngine.connect(TemporalSettings.of(nowhere, place, state), List.of());
    engines.add(engine);

    assertThatThrownBy(() -> engine.condition(ID))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void a_server_that_dies_interrupts_and_the_run_goes_on_when_it_is_back() throws Exception {
    try (DevServer server = DevServer.start()) {
      TemporalEngine engine =
          TemporalEngine.connect(
              TemporalSettings.of(server.target(), place, state),
              List.of(
                  Toy.run(
                      toy -> {
                        toy.write(toy.commands().echo("one"));
                        toy.awaitHearing("go");
                      })));
      engines.add(engine);
      engine.host(List.of(steps));
      start(engine);
      Await.until(() -> asked(engine).contains("one"), "the first step");
      CompletableFuture<Outcome<Lines>> awaited = engine.result(ID, Lines.class);
      server.kill();
      assertThat(awaited)
          .failsWithin(Duration.ofSeconds(120))
          .withThrowableThat()
          .withCauseInstanceOf(UnusableException.class);
      assertThatThrownBy(() -> engine.condition(ID)).isInstanceOf(UnusableException.class);
      server.restart();
      engine.signal(ID, ToyWorkflow.class, toy -> toy.say("go"));

      assertThat(lines(engine)).containsExactly("one");
      assertThat(steps.performed()).containsExactly("echo one");
    }
  }

  @Test
  void draining_gives_a_step_that_goes_on_to_the_next_worker() throws Exception {
    Toy.Program program =
        toy ->
            toy.write(
                toy.context()
                    .until(() -> toy.heard().contains("stop"), () -> toy.commands().work("w"))
                    .ok());
    TemporalEngine first = engine(program);
    first.host(List.of(steps));
    start(first);
    steps.awaitWorking();
    first.drain(Duration.ofMillis(100));
    assertThat(steps.performed()).containsExactly("begun w", "stopped w");

    RecordedSteps others = new RecordedSteps();
    TemporalEngine second = engine(program);
    second.host(List.of(others));
    others.awaitWorking();
    second.signal(ID, ToyWorkflow.class, toy -> toy.say("stop"));

    assertThat(lines(second)).containsExactly("false");
    assertThat(others.performed()).containsExactly("begun w", "stopped w");
  }

  @Test
  void draining_lets_a_step_finish_in_time() throws Exception {
    TemporalEngine engine = engine(toy -> toy.write(toy.commands().meet("met", 2)));
    engine.host(List.of(steps));
    start(engine);
    steps.awaitMeeting();
    Thread other = new Thread(() -> steps.meet("other", 2));
    other.start();
    engine.drain(Duration.ofSeconds(20));
    other.join();
    engine.host(List.of(steps));

    assertThat(lines(engine)).containsExactly("met");
  }

  @Test
  void an_iteration_of_two_steps_takes_twelve_events_and_two_workflow_tasks() throws Exception {
    int iterations = 20;
    TemporalEngine engine =
        engine(
            toy -> {
              for (int i = 0; i < iterations; i++) {
                toy.context().scope("iteration-" + i, () -> twoSteps(toy));
              }
            });
    engine.host(List.of(steps));
    start(engine);
    assertThat(lines(engine)).isEmpty();

    List<HistoryEvent> events =
        undisturbed(
            client(new AidpPlugin(List.of(), List.of()))
                .fetchHistory(place.workflowId(ID))
                .getEvents());
    long tasks =
        events.stream()
            .filter(e -> e.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
            .count();
    assertThat(events.size() / (double) iterations).isLessThanOrEqualTo(12.2 + 5.0 / iterations);
    assertThat(tasks / (double) iterations).isLessThanOrEqualTo(2.2);
  }

  /** A machine that is busy may not take a workflow task in time; it is offered once more then. */
  private static List<HistoryEvent> undisturbed(List<HistoryEvent> events) {
    Set<Long> inVain = new HashSet<>();
    for (HistoryEvent event : events) {
      if (event.hasWorkflowTaskTimedOutEventAttributes()) {
        inVain.add(event.getEventId());
        inVain.add(event.getWorkflowTaskTimedOutEventAttributes().getScheduledEventId());
        inVain.add(event.getWorkflowTaskTimedOutEventAttributes().getStartedEventId());
      }
    }
    return events.stream().filter(event -> !inVain.contains(event.getEventId())).toList();
  }

  private static String twoSteps(Toy toy) {
    toy.context()
        .until(() -> toy.heard().contains("stop"), () -> toy.command("agent").echo("agent"));
    return toy.command("checks").echo("checks");
  }

  @Test
  void a_value_that_is_too_large_to_send_fails_the_run_and_names_its_type() throws Exception {
    TemporalEngine engine = engine(toy -> toy.commands().echo("x".repeat(2 * 1024 * 1024)));
    engine.host(List.of(steps));
    start(engine);

    Outcome.Failed<Lines> failed = (Outcome.Failed<Lines>) outcome(engine);
    assertThat(failed.failure().kind()).isEqualTo(FailureKind.PERMANENT);
    assertThat(failed.failure().message()).contains("java.lang.String").contains("reference");
  }

  @Test
  void other_peoples_clients_and_workers_run_it_by_the_plugin() {
    WorkflowClient client =
        client(
            new AidpPlugin(
                List.of(Toy.run(toy -> toy.write(toy.commands().key()))), List.of(steps)));
    WorkerFactory factory = WorkerFactory.newInstance(client);
    String queue = "theirs-" + UUID.randomUUID();
    factory.newWorker(queue);
    factory.newWorker("aidp-standard");
    factory.start();
    try {
      String id = "theirs/" + UUID.randomUUID();
      ToyWorkflow toy =
          client.newWorkflowStub(
              ToyWorkflow.class,
              WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(queue).build());

      assertThat(toy.run("hello").lines()).containsExactly(id + ":key");
    } finally {
      factory.shutdownNow();
      factory.awaitTermination(5, TimeUnit.SECONDS);
      client.getWorkflowServiceStubs().shutdownNow();
    }
  }

  private static WorkflowClient client(AidpPlugin plugin) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(DevServer.shared().target())
                .build());
    return WorkflowClient.newInstance(
        stubs, WorkflowClientOptions.newBuilder().setPlugins(plugin).build());
  }
}
