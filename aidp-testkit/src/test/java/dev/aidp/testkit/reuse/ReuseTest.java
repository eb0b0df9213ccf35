package dev.aidp.testkit.reuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.RunHandle;
import dev.aidp.options.PrunePolicy;
import dev.aidp.run.Claims;
import dev.aidp.run.RunState;
import dev.aidp.run.Strategy;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.UnitView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.AgentCall;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.testkit.temporal.OnEachEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs do not do again what an earlier one has finished, on each engine. */
class ReuseTest extends OnEachEngine {

  @TempDir Path folder;

  private Stage stage(Engine engine) {
    return Stage.on(engine.wireName(), folder.resolve(engine.name()), options(engine));
  }

  private static List<String> units(Stage stage, int from) {
    List<AgentCall> calls = stage.agent().calls();
    return calls.subList(from, calls.size()).stream().map(AgentCall::unit).sorted().toList();
  }

  private static List<String> reused(RunView view) {
    return view.units().stream()
        .filter(unit -> unit.head().reusedFrom() != null)
        .map(unit -> unit.id() + " from " + unit.head().reusedFrom())
        .toList();
  }

  private static RunView played(Stage stage, String id, Setting setting) {
    RunView view = Stage.end(stage.start(id, setting));
    assertThat(view.state()).as("%s", view.error()).isEqualTo(RunState.COMPLETED);
    stage.published(view, setting);
    return view;
  }

  /** Fifty units, each with a file of its own; u11 needs u10, u12 needs that, u13 needs two. */
  private static Setting fifty(String taskOfTheTenth) {
    return Setting.plan(
        "units:\n"
            + IntStream.rangeClosed(1, 50)
                .mapToObj(
                    n ->
                        "  - {id: u%d, task: \"%s\", files: [u%d.txt]%s}\n"
                            .formatted(
                                n,
                                n == 10 ? taskOfTheTenth : "Do " + n,
                                n,
                                n == 11 || n == 12
                                    ? ", depends_on: [u" + (n - 1) + "]"
                                    : n == 13 ? ", depends_on: [u1, u12]" : ""))
                .collect(Collectors.joining()));
  }

  @ParameterizedTest
  @EnumSource
  void of_fifty_units_the_one_whose_task_was_changed_runs_and_those_that_need_it(Engine engine) {
    try (Stage stage = stage(engine)) {
      played(stage, "before", fifty("Do ten"));
      assertThat(stage.agent().calls()).hasSize(50);

      RunView after = played(stage, "after", fifty("Do ten otherwise"));

      assertThat(units(stage, 50)).containsExactly("u10", "u11", "u12", "u13");
      assertThat(reused(after)).hasSize(46).contains("u1 from before", "u50 from before");
      assertThat(after.units()).extracting(UnitView::state).containsOnly(UnitState.MERGED);
      assertThat(stage.repository().files("aidp/after")).hasSize(51);

      stage.repository().write("elsewhere.txt", "moved\n").commitAll("Outside every claim");
      RunView moved = played(stage, "moved", fifty("Do ten otherwise"));

      assertThat(units(stage, 54)).isEmpty();
      assertThat(reused(moved)).hasSize(50).contains("u10 from after", "u9 from after");
      assertThat(stage.repository().files("aidp/moved")).hasSize(52).containsKey("elsewhere.txt");
      assertThat(stage.repository().files("aidp-units/moved/u13").keySet())
          .contains("elsewhere.txt", "u1.txt", "u10.txt", "u11.txt", "u12.txt", "u13.txt");
      assertThat(
              stage.repository().git("log", "-1", "--format=%s%n%an%n%ad", "aidp-units/moved/u9"))
          .isEqualTo(
              stage.repository().git("log", "-1", "--format=%s%n%an%n%ad", "aidp-units/before/u9"));

      Setting rebased = fifty("Do ten otherwise").strategy(Strategy.REBASE);
      assertThat(reused(played(stage, "rebased", rebased))).hasSize(50);
      assertThat(stage.repository().treeHash("aidp/rebased"))
          .isEqualTo(stage.repository().treeHash("aidp/moved"));
    }
  }

  private static final String TWO =
      """
      units:
        - {id: claims, task: C, files: [claimed/**]}
        - {id: whole, task: W}
        - {id: last, task: L, files: [last.txt], depends_on: [claims], inputs: [claims/note]}
      """
          .replace("files: [claimed/**]", "files: [claimed/**], outputs: [note]");

  private static void says(Stage stage) {
    stage
        .agent()
        .coder(
            "claims",
            Act.writes("claimed/it.txt", "it\n").shell("echo note > \"$AIDP_ARTIFACTS/out/note\""));
  }

