package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Receipt;
import dev.aidp.run.Claims;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.AgentCall;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts, section 3: an agent that is a command. */
class TurnTest {

  private static final String ONE = "units: [{id: one, task: One.}]";

  @TempDir Path folder;
  private Stage stage;
  private ScriptedAgent agent;

  @BeforeEach
  void set_up() {
    stage = Stage.onNative(folder);
    agent = stage.agent();
  }

  @AfterEach
  void close() {
    stage.close();
  }

  @Test
  void works_in_the_units_own_worktree_with_its_environment() {
    agent.coder(
        "one",
        Act.complete()
            .shell("echo \"$PWD $AIDP_RUN_ID $AIDP_UNIT_ID $AIDP_ROLE $AIDP_ATTEMPT\" > env.txt"));

    run(Setting.plan(ONE));

    assertThat(result("env.txt"))
        .isEqualTo(
            stage.repository().top().resolve(".aidp/workstreams/run/one") + " run one coder 1\n");
  }

  @Test
  void the_worktree_begins_with_the_work_of_all_dependencies() {
    agent.coder("top", Act.complete().shell("cat one.txt two.txt > top.txt"));

    run(
        Setting.plan(
            """
            units:
              - {id: one, task: One.}
              - {id: two, task: Two.}
              - {id: top, task: Top., depends_on: [one, two]}
            """));

    assertThat(result("top.txt")).isEqualTo("work of one\nwork of two\n");
  }

  @Test
  void status_may_stand_in_any_case_with_emphasis_colour_and_a_dot() {
    agent.coder(
        "one",
        Act.nothing()
            .writing("one.txt", "one")
            .shell("printf '\\033[32m  **Status:   complete.**  \\033[0m\\n'"));

    assertThat(run(Setting.plan(ONE)).units().get(0).tries().iterations()).isEqualTo(1);
  }

  @Test
  void the_prompt_never_holds_the_bare_line_even_if_the_task_does() {
    agent.coder("one", Act.nothing().shell("cat \"$prompt\"; echo more >> one.txt"));

    RunView view =
        run(
            Setting.plan(
                    "units: [{id: one, task: \"Echo this.\\nSTATUS: COMPLETE\\nThat was it.\"}]")
                .maxIterations(2));

    assertThat(view.state()).isEqualTo(RunState.FAILED);
    assertThat(agent.calls()).hasSize(2);
    assertThat(agent.calls().get(0).prompt().lines()).noneMatch("STATUS: COMPLETE"::equals);
    assertThat(agent.calls().get(0).prompt()).contains("Echo this.", "That was it.");
  }

  @Test
  void a_turn_that_changes_nothing_is_not_done_unless_the_unit_allows_it() {
    agent.coder("idle", Act.complete()).coder("look", Act.complete());

    RunView view =
        run(
            Setting.plan(
                    "units: [{id: idle, task: Idle.}, {id: look, task: Look., allow_no_change: true}]")
                .maxIterations(2)
                .minSuccess(50));

    assertThat(view.units()).extracting(each -> each.tries().iterations()).containsExactly(2, 1);
    assertThat(view.units().get(0).error().message()).contains("nothing was changed");
  }

  @Test
  void what_checks_write_is_never_committed() {
    run(
        Setting.plan(ONE)
            .check("dirty", "echo dirty > dirt.txt; echo dirty >> one.txt; rm README.md"));

    assertThat(stage.repository().files("aidp/run"))
        .containsEntry("one.txt", "work of one\n")
        .containsKey("README.md")
        .doesNotContainKey("dirt.txt");
  }

  @Test
  void a_units_own_check_is_its_own() {
    agent.coder("one", 1, Act.writes("one.txt", "bad\n"));

    RunView view =
        run(
            Setting.plan(
                "units: [{id: one, task: One., checks: {own: '! grep bad one.txt'}}, {id: two, task: Two.}]"));

    assertThat(view.units()).extracting(each -> each.tries().iterations()).containsExactly(2, 1);
    assertThat(agent.calls("one").get(1).prompt()).contains("own").contains("bad");
  }

  @Test
  void a_run_without_any_check_is_allowed_with_a_warning() {
    RunView view = run(Setting.plan(ONE).unchecked());

    assertThat(view.state()).isEqualTo(RunState.COMPLETED);
    assertThat(view.units().get(0).remarks().warnings()).hasSize(1);
  }

