package dev.aidp.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.merge.MergeReport;
import dev.aidp.run.RunState;
import dev.aidp.run.Strategy;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.Usage;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.runtime.view.ErrorView;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.UnitView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressEventsTest {

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void tells_a_whole_run_in_plain_lines() {
    UnitView done = unit("a", UnitState.COMPLETED, 2, 1, null);
    List<RunView> looks =
        List.of(
            run(RunState.RUNNING, "planning", List.of(), null),
            run(
                RunState.RUNNING,
                "units",
                List.of(
                    unit("a", UnitState.PENDING, 0, 0, null),
                    unit("b", UnitState.BLOCKED, 0, 0, null)),
                null),
            run(
                RunState.RUNNING,
                "units",
                List.of(
                    unit("a", UnitState.RUNNING, 1, 0, "agent"),
                    unit("b", UnitState.BLOCKED, 0, 0, null)),
                null),
            run(
                RunState.RUNNING,
                "units",
                List.of(
                    unit("a", UnitState.RUNNING, 1, 1, "diagnosing", "tests", "lint"),
                    unit("b", UnitState.BLOCKED, 0, 0, null)),
                null),
            run(
                RunState.PAUSED,
                "units",
                List.of(
                    unit("a", UnitState.RUNNING, 2, 1, "agent", "tests", "lint"),
                    unit("b", UnitState.BLOCKED, 0, 0, null)),
                null),
            run(
                RunState.RUNNING,
                "units",
                List.of(done, unit("b", UnitState.RUNNING, 1, 2, "agent")),
                null),
            run(
                RunState.RUNNING,
                "merging",
                List.of(done, unit("b", UnitState.COMPLETED, 1, 2, null)),
                merge(List.of("a"), List.of())),
            run(
                RunState.PARTIAL,
                "done",
                List.of(
                    unit("a", UnitState.MERGED, 2, 1, null),
                    unit("b", UnitState.LEFT_OUT, 1, 2, null)),
                merge(
                    List.of("a"),
                    List.of(
                        new MergeReport.LeftOut(
                            "b",
                            MergeReport.Reason.CONFLICT,
                            List.of("a"),
                            List.of("x.txt"),
                            List.of())))));

    assertThat(told(looks))
        .containsExactly(
            "f-x: feature on the native engine",
            "f-x: planning",
            "f-x: 2 units",
            "a: started",
            "a: iteration 1 not done: tests, lint",
            "f-x: paused; go on with: aidp resume f-x",
            "a: done after 2 iterations in 12 s",
            "b: attempt 2",
            "f-x: goes on",
            "f-x: merging 2 units",
            "b: done after 1 iteration in 12 s",
            "merge: a joined (1 of 2)",
            "merge: conflict of a and b in x.txt, not settled",
            "merge: b left out: it conflicts with a in x.txt",
            "f-x: partial: aidp/f-x is green at 0123456789");
  }

  @Test
  void a_run_that_leaves_no_branch_is_just_completed() {
    RunView done = run(RunState.COMPLETED, "done", List.of(), null);

    assertThat(ProgressEvents.between(run(RunState.RUNNING, "", List.of(), null), done))
        .containsExactly("f-x: completed");
  }

  @Test
  void an_unchanged_look_says_nothing() {
    RunView look =
        run(
            RunState.RUNNING,
            "units",
            List.of(unit("a", UnitState.RUNNING, 2, 1, "agent", "t")),
            null);

    assertThat(ProgressEvents.between(look, look)).isEmpty();
  }

  @Test
  void the_second_red_iteration_is_told_even_if_the_same_checks_are_red() {
    RunView first =
        run(
            RunState.RUNNING,
            "units",
            List.of(unit("a", UnitState.RUNNING, 2, 1, "agent", "t")),
            null);
    RunView second =
        run(
            RunState.RUNNING,
            "units",
            List.of(unit("a", UnitState.RUNNING, 3, 1, "agent", "t")),
            null);

    assertThat(ProgressEvents.between(first, second)).containsExactly("a: iteration 2 not done: t");
  }

  @Test
  void text_of_agents_cannot_move_the_cursor() {
    UnitView failed =
        new UnitView(
            "a",
            UnitState.FAILED,
            new UnitReport.Tries(1, 1),
            new UnitReport.Head("b", null),
            new UnitView.Times(BEGIN, BEGIN, 0, null),
            ErrorView.of(1, "\u001b[2Jgone\nand more", null),
            RunView.SpentView.of(Usage.NONE),
            new UnitView.Remarks(List.of(), null, List.of(), null, null));

    assertThat(ProgressEvents.between(null, run(RunState.RUNNING, "units", List.of(failed), null)))
        .contains("a: failed: \uFFFD[2Jgone and more");
  }

  @Test
  void a_frame_has_a_line_for_each_running_unit_and_no_line_is_too_wide() {
    RunView look =
        run(
            RunState.RUNNING,
            "units",
            List.of(
                unit("a", UnitState.RUNNING, 2, 1, "agent", "tests"),
                unit("longer", UnitState.RUNNING, 1, 2, "checks"),
                unit("c", UnitState.PENDING, 0, 0, null)),
            null);

    assertThat(ProgressFrame.lines(look, BEGIN.plusSeconds(75), 100))
        .containsExactly(
            "  a       1:15  iteration 2, agent works  last: tests",
            "  longer  1:15  iteration 1, attempt 2, checks run",
            "f-x  1:15  units: 0 of 3 units done");
    assertThat(ProgressFrame.lines(look, BEGIN.plusSeconds(75), 20))
        .allMatch(line -> dev.aidp.cli.io.Texts.width(line) <= 20)
        .contains("  a       1:15  ite…");
  }

  private static List<String> told(List<RunView> looks) {
    List<String> lines = new ArrayList<>();
    RunView before = null;
    for (RunView look : looks) {
      lines.addAll(ProgressEvents.between(before, look));
      before = look;
    }
    return lines;
  }

  private static MergeReport merge(List<String> order, List<MergeReport.LeftOut> leftOut) {
    List<MergeReport.Conflict> conflicts =
        leftOut.isEmpty()
            ? List.of()
            : List.of(
                new MergeReport.Conflict(
                    List.of("a", "b"), List.of("x.txt"), MergeReport.ResolvedBy.NONE));
    return MergeReport.empty(Strategy.MERGE)
        .withOrder(order)
        .withGateRuns(1)
        .withConflicts(conflicts)
        .withLeftOut(leftOut);
  }

  private static UnitView unit(
      String id,
      UnitState state,
      int iterations,
      int attempts,
      @Nullable String doing,
      String... red) {
    Instant end = state.settled() ? BEGIN.plusSeconds(12) : null;
    return new UnitView(
        id,
        state,
        new UnitReport.Tries(iterations, attempts),
        new UnitReport.Head("aidp-units/f-x/" + id, null),
        new UnitView.Times(attempts == 0 ? null : BEGIN, end, 0, null),
        null,
        RunView.SpentView.of(Usage.NONE),
        new UnitView.Remarks(List.of(), doing, List.of(red), null, null));
  }

  private static RunView run(
      RunState state, String phase, List<UnitView> units, @Nullable MergeReport merge) {
    boolean result = state == RunState.PARTIAL;
    return new RunView(
        new RunView.RunRef("f-x", "feature", "native", 1, null),
        new RunView.Standing(state, phase, null, null, List.of(), List.of(), List.of()),
        new RunView.Result(result ? "aidp/f-x" : null, result ? "0123456789abcdef" : null, "base"),
        units,
        merge,
        new RunView.Times(BEGIN, null, 1, null, null),
        new RunView.Spending(RunView.SpentView.of(Usage.NONE), 0, null),
        Labels.NONE);
  }
}
