package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.aidp.StartOptions;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.workloop.Checkpoint;
import dev.aidp.workloop.WorkLoopRequest;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A loop of two hundred iterations is far from the limits of a history, and each costs as much. */
@Timeout(900)
class LongLoopTest {

  private static final int ITERATIONS = 200;
  private static final int PART = 50;

  /** The service ends a workflow at 51,200 events, or 50 MB. */
  private static final int MOST_EVENTS = 51_200 / 20;

  private static final int MOST_BYTES = (50 << 20) / 20;

  @TempDir Path folder;

  private record Cost(int events, int bytes) {}

  @Test
  void two_hundred_iterations_stay_within_a_twentieth_of_the_limits_and_the_last_cost_as_the_first()
      throws Exception {
    String target = DevServer.shared().target();
    try (Stage stage = Stage.onTemporal(folder, target)) {
      stage.agent().coder("loop", Act.complete().shell("echo $iteration >> lines.txt"));
      WorkLoopRequest request =
          WorkLoopRequest.of("Write two hundred lines.")
              .agentCommand(stage.agent().command())
              .check("lines", "wc -l < lines.txt; test $(wc -l < lines.txt) -ge " + ITERATIONS)
              .set("limits.max_iterations", ITERATIONS);
      var run = stage.aidp().start(request, StartOptions.id("long").on("temporal"));
      RunView view = Stage.end(run, Duration.ofMinutes(10));

      assertThat(view.state()).as("%s", view.error()).isEqualTo(RunState.COMPLETED);
      List<Checkpoint> all = run.checkpoints();
      assertThat(all).hasSize(ITERATIONS);
      assertThat(all.stream().filter(Checkpoint::regular)).hasSize(ITERATIONS / 5);
      List<HistoryEvent> history = history(target, Objects.requireNonNull(view.run().workflowId()));
      Cost whole = cost(history);
      Cost first = between(history, 1, PART + 1);
      Cost last = between(history, ITERATIONS - PART, ITERATIONS);
      System.out.printf("whole %s, first fifty %s, last fifty %s%n", whole, first, last);
      assertThat(whole.events()).isLessThan(MOST_EVENTS);
      assertThat(whole.bytes()).isLessThan(MOST_BYTES);
      assertThat(last.events()).isLessThanOrEqualTo(first.events() * 21 / 20);
      assertThat(last.bytes()).isLessThanOrEqualTo(first.bytes() * 21 / 20);
    }
  }

  private static List<HistoryEvent> history(String target, String workflow) {
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    try {
      return ImmutableList.copyOf(
          WorkflowClient.newInstance(stubs).fetchHistory(workflow).getEvents());
    } finally {
      stubs.shutdownNow();
    }
  }

  /** Returns what the iterations from {@code from} on have cost, before {@code to} began. */
  private static Cost between(List<HistoryEvent> history, int from, int to) {
    List<Integer> begins = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      HistoryEvent event = history.get(i);
      if (event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
          && event
              .getActivityTaskScheduledEventAttributes()
              .getActivityType()
              .getName()
              .equals("AidpIteration")) {
        begins.add(i);
      }
    }
    assertThat(begins).hasSize(ITERATIONS);
    return cost(history.subList(begins.get(from - 1), begins.get(to - 1)));
  }

  private static Cost cost(List<HistoryEvent> events) {
    return new Cost(events.size(), events.stream().mapToInt(HistoryEvent::getSerializedSize).sum());
  }
}
