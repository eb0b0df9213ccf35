package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.merge.MergeReport;
import dev.aidp.run.Priority;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts, section 4: the merge. */
class MergedTest {

  @TempDir Path folder;
  private Stage stage;

  @BeforeEach
  void set_up() {
    stage = Stage.onNative(folder);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void a_required_unit_joins_before_an_optional_one_and_then_the_first_in_the_plan() {
    RunView view =
        run(
            Setting.plan(
                """
                units:
                  - {id: nice, task: Nice., required: false}
                  - {id: late, task: Late., depends_on: [first]}
                  - {id: needed, task: Needed by late too., required: false}
                  - {id: first, task: First., depends_on: [needed]}
                """));

    assertThat(view.merge().order()).containsExactly("needed", "first", "late", "nice");
  }

  @Test
  void a_unit_is_a_merge_commit() {
    run(Setting.plan("units: [{id: one, task: 1}, {id: two, task: 2}]"));

    assertThat(stage.repository().lines("log", "--merges", "--format=%H", "main..aidp/run"))
        .hasSize(2);
  }

  @Test
  void a_resolution_that_passed_is_used_again_for_the_same_two_sides() {
    stage
        .agent()
        .coder("left", Act.writes("both.txt", "left\n"))
        .coder("right", Act.writes("both.txt", "right\n"))
        .resolver(Act.writes("both.txt", "left\nright\n"));

    RunView view =
        run(
            Setting.plan(
                """
                units:
                  - {id: left, task: Left.}
                  - {id: right, task: Right.}
                  - {id: top, task: Top., depends_on: [left, right]}
                """));

    assertThat(view.state()).isEqualTo(RunState.COMPLETED);
    assertThat(view.merge().conflicts())
        .extracting(MergeReport.Conflict::resolvedBy)
        .containsExactly(MergeReport.ResolvedBy.MEMORY);
    assertThat(stage.agent().calls().stream().filter(call -> call.role().equals("resolver")))
        .hasSize(1);
  }

  @Test
  void a_resolver_that_changes_another_file_or_leaves_a_marker_has_settled_nothing() {
    stage
        .agent()
        .coder("left", Act.writes("both.txt", "left\n"))
        .coder("right", Act.writes("both.txt", "right\n"))
        .rule("resolver/*/*/1/*", Act.complete().shell("echo x >> both.txt"))
        .rule("resolver/*/*/2/*", Act.writes("both.txt", "both\n").writing("other.txt", "o"));

    RunView view =
        run(Setting.plan("units: [{id: left, task: L}, {id: right, task: R}]").minSuccess(50));

    assertThat(view.state()).isEqualTo(RunState.PARTIAL);
    assertThat(view.units().get(1).state()).isEqualTo(UnitState.LEFT_OUT);
    assertThat(stage.repository().files("aidp/run"))
        .containsEntry("both.txt", "left\n")
        .doesNotContainKey("other.txt");
  }

  @Test
  void one_side_may_delete_what_the_other_changed() {
    stage.repository().write("old.txt", "old\n").commitAll("More");
    stage
        .agent()
        .coder("change", Act.complete().shell("echo new >> old.txt"))
        .coder("remove", Act.complete().deleting("old.txt"))
        .resolver(Act.complete().deleting("old.txt"));

    RunView view = run(Setting.plan("units: [{id: change, task: C}, {id: remove, task: R}]"));

    assertThat(view.state()).isEqualTo(RunState.COMPLETED);
    assertThat(stage.repository().files("aidp/run")).doesNotContainKey("old.txt");
  }

  @Test
  void whoever_depends_on_a_unit_that_is_left_out_is_left_out() {
    RunView view =
        run(
            Setting.plan(
                    """
                    units:
                      - {id: good, task: Good.}
                      - {id: bad, task: Bad beside good.}
                      - {id: upon, task: On bad., depends_on: [bad]}
                    """)
                .minSuccess(30)
                .check("apart", "! { test -e good.txt && test -e bad.txt; }"));

    assertThat(view.state()).isEqualTo(RunState.PARTIAL);
    assertThat(view.merge().leftOut())
        .extracting(MergeReport.LeftOut::unit, MergeReport.LeftOut::reason)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("bad", MergeReport.Reason.GATE),
            org.assertj.core.groups.Tuple.tuple("upon", MergeReport.Reason.DEPENDENCY));
  }

  @Test
  void too_few_units_leave_no_result_branch_but_their_own() {
    stage.agent().coder("bad", Act.fails(1, "permanent error: no"));

    RunView view = run(Setting.plan("units: [{id: good, task: G}, {id: bad, task: B}]"));

    assertThat(view.state()).isEqualTo(RunState.FAILED);
    assertThat(view.branch()).isNull();
    assertThat(view.commit()).isNull();
    assertThat(view.units().get(0).state()).isEqualTo(UnitState.COMPLETED);
    assertThat(view.merge().order()).isEmpty();
    assertThat(stage.repository().branches("aidp")).containsExactly("aidp-units/run/good");
  }

  private RunView run(Setting setting) {
    return Stage.end(stage.start("run", setting));
  }

  @Test
  void work_that_went_back_to_its_agent_is_seen_and_hears_what_is_said_to_it() {
    Gate mending = stage.agent().gate("mending");
    stage
        .agent()
        .rule("coder/right/2/*/*", Act.writes("both-are-fine.txt", "mended").waitingAt(mending));
    RunHandle run =
        stage.start(
            "run",
            Setting.plan("units: [{id: left, task: One side.}, {id: right, task: The other.}]")
                .rework(1)
                .check(
                    "apart",
                    "! { test -e left.txt && test -e right.txt; } || test -e both-are-fine.txt"));
    mending.awaitReached();

    RunView seen = run.view();
    assertThat(seen.standing().phase()).isEqualTo("reworking");
    assertThat(seen.units())
        .extracting(RunView.UnitView::id, RunView.UnitView::state, RunView.UnitView::doing)
        .containsExactly(
            tuple("left", UnitState.COMPLETED, null), tuple("right", UnitState.RUNNING, "agent"));
    assertThat(run.inject("Mind the left.", Priority.NORMAL, "right").changed()).isTrue();
    assertThat(run.inject("Too late.", Priority.NORMAL, "left").outcome())
        .isEqualTo(Receipt.Outcome.ENDED);
    mending.open();

    RunView end = Stage.end(run);
    assertThat(end.state()).isEqualTo(RunState.COMPLETED);
    assertThat(end.units()).extracting(RunView.UnitView::state).containsOnly(UnitState.MERGED);
  }
}
