package dev.aidp.cli.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import dev.aidp.failure.FailureKind;
import dev.aidp.merge.MergeReport;
import dev.aidp.run.RunState;
import dev.aidp.run.Strategy;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.Usage;
import dev.aidp.run.Waiting;
import dev.aidp.runtime.engine.Labels;
import dev.aidp.runtime.view.ErrorView;
import dev.aidp.runtime.view.FailureView;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.BudgetView;
import dev.aidp.runtime.view.RunView.UnitView;
import dev.aidp.workflows.wire.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What programs read of a run: its fields are never renamed, and none is missing. */
class RunDocumentTest {

  private static final Instant TIME = Instant.parse("2026-11-28T10:00:00Z");

  @Test
  void a_run_is_one_flat_document_in_snake_case() {
    JsonNode run = Json.run(run());

    assertThat(names(run))
        .containsExactlyInAnyOrder(
            "id",
            "kind",
            "engine",
            "generation",
            "workflow_id",
            "state",
            "phase",
            "error",
            "waiting",
            "notes",
            "failures",
            "branch",
            "commit",
            "base",
            "progress",
            "units",
            "merge",
            "started_at",
            "finished_at",
            "duration_ms",
            "estimated_completion",
            "estimated_completion_p90",
            "spent",
            "clean_runs",
            "budget",
            "labels");
    assertThat(run.get("error").isNull()).isTrue();
    assertThat(names(run.get("progress")))
        .containsExactlyInAnyOrder("total", "completed", "in_progress", "failed", "percent");
    assertThat(run.get("spent").toString())
        .isEqualTo("{\"cost_usd\":0.5,\"cost_estimated\":true,\"tokens\":10}");
    assertThat(run.get("failures").toString())
        .isEqualTo(
            "[{\"cause\":\"timeout\",\"message\":\"It took too long.\",\"remedy\":\"Retry.\","
                + "\"units\":[\"a\"],\"skipped\":[\"b\"],\"attempts\":{\"a\":{\"used\":4,\"of\":4}}}]");
    assertThat(run.get("budget").toString())
        .isEqualTo(
            "{\"usd\":5.0,\"tokens\":null,\"unit_usd\":null,\"unit_tokens\":7,\"turn_usd\":null,"
                + "\"turn_tokens\":null,\"spent_usd\":0.5,\"spent_tokens\":10,"
                + "\"reserved_usd\":0.0,\"reserved_tokens\":0}");
  }

  @Test
  void a_unit_says_nothing_of_what_it_does_when_it_does_nothing() {
    JsonNode unit = Json.run(run()).get("units").get(0);

    assertThat(names(unit))
        .containsExactlyInAnyOrder(
            "id",
            "state",
            "iterations",
            "attempts",
            "max_attempts",
            "branch",
            "commit",
            "started_at",
            "finished_at",
            "waited_ms",
            "estimated_completion",
            "error",
            "cost_usd",
            "cost_estimated",
            "tokens",
            "warnings",
            "failing");
    assertThat(names(unit.get("error")))
        .containsExactlyInAnyOrder("code", "message", "where", "remedy", "details");
  }

  @Test
  void a_merge_is_told_as_the_run_knows_it() {
    JsonNode merge = Json.run(run()).get("merge");

    assertThat(names(merge))
        .containsExactlyInAnyOrder(
            "order",
            "strategy",
            "gate_runs",
            "conflicts",
            "left_out",
            "flaky",
            "predicted",
            "unpredicted",
            "turns",
            "evidence",
            "description",
            "replaced",
            "rolled_back");
    assertThat(merge.get("strategy").asText()).isEqualTo("squash");
    assertThat(merge.get("conflicts").get(0).toString())
        .isEqualTo("{\"units\":[\"a\",\"b\"],\"files\":[\"x\"],\"resolved_by\":\"memory\"}");
    assertThat(merge.get("left_out").get(0).toString())
        .isEqualTo(
            "{\"unit\":\"b\",\"reason\":\"gate\",\"with\":[\"a\"],\"files\":[],"
                + "\"red\":[{\"check\":\"unit\",\"exit_code\":null,\"output\":\"ref\"}]}");
  }

  @Test
  void what_is_kept_of_a_run_is_read_back_as_it_was() {
    RunView run = run();

    assertThat((Object) Wire.read(Wire.json(run), RunView.class)).isEqualTo(run);
  }

  private static List<String> names(JsonNode node) {
    return ImmutableList.copyOf(node.fieldNames());
  }

  private static RunView run() {
    UnitView unit =
        new UnitView(
            "a",
            UnitState.FAILED,
            new UnitReport.Tries(2, 1, 4),
            new UnitReport.Head("aidp-units/f/a", null),
            new UnitView.Times(TIME, null, 3, null),
            ErrorView.of(1, "It is red.", null),
            RunView.SpentView.of(Usage.NONE),
            new UnitView.Remarks(List.of("careful"), null, List.of("unit"), null, null));
    MergeReport.LeftOut out =
        new MergeReport.LeftOut(
            "b",
            MergeReport.Reason.GATE,
            List.of("a"),
            List.of(),
            List.of(new MergeReport.Red("unit", null, "ref")));
    MergeReport merge =
        MergeReport.empty(Strategy.SQUASH)
            .withConflicts(
                List.of(
                    new MergeReport.Conflict(
                        List.of("a", "b"), List.of("x"), MergeReport.ResolvedBy.MEMORY)))
            .withLeftOut(List.of(out));
    return new RunView(
        new RunView.RunRef("f", "feature", "native", 2, null),
        new RunView.Standing(
            RunState.WAITING,
            "merging",
            null,
            new Waiting(Waiting.Reason.BUDGET, "It is spent.", "Raise it.", "budget.usd", TIME),
            List.of("note"),
            List.of(),
            List.of(
                new FailureView(
                    FailureKind.TIMEOUT,
                    "It took too long.",
                    "Retry.",
                    List.of("a"),
                    List.of("b"),
                    Map.of("a", new FailureView.Attempts(4, 4))))),
        new RunView.Result(null, null, "base"),
        List.of(unit),
        merge,
        new RunView.Times(TIME, null, 12, null, null),
        new RunView.Spending(
            new RunView.SpentView(0.5, true, 10),
            1,
            new BudgetView(
                new BudgetView.Most(5.0, null),
                new BudgetView.Most(null, 7L),
                new BudgetView.Most(null, null),
                new BudgetView.Gone(0.5, 10),
                new BudgetView.Gone(0, 0))),
        Labels.NONE);
  }
}
