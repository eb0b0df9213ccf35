package dev.aidp.workflows.merge;

import static dev.aidp.workflows.script.Samples.optional;
import static dev.aidp.workflows.script.Samples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.MinSuccess;
import dev.aidp.run.RunState;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeVerdictTest {

  private final UnitGraph graph =
      UnitGraph.of(
          plan(PlanNode.of("a"), PlanNode.of("b"), PlanNode.of("c"), optional(PlanNode.of("d"))));

  @Test
  void is_completed_when_all_required_units_are_in() {
    assertThat(verdict(80, "a", "b", "c").state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void is_partial_when_enough_of_all_units_are_in() {
    assertThat(verdict(75, "a", "b", "d").state()).isEqualTo(RunState.PARTIAL);
  }

  @Test
  void is_failed_when_fewer_are_in_and_says_how_many_and_who_is_missing() {
    MergeVerdict verdict = verdict(76, "a", "b", "d");

    assertThat(verdict.state()).isEqualTo(RunState.FAILED);
    assertThat(verdict.error().message()).contains("3 of 4", "76 %", "c: conflict with a");
  }

  @Test
  void is_failed_when_nobody_is_in_whatever_would_be_enough() {
    assertThat(verdict(0).state()).isEqualTo(RunState.FAILED);
  }

  private MergeVerdict verdict(int percent, String... in) {
    List<LeftOut> out =
        List.of(new LeftOut("c", MergeReport.Reason.CONFLICT, List.of("a"), List.of("x")));
    return MergeVerdict.of(graph, List.of(in), out, new MinSuccess(percent, true));
  }
}
