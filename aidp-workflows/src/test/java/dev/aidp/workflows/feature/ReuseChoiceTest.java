package dev.aidp.workflows.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.feature.EarlierResult;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Instruction;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.Priority;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReuseChoiceTest {

  private static final UnitGraph GRAPH =
      UnitGraph.of(
          new PlanGraph(
              "plan", List.of(PlanNode.of("a"), PlanNode.of("b", "a"), PlanNode.of("c"))));

  private static ReuseChoice choice(String... finished) {
    List<UnitReport> reports =
        Stream.of("a", "b", "c")
            .map(id -> UnitReport.unstarted(id, UnitState.PENDING, "branch"))
            .map(
                unit ->
                    Set.of(finished).contains(unit.id())
                        ? unit.withState(UnitState.COMPLETED).at("new-" + unit.id())
                        : unit)
            .toList();
    return new ReuseChoice(
        GRAPH, FeatureProgress.begin().planned(GRAPH, reports, List.of(), List.of()));
  }

  private static EarlierResult known(String unit, UnitHead... needs) {
    return new EarlierResult(unit, "old", "old-" + unit, "base", List.of(needs), List.of());
  }

  private static List<String> chosen(ReuseChoice choice, EarlierResult... known) {
    return choice.chosen(List.of("a", "b", "c"), List.of(known)).stream()
        .map(EarlierResult::unit)
        .toList();
  }

  @Test
  void what_stands_on_just_what_is_taken_too_is_taken() {
    assertThat(chosen(choice(), known("a"), known("b", new UnitHead("a", "old-a"))))
        .containsExactly("a", "b");
    assertThat(chosen(choice("a"), known("b", new UnitHead("a", "new-a")))).containsExactly("b");
  }

  @Test
  void what_stands_on_something_else_is_not() {
    assertThat(chosen(choice(), known("b", new UnitHead("a", "old-a")))).isEmpty();
    assertThat(chosen(choice("a"), known("b", new UnitHead("a", "old-a")))).isEmpty();
    assertThat(chosen(choice(), known("a"), known("b"))).containsExactly("a");
    assertThat(choice().chosen(List.of("c"), List.of(known("a")))).isEmpty();
  }

  @Test
  void what_was_done_before_or_by_what_a_person_said_is_not_left_for_later_runs() {
    GuardUpdate ofC = new GuardUpdate(ImmutableMap.of("max_files", 3), "c");
    InstructionReceipt told =
        InstructionReceipt.pending(new Instruction("i", "Mind it.", Priority.NORMAL, "a"));

    assertThat(choice("a", "b", "c").kept(ImmutableSet.of("a"), List.of(ofC), List.of()))
        .containsExactly("b");
    assertThat(
            choice("a", "c").kept(ImmutableSet.of(), List.of(), List.of(told.consumed("a", 1, 2))))
        .containsExactly("c");
    assertThat(choice("a", "c").kept(ImmutableSet.of(), List.of(), List.of(told.rejected("Late."))))
        .containsExactly("a", "c");
  }
}
