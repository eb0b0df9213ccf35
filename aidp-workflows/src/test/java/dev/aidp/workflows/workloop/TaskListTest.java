package dev.aidp.workflows.workloop;

import static dev.aidp.workflows.script.Samples.settings;
import static dev.aidp.workflows.script.Samples.unit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.agent.TaskNote;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.script.ScriptedContext;
import dev.aidp.workflows.script.World;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.WorkLoopRequest;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskListTest {

  private final World world = new World();
  private final WorkLoopWorkflowImpl loop =
      new WorkLoopWorkflowImpl(new ScriptedContext("f/a", world, new Random(1)));

  @Test
  void a_unit_is_not_done_while_a_task_of_its_agent_is_open() {
    world.agent(
        "a",
        turn ->
            switch (turn.iteration()) {
              case 1 -> noting(turn, filed("Write the docs"), filed("Test it"));
              case 2 -> noting(turn, new TaskNote(1, "done"));
              default -> noting(turn, new TaskNote(2, "done"));
            });

    UnitResult result = run();

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(result.report().tries().iterations()).isEqualTo(3);
    assertThat(result.report().warnings()).isEmpty();
    assertThat(world.turns.get(1).brief().feedback())
        .contains(
            "Task 1 is open: Write the docs", "Task 2 is open: Test it", "Update task: N done");
    assertThat(world.turns.get(2).brief().feedback())
        .contains("Task 2 is open")
        .doesNotContain("Task 1 is open");
  }

  @Test
  void what_is_open_is_told_while_it_runs_and_when_it_has_failed() {
    world.agent(
        "a",
        turn -> {
          if (turn.iteration() == 2) {
            assertThat(loop.status().unit().warnings()).contains("Task 1 is open: Write the docs");
          }
          return noting(turn, filed("Write the docs"));
        });

    UnitResult result = run();

    assertThat(result.report().error().message()).startsWith("Stuck: ").contains("Task 1 is open");
    assertThat(result.report().warnings()).containsOnlyOnce("Task 1 is open: Write the docs");
  }

  @Test
  void a_task_can_be_opened_again_and_numbers_of_none_mean_nothing() {
    TaskList list =
        new TaskList(List.of())
            .after(List.of(filed("a"), filed("a"), filed("b"), new TaskNote(1, "done")))
            .after(
                List.of(new TaskNote(7, "done"), new TaskNote(1, "open"), new TaskNote(2, "done")));

    assertThat(list.open()).containsExactly("Task 1 is open: a");
    assertThat(list.after(List.of(new TaskNote(1, "done"), filed("a"))).open())
        .containsExactly("Task 3 is open: a");
    TaskList many =
        new TaskList(List.of())
            .after(IntStream.range(0, 200).mapToObj(i -> filed("t" + i)).toList());
    assertThat(many.open()).hasSize(TaskList.MOST);
  }

  private static TaskNote filed(String text) {
    return new TaskNote(null, text);
  }

  private TurnResult noting(TurnRequest turn, TaskNote... notes) {
    return world
        .works(turn)
        .withTexts(new TurnResult.Texts("reply", "tail", null, null, List.of(notes), null, null));
  }

  private UnitResult run() {
    return loop.run(WorkLoopRequest.resolved(unit(PlanNode.of("a"), settings())));
  }
}
