package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.port.ToyWorkflow.Lines;
import dev.aidp.workflows.temporal.RunPlace;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.PollActivityTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker's process is killed; another one of the same machine takes over what it left. */
@Timeout(300)
class TemporalRecoveryTest {

  private static final String ID = "f-toy";

  @TempDir Path state;

  /** The process that is killed. */
  static final class Victim {

    private Victim() {}

    public static void main(String[] args) throws Exception {
      RecordedSteps steps = new RecordedSteps();
      TemporalEngine engine = connect(args[0], args[1], Path.of(args[2]));
      engine.host(List.of(steps));
      engine.start(ID, ToyWorkflow.class, toy -> toy.run("input"));
      steps.awaitWorking();
      System.out.println("working");
      new java.util.concurrent.CountDownLatch(1).await();
    }
  }

  private static TemporalEngine connect(String target, String place, Path state) {
    return TemporalEngine.connect(
        TemporalSettings.of(target, new RunPlace(place, place), state),
        List.of(Toy.run(TemporalRecoveryTest::program)));
  }

  private static void program(Toy toy) {
    toy.write(toy.commands().echo("before"));
    toy.context().until(() -> toy.heard().contains("stop"), () -> toy.commands().work("hard"));
    toy.write(toy.command("after").echo("after"));
  }

  @Test
  void the_step_under_way_begins_anew_at_once_and_recorded_ones_do_not() throws Exception {
    String place = UUID.randomUUID().toString();
    String target = DevServer.shared().target();
    Process victim = victim(target, place);
    try (BufferedReader said = victim.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("working");
    } finally {
      victim.destroyForcibly().waitFor();
    }

    RecordedSteps steps = new RecordedSteps();
    try (TemporalEngine engine = connect(target, place, state)) {
      long began = System.nanoTime();
      engine.host(List.of(steps));
      steps.awaitWorking();
      Duration taken = Duration.ofNanos(System.nanoTime() - began);
      System.out.println("taken over after " + taken.toMillis() + " ms");
      engine.signal(ID, ToyWorkflow.class, toy -> toy.say("stop"));

      assertThat(engine.result(ID, Lines.class).get(180, TimeUnit.SECONDS).orThrow().lines())
          .containsExactly("before", "after");
      assertThat(steps.performed()).containsExactly("begun hard", "stopped hard", "echo after");
      assertNoTimeOut(target, place);
    }
  }

  @Test
  void a_step_that_a_dead_worker_was_given_and_never_began_is_given_to_the_next_at_once()
      throws Exception {
    assertGivenToTheNextAtOnce(token -> {}, engine -> assertThat(engine.adopt(ID)).isTrue());
  }

  @Test
  void a_step_that_a_dead_worker_had_ended_and_not_answered_is_given_to_the_next_at_once()
      throws Exception {
    assertGivenToTheNextAtOnce(
        token -> {
          Path dead = Files.createDirectories(state.resolve("tokens/dead"));
          String target = DevServer.shared().target();
          String line =
              "{\"server\": \"%s default\", \"step\": \"before\", \"token\": \"%s\"}"
                  .formatted(target, Base64.getEncoder().encodeToString(token));
          Files.writeString(dead.resolve("1.ended"), line);
        },
        engine -> {});
  }

  private interface Left {
    void by(byte[] token) throws IOException;
  }

  private void assertGivenToTheNextAtOnce(Left left, Consumer<TemporalEngine> next)
      throws Exception {
    String place = UUID.randomUUID().toString();
    String target = DevServer.shared().target();
    long given;
    try (TemporalEngine thinking = connect(target, place, state)) {
      thinking.host(List.of());
      thinking.start(ID, ToyWorkflow.class, toy -> toy.run("input"));
      left.by(take(target, "aidp-standard-" + place));
      given = System.nanoTime();
    }

    RecordedSteps steps = new RecordedSteps();
    try (TemporalEngine engine = connect(target, place, state)) {
      engine.host(List.of(steps));
      next.accept(engine);
      steps.awaitWorking();
      Duration taken = Duration.ofNanos(System.nanoTime() - given);
      System.out.println("given to the next after " + taken.toMillis() + " ms");
      engine.signal(ID, ToyWorkflow.class, toy -> toy.say("stop"));

      assertThat(engine.result(ID, Lines.class).get(180, TimeUnit.SECONDS).orThrow().lines())
          .containsExactly("before", "after");
      assertNoTimeOut(target, place);
    }
  }

  /**
   * Nobody has waited for the heartbeat time-out, which is 10 s from when the step was given to the
   * dead one, and for the pause before a repeat: each repeat follows another failure.
   */
  private static void assertNoTimeOut(String target, String place) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    try {
      assertThat(
              WorkflowClient.newInstance(stubs)
                  .fetchHistory(new RunPlace(place, place).workflowId(ID))
                  .getEvents())
          .filteredOn(HistoryEvent::hasActivityTaskStartedEventAttributes)
          .extracting(event -> event.getActivityTaskStartedEventAttributes().getLastFailure())
          .hasSizeGreaterThanOrEqualTo(3)
          .noneMatch(Failure::hasTimeoutFailureInfo)
          .anyMatch(failure -> !failure.getMessage().isEmpty());
    } finally {
      stubs.shutdownNow();
    }
  }

  /** What a worker does that dies the moment the server has handed it a step. */
  private byte[] take(String target, String queue) throws IOException {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    try {
      var taken =
          stubs
              .blockingStub()
              .pollActivityTaskQueue(
                  PollActivityTaskQueueRequest.newBuilder()
                      .setNamespace("default")
                      .setIdentity("aidp-dead@" + Files.readString(state.resolve("host")))
                      .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                      .build());
      assertThat(taken.getTaskToken().isEmpty()).isFalse();
      return taken.getTaskToken().toByteArray();
    } finally {
      stubs.shutdownNow();
    }
  }

  private Process victim(String target, String place) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            target,
            place,
            state.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
