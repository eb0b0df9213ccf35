package dev.aidp.workflows.workloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Check;
import dev.aidp.run.Limits;
import dev.aidp.run.Priority;
import dev.aidp.workflows.script.Samples;
import dev.aidp.workflows.script.ScriptedContext;
import dev.aidp.workflows.script.World;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.LoopPhase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoopTableTest {

  private interface Script {
    void write(World world, Steering steering, ScriptedContext context);
  }

  private final SetMultimap<LoopPhase, LoopPhase> visited = LinkedHashMultimap.create();

  @Test
  void a_wrong_transition_says_what_would_be_accepted() {
    assertThatThrownBy(() -> LoopTable.move(LoopPhase.TEST, LoopPhase.READY))
        .hasMessage("A loop in phase test goes on with pass, fail, done, not with ready");
    assertThatThrownBy(() -> LoopTable.move(LoopPhase.DONE, LoopPhase.READY))
        .hasMessageContaining("nothing");
  }

  @Test
  void draws_every_transition() {
    assertThat(diagram().lines())
        .startsWith("stateDiagram-v2", "  [*] --> ready")
        .contains("  diagnose --> next_patch", "  done --> [*]")
        .hasSize(3 + LoopTable.TRANSITIONS.size());
  }

  @Test
  void the_drawing_in_the_docs_is_that_of_the_table() throws Exception {
    Path page = Path.of("../docs/checks.md");
    String text = Files.readString(page);
    String start = "```mermaid\n";
    int from = text.indexOf(start) + start.length();
    int to = text.indexOf("```", from);
    String drawn = text.substring(0, from) + diagram() + text.substring(to);
    if (Boolean.getBoolean("aidp.draw")) {
      Files.writeString(page, drawn);
    }

    assertThat(text).as("write it with -Daidp.draw=true").isEqualTo(drawn);
  }

  /** Returns the table as a Mermaid state diagram. */
  private static String diagram() {
    return LoopTable.TRANSITIONS.entries().stream()
        .map(
            each -> "  %s --> %s\n".formatted(each.getKey().wireName(), each.getValue().wireName()))
        .collect(
            Collectors.joining(
                "",
                "stateDiagram-v2\n  [*] --> %s\n".formatted(LoopPhase.READY.wireName()),
                "  %s --> [*]\n".formatted(LoopPhase.DONE.wireName())));
  }

  @Test
  void real_loops_visit_every_transition_of_the_table() {
    run(
        (world, steering, context) ->
            world.checking(request -> World.report("t", request.iteration() > 1, "red")));
    run((world, steering, context) -> world.redWith("a"));
    run(
        (world, steering, context) ->
            world.checking(
                request -> {
                  steering.inject(Samples.instruction("late", Priority.NORMAL));
                  return World.report("t", true, "");
                }));
    run(
        (world, steering, context) ->
            world.agent("a", request -> world.fails(request, FailureKind.TRANSIENT)));
    run((world, steering, context) -> steering.cancel());
    run(
        (world, steering, context) ->
            world.agent(
                "a",
                request -> {
                  steering.cancel();
                  throw new StepCancelledException("stopped");
                }));
    run(
        (world, steering, context) ->
            world.checking(
                request -> {
                  steering.cancel();
                  throw new StepCancelledException("stopped");
                }));
    run(
        (world, steering, context) ->
            world.checking(
                request -> {
                  steering.pause();
                  context.whenIdle(steering::cancel);
                  return World.report("t", false, "red");
                }));

    run(
        (world, steering, context) ->
            world.agent(
                "a",
                request ->
                    new TurnResult(
                        request.state(),
                        false,
                        new TurnResult.Texts("r", "t", null, null, List.of(), "Which?", null),
                        List.of(),
                        null)));

    assertThat(visited.asMap()).isEqualTo(LoopTable.TRANSITIONS.asMap());
  }

  private void run(Script script) {
    World world = new World();
    Steering steering = new Steering();
    ScriptedContext context = new ScriptedContext("f", world, new Random(1));
    script.write(world, steering, context);
    LoopPhase[] last = {LoopPhase.READY};
    Limits few = Limits.defaults().withMaxIterations(3).withRetries(1).withMaxParallel(1);
    new UnitRun(
            context,
            steering,
            Samples.unit(PlanNode.of("a"), Samples.settings().withLimits(few)),
            Check.Phase.ON_COMPLETION,
            phase -> {
              if (phase != last[0]) {
                visited.put(last[0], phase);
              }
              last[0] = phase;
            })
        .run();
  }
}