  @ParameterizedTest
  @EnumSource
  void a_base_that_moves_inside_a_claim_has_its_unit_run_and_one_without_claims_always(
      Engine engine) {
    try (Stage stage = stage(engine)) {
      says(stage);
      Setting setting = Setting.plan(TWO);
      played(stage, "first", setting);
      int calls = stage.agent().calls().size();

      stage.repository().write("other.txt", "other\n").commitAll("Outside");
      assertThat(reused(played(stage, "outside", setting)))
          .containsExactly("claims from first", "last from first");
      assertThat(units(stage, calls)).containsExactly("whole");

      stage.repository().write("claimed/too.txt", "too\n").commitAll("Inside");
      assertThat(reused(played(stage, "inside", setting))).isEmpty();
      assertThat(units(stage, calls + 1)).containsExactly("claims", "last", "whole");
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_does_not_apply_on_the_new_base_runs_and_so_does_what_needs_it(Engine engine) {
    try (Stage stage = stage(engine)) {
      stage.agent().coder("strays", Act.writes("README.md", "strayed\n"));
      Setting setting =
          Setting.plan(
                  """
                  units:
                    - {id: strays, task: S, files: [src/**]}
                    - {id: needs, task: N, files: [needs.txt], depends_on: [strays]}
                    - {id: apart, task: A, files: [apart.txt]}
                  """)
              .claims(Claims.WARN);
      played(stage, "first", setting);

      stage.repository().write("README.md", "moved\n").commitAll("Where it strayed to");
      RunView moved = played(stage, "moved", setting);

      assertThat(reused(moved)).containsExactly("apart from first");
      assertThat(units(stage, 3)).containsExactly("needs", "strays");
    }
  }

  @ParameterizedTest
  @EnumSource
  void other_checks_an_other_agent_and_a_run_that_is_told_to_do_all_of_it(Engine engine) {
    try (Stage stage = stage(engine)) {
      Setting setting =
          Setting.plan("units: [{id: one, task: O}, {id: two, task: T, checks: {own: 'true'}}]");
      played(stage, "first", setting);

      assertThat(reused(played(stage, "same", setting))).hasSize(2);
      assertThat(reused(played(stage, "all", setting.anew()))).isEmpty();
      assertThat(reused(played(stage, "checked", setting.check("more", "true")))).isEmpty();
      Setting own =
          Setting.plan("units: [{id: one, task: O}, {id: two, task: T, checks: {own: ':'}}]");
      assertThat(reused(played(stage, "own", own))).containsExactly("one from same");
      assertThat(units(stage, 2)).containsExactly("one", "one", "two", "two", "two");
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_is_reused_and_red_with_the_new_base_is_not_in_the_result(Engine engine) {
    try (Stage stage = stage(engine)) {
      Setting setting =
          Setting.plan(
                  "units: [{id: one, task: O, files: [one.txt]}, {id: two, task: T, files: [two.txt]}]")
              .check("not both", "! { test -e one.txt && test -e ban.txt; }")
              .minSuccess(50);
      played(stage, "first", setting);

      stage.repository().write("ban.txt", "no one\n").commitAll("Outside, and at odds with one");
      RunView view = Stage.end(stage.start("moved", setting));

      assertThat(view.state()).isEqualTo(RunState.PARTIAL);
      assertThat(reused(view)).hasSize(2);
      assertThat(view.merge().order()).containsExactly("two");
    }
  }

  @ParameterizedTest
  @EnumSource
  void work_whose_commit_is_gone_is_done_again_and_a_rollback_does_its_unit_again(Engine engine) {
    try (Stage stage = stage(engine)) {
      Setting setting = Setting.plan("units: [{id: one, task: O}, {id: two, task: T}]");
      RunHandle run = stage.start("first", setting);
      Stage.end(run);

      assertThat(run.rollback("one@1").changed()).isTrue();
      run.adopt();
      Stage.end(run);
      assertThat(units(stage, 2)).containsExactly("one");
      assertThat(reused(run.view())).isEmpty();

      stage
          .repository()
          .sh(
              "git for-each-ref --format='delete %(refname)' refs/aidp refs/heads/aidp"
                  + " refs/heads/aidp-units | git update-ref --stdin"
                  + " && git reflog expire --expire=now --all && git gc -q --prune=now");
      assertThat(reused(played(stage, "second", setting))).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NATIVE", "DEV_SERVER"})
  void what_a_pruned_run_has_left_is_reused_with_its_artifacts_while_a_run_stays_that_is_older(
      Engine engine) {
    try (Stage stage = stage(engine)) {
      says(stage);
      Gate gate = stage.agent().gate("long");
      stage.agent().coder("long", Act.complete().waitingAt(gate));
      RunHandle old = stage.start("old", Setting.plan("units: [{id: long, task: Long}]"));
      gate.awaitReached();
      Setting setting = Setting.plan(TWO);
      played(stage, "left", setting);
      int calls = stage.agent().calls().size();

      assertThat(stage.aidp().prune(PrunePolicy.allBut(0), false).runs()).containsExactly("left");
      RunView again = played(stage, "again", setting);

      assertThat(reused(again)).hasSize(3);
      assertThat(units(stage, calls)).isEmpty();
      gate.open();
      Stage.end(old);
      for (String branch : List.of("again", "left")) {
        stage
            .repository()
            .sh(
                "git branch -q -D aidp/%1$s $(git branch --list 'aidp-units/%1$s/*')"
                    .formatted(branch));
      }
      assertThat(stage.aidp().prune(PrunePolicy.allBut(0), false).runs())
          .containsExactlyInAnyOrder("again", "old");
      assertThat(stage.repository().top().resolve(".aidp/results")).isEmptyDirectory();
    }
  }
}
