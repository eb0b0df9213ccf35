package dev.aidp.workflows.feature;

import static dev.aidp.workflows.script.Samples.feature;
import static dev.aidp.workflows.script.Samples.plan;
import static dev.aidp.workflows.script.Samples.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.aidp.agent.TurnRequest;
import dev.aidp.failure.FailureKind;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.script.ScriptedContext;
import dev.aidp.workflows.script.World;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DivisionTest {

  private final World world = new World();
  private final FeatureOrchestrationWorkflowImpl feature =
      new FeatureOrchestrationWorkflowImpl(new ScriptedContext("f", world, new Random(1)));

  @Test
  void a_unit_that_is_a_feature_gets_parts_and_whoever_needs_it_begins_with_their_work() {
    world.plan(plan(PlanNode.of("a"), divides("w", "a"), PlanNode.of("z", "w")));
    world.plan(plan(PlanNode.of("x"), PlanNode.of("y", "x")));
    leaves("w");

    FeatureState end = run(settings());

    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(end.units()).extracting(UnitReport::id).containsExactly("a", "w", "w-x", "w-y", "z");
    assertThat(end.units()).extracting(UnitReport::state).containsOnly(UnitState.MERGED);
    assertThat(begins("w", Role.PLANNER)).isEqualTo("a+base");
    assertThat(begins("w-y", Role.CODER)).isEqualTo("a+base+w-x");
    assertThat(begins("z", Role.CODER)).isEqualTo("a+base+w-x+w-y");
    assertThat(end.commit()).isEqualTo("#a+base+w-x+w-y+z");
    assertThat(unit(end, "w").tries().attempts()).as("the planning, and the look").isEqualTo(2);
  }

  @Test
  void an_agent_mends_what_is_red_when_the_parts_are_together() {
    world.plan(plan(divides("w")));
    world.plan(plan(PlanNode.of("x"), PlanNode.of("y")));
    world.redWith("w-x", "w-y");
    world.agent(
        "w",
        turn -> {
          if (turn.brief().feedback().isEmpty()) {
            return world.works(turn).withState(turn.state());
          }
          world.red.clear();
          return world.works(turn);
        });

    FeatureState end = run(settings());

    TurnRequest mends = world.turns.get(world.turns.size() - 1);
    assertThat(mends.work().unit()).isEqualTo("w");
    assertThat(mends.brief().feedback())
        .contains("done by others: w-x, w-y", "The check `test` failed", "1 test red");
    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(unit(end, "w").tries().attempts()).isEqualTo(3);
  }

  @Test
  void too_deep_a_unit_is_worked_on_whole() {
    world.plan(plan(divides("w")));
    world.plan(plan(divides("x")));
    leaves("w");

    FeatureState end = run(deep(1));

    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(world.turns)
        .filteredOn(turn -> turn.role() == Role.PLANNER)
        .extracting(turn -> turn.work().unit())
        .containsExactly("w");
    assertThat(end.commit()).isEqualTo("#base+w-x");
  }

  @Test
  void a_planner_gets_the_faults_of_the_parts_back_and_after_three_the_unit_alone_has_failed() {
    world.plan(plan(divides("w"), PlanNode.of("z")));
    world.badPlan("one").badPlan("two").badPlan("three").badPlan("four");

    FeatureState end = run(settings());

    assertThat(unit(end, "w").state()).isEqualTo(UnitState.FAILED);
    assertThat(unit(end, "w").error().message()).contains("four");
    assertThat(unit(end, "z").state()).isEqualTo(UnitState.COMPLETED);
    assertThat(world.turns.stream().filter(turn -> turn.role() == Role.PLANNER))
        .extracting(turn -> turn.brief().feedback())
        .satisfiesExactly(
            none -> assertThat(none).isEmpty(),
            one -> assertThat(one).contains("one"),
            two -> assertThat(two).contains("two"),
            three -> assertThat(three).contains("three"));
  }

  @Test
  void a_part_that_fails_costs_its_whole_and_no_more() {
    world.plan(plan(divides("w"), PlanNode.of("z")));
    world.plan(plan(PlanNode.of("x"), PlanNode.of("y")));
    world.agent("w-x", turn -> world.fails(turn, FailureKind.PERMANENT));

    FeatureState end = run(settings());

    assertThat(end.units())
        .extracting(UnitReport::id, UnitReport::state)
        .contains(
            tuple("w", UnitState.SKIPPED),
            tuple("w-y", UnitState.COMPLETED),
            tuple("z", UnitState.COMPLETED));
  }

  private FeatureState run(RunSettings settings) {
    return feature.run(FeatureRequest.resolved(feature(settings)));
  }

  private void leaves(String unit) {
    world.agent(unit, turn -> world.works(turn).withState(turn.state()));
  }

  private String begins(String unit, Role role) {
    return world.turns.stream()
        .filter(turn -> turn.work().unit().equals(unit) && turn.role() == role)
        .findFirst()
        .orElseThrow()
        .state()
        .tree();
  }

  private static UnitReport unit(FeatureState end, String id) {
    return end.units().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  private static RunSettings deep(int levels) {
    return settings().withGuards(settings().guards().withDepth(levels));
  }

  private static PlanNode divides(String id, String... needs) {
    return PlanNode.of(id, needs)
        .withRules(
            PlanNode.Rules.DEFAULT
                .withAllowNoChange(true)
                .withNesting(new PlanNode.Nesting(true, null, List.of())));
  }
}
