package dev.aidp.workflows.workloop;

import static dev.aidp.workflows.script.Samples.settings;
import static dev.aidp.workflows.script.Samples.tip;
import static dev.aidp.workflows.script.Samples.unit;
import static dev.aidp.workflows.script.World.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.FailureKind;
import dev.aidp.git.JoinRequest;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Priority;
import dev.aidp.run.UnitAction;
import dev.aidp.run.UnitAction.Poll;
import dev.aidp.run.UnitState;
import dev.aidp.workflow.Step;
import dev.aidp.workflows.script.Samples;
import dev.aidp.workflows.script.ScriptedContext;
import dev.aidp.workflows.script.World;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.WorkLoopRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Units that are a command, or wait for one. */
class ActionUnitTest {

  private static final Poll EACH_MINUTE =
      new Poll(Duration.ofMinutes(1), 2, Duration.ofMinutes(20));

  private final World world = new World();
  private final ScriptedContext context = new ScriptedContext("f/a", world, new Random(1));
  private final WorkLoopWorkflowImpl loop = new WorkLoopWorkflowImpl(context);

  @Test
  void a_command_is_one_turn_and_its_work_is_committed() {
    UnitResult result = run(UnitAction.run("make all"));

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(world.branches).containsEntry("b/a", "#a+base");
    assertThat(world.turns)
        .singleElement()
        .extracting(turn -> turn.asked().agent().command())
        .isEqualTo("make all");
  }

  @Test
  void a_command_that_fails_or_leaves_red_checks_is_not_run_again() {
    world.agent("a", turn -> world.fails(turn, FailureKind.PERMANENT));
    assertThat(run(UnitAction.run("false")).report().state()).isEqualTo(UnitState.FAILED);
    assertThat(world.turns).hasSize(1);

    World red = new World().checking(request -> report("unit", false, "no"));
    WorkLoopWorkflowImpl other =
        new WorkLoopWorkflowImpl(new ScriptedContext("f/a", red, new Random(1)));
    UnitResult result =
        other.run(WorkLoopRequest.resolved(unit(node(UnitAction.run("x")), settings())));

    assertThat(result.report().error().message()).contains("red: unit");
    assertThat(red.turns).hasSize(1);
  }

  @Test
  void a_command_hears_nothing() {
    world.agent(
        "a",
        turn -> {
          loop.injectInstruction(Samples.instruction("i1", Priority.HIGH));
          return world.works(turn);
        });
    loop.injectInstruction(Samples.instruction("i0", Priority.HIGH));

    UnitResult result = run(UnitAction.run("x"));

    assertThat(world.turns.get(0).brief().instructions()).isEmpty();
    assertThat(result.report().warnings())
        .filteredOn(each -> each.contains("text of i"))
        .hasSize(2);
  }

  @Test
  void a_wait_looks_again_after_longer_and_longer_intervals() {
    Instant begin = world.now;
    there(4);

    UnitResult result = run(UnitAction.until("./up.sh", EACH_MINUTE));

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(context.waits()).extracting(Duration::toMinutes).containsExactly(1L, 2L, 4L);
    assertThat(result.report().times().startedAt()).isEqualTo(begin);
    assertThat(context.keys())
        .contains("look-1/attempt-1/iteration-1/agent", "look-4/attempt-1/commit");
    assertThat(world.checks).allMatch(checks -> world.turns.size() == 4);
  }

  @Test
  void a_wait_ends_with_its_time() {
    there(100);

    UnitResult result = run(UnitAction.until("./up.sh", EACH_MINUTE));

    assertThat(result.report().state()).isEqualTo(UnitState.FAILED);
    assertThat(result.report().error().message())
        .contains("not there within PT20M (6 looks)", "It is permanent");
    assertThat(context.waits()).extracting(Duration::toMinutes).containsExactly(1L, 2L, 4L, 8L, 5L);
    assertThat(world.checks).isEmpty();
  }

  @Test
  void a_wait_looks_at_once_when_it_is_told_to_go_on_and_ends_when_it_is_told_to() {
    there(3);
    context.whenIdle(loop::resume);
    context.whenIdle(
        () -> {
          assertThat(loop.status().parked().agents()).containsExactly("./up.sh");
          loop.cancel();
        });

    UnitResult result = run(UnitAction.until("./up.sh", EACH_MINUTE));

    assertThat(result.cancelled()).isTrue();
    assertThat(result.report().state()).isEqualTo(UnitState.FAILED);
    assertThat(world.turns).hasSize(2);
    assertThat(context.waits()).isEmpty();
  }

  @Test
  void what_a_wait_needs_is_joined_once() {
    there(3);
    JoinRequest.UnitHead[] needs = {tip("x"), tip("y")};

    UnitResult result =
        loop.run(
            WorkLoopRequest.resolved(
                unit(node(UnitAction.until("./up.sh", EACH_MINUTE)), settings(), needs)));

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(world.branches).containsEntry("b/a", "#a+base+x+y");
    assertThat(context.keys()).filteredOn(key -> key.contains("needs")).hasSize(1);
  }

  private void there(int look) {
    world.agent(
        "a",
        turn -> world.turns.size() < look ? world.fails(turn, FailureKind.PERMANENT) : met(turn));
  }

  private TurnResult met(TurnRequest turn) {
    return world.works(turn);
  }

  private UnitResult run(UnitAction action) {
    return loop.run(WorkLoopRequest.resolved(unit(node(action), settings())));
  }

  private static PlanNode node(UnitAction action) {
    return new PlanNode(
        "a",
        List.of(),
        Step.Weight.STANDARD,
        PlanNode.Rules.DEFAULT.withAllowNoChange(true).withAction(action),
        List.of(),
        List.of(),
        List.of());
  }
}