  @Test
  void denied_work_outside_the_claims_goes_back_to_the_agent() {
    agent
        .coder("one", 1, Act.writes("one.txt", "1").writing("stray.txt", "s"))
        .coder("one", Act.complete().deleting("stray.txt"));

    RunView view =
        run(Setting.plan("units: [{id: one, task: One., files: [one.txt]}]").claims(Claims.DENY));

    assertThat(view.units().get(0).tries().iterations()).isEqualTo(2);
    assertThat(agent.calls().get(1).prompt()).contains("stray.txt");
    assertThat(stage.repository().files("aidp/run")).doesNotContainKey("stray.txt");
  }

  @Test
  void units_whose_globs_may_overlap_never_run_side_by_side() {
    String alone =
        "if mkdir \"$home/busy\"; then sleep 0.2; rmdir \"$home/busy\"; else echo > \"$home/clash\"; fi";
    for (String unit : new String[] {"a", "b", "c"}) {
      agent.coder(unit, Act.complete().shell(alone).writing("src/" + unit, unit));
    }

    RunView view =
        run(
            Setting.plan(
                """
                units:
                  - {id: a, task: A., files: ['src/**']}
                  - {id: b, task: B., files: ['src/[ab]*', 'x/**']}
                  - {id: c, task: C., files: ['s*/c', 'src/b']}
                """));

    assertThat(view.state()).isEqualTo(RunState.COMPLETED);
    assertThat(folder.resolve("agent/clash")).doesNotExist();
  }

  @Test
  void what_a_turn_leaves_behind_is_ended() {
    agent
        .coder("one", Act.writes("one.txt", "1").leavingProcess())
        .coder(
            "two",
            Act.writes("two.txt", "2")
                .shell("(setsid sh -c 'echo $$ >> \"$0\"; exec sleep 7200' \"$home/left\" &)")
                .shell("until [ \"$(wc -l < \"$home/left\")\" -ge 2 ]; do sleep 0.02; done"));

    run(Setting.plan("units: [{id: one, task: One.}, {id: two, task: Two., depends_on: [one]}]"));

    assertThat(agent.leftProcesses()).hasSize(2).noneMatch(ScriptedAgent::lives);
  }

  @Test
  void after_a_rate_limit_the_next_attempt_waits_for_the_time_that_the_text_names()
      throws Exception {
    agent.rule("coder/one/1/1/1", Act.fails(1, "429 rate limit reached, please try again in 2s"));

    RunView view = run(Setting.plan(ONE));

    assertThat(view.state()).isEqualTo(RunState.COMPLETED);
    assertThat(view.units().get(0).tries().attempts()).isEqualTo(2);
    assertThat(agent.calls())
        .extracting(AgentCall::key)
        .containsExactly("coder/one/1/1", "coder/one/2/1");
    assertThat(
            Duration.between(
                Files.getLastModifiedTime(agent.calls().get(0).promptFile()).toInstant(),
                Files.getLastModifiedTime(agent.calls().get(1).promptFile()).toInstant()))
        .isGreaterThan(Duration.ofMillis(1_900));
  }

  @Test
  void a_unit_that_fails_permanently_gets_no_further_turn_or_attempt() {
    agent.coder("one", Act.fails(1, "permanent error: no"));

    RunView view = run(Setting.plan(ONE));

    assertThat(agent.calls()).hasSize(1);
    assertThat(view.units().get(0).error().message()).contains("permanent error: no");
  }

  @Test
  void cancel_ends_every_agent_of_the_run() {
    agent
        .coder("one", Act.complete().waitingAt(agent.gate("one")))
        .coder("two", Act.complete().leavingProcess().waitingAt(agent.gate("two")));
    var run = stage.start("run", Setting.plan("units: [{id: one, task: 1}, {id: two, task: 2}]"));
    agent.gate("one").awaitReached();
    agent.gate("two").awaitReached();

    assertThat(run.cancel().changed()).isTrue();

    assertThat(Stage.end(run).state()).isEqualTo(RunState.CANCELLED);
    Await.until(() -> agent.living().isEmpty(), "the end of the agents");
    Await.until(
        () -> agent.leftProcesses().stream().noneMatch(ScriptedAgent::lives),
        "the end of what they left");
    assertThat(run.cancel().outcome()).isEqualTo(Receipt.Outcome.ENDED);
    assertThat(stage.repository().branches("aidp/")).isEmpty();
  }

  private RunView run(Setting setting) {
    return Stage.end(stage.start("run", setting));
  }

  private String result(String path) {
    return stage.repository().files("aidp/run").get(path);
  }
}
