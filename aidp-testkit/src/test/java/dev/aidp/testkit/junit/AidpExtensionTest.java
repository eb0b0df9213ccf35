package dev.aidp.testkit.junit;

import static dev.aidp.testkit.assertion.AidpAssertions.assertThat;
import static dev.aidp.testkit.assertion.AidpAssertions.assertThatThrownBy;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.plan.Plan;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.CodedAgent;
import dev.aidp.testkit.agent.FaultPlan;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.assertion.PlayedRun;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.workloop.WorkLoopRequest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Time that need not be waited for, and agents that fail, as tests of users have them. */
@Timeout(300)
class AidpExtensionTest {

  private static final Plan TWO =
      Plan.of("F").unit("one", "One.").unit("two", u -> u.task("Two.").dependsOn("one")).build();

  // tag::setup[]
  @RegisterExtension
  static final AidpExtension AIDP =
      AidpExtension.builder()
          .workflow(Nap.definition())
          .activities(new RecordedSteps())
          .agent("coded", AidpExtensionTest::coded)
          .build();

  // end::setup[]

  // tag::coded[]
  private static CodedAgent coded() {
    return new CodedAgent()
        .coder("loop", 1, CodedAgent.writing("loop.txt", "draft"))
        .with(FaultPlan.none().limited(1, hours(20)));
  }

  // end::coded[]

  // tag::timer[]
  @EachEngine
  void two_hours_are_over_at_once_for_who_waits(Aidp aidp, TestClock clock) {
    Instant before = clock.now();

    RunHandle run = aidp.start(NapWorkflow.class, "nap", nap -> nap.run(2, 1));

    assertThat(run.result(String.class).join()).isEqualTo("awake after 2 h");
    assertThat(Duration.between(before, clock.now())).isBetween(hours(2), hours(3));
  }

  // end::timer[]

  @EachEngine
  void so_are_three_weeks(Aidp aidp) {
    RunHandle run = aidp.start(NapWorkflow.class, "nap", nap -> nap.run(24 * 7, 3));

    assertThat(run.result(String.class).join()).isEqualTo("awake after 504 h");
  }

  // tag::signal[]
  @EachEngine
  void nobody_waits_while_a_test_has_something_to_say(Aidp aidp, TestClock clock) {
    RunHandle run = aidp.start(NapWorkflow.class, "nap", nap -> nap.run(2, 1));
    Await.until(
        () -> run.history().stream().anyMatch(entry -> entry.key().equals("lie-down")),
        "that it lies down");
    clock.pass(hours(1));

    run.signal(NapWorkflow.class, NapWorkflow::wake);

    assertThat(run.result(String.class).join()).isEqualTo("woken after 1 h");
  }

  // end::signal[]

  // tag::limit[]
  @EachEngine
  void a_limit_that_ends_tomorrow_is_over_at_once(AidpRuntime aidp) {
    aidp.agent().with(FaultPlan.none().limited(1, hours(20)).limited(2, hours(30)));
    Instant before = aidp.clock().now();

    PlayedRun run = aidp.run(WorkLoopRequest.of("Write it.").check("there", "ls loop.txt"));

    assertThat(run).endedGreen().unit("loop").after(1).attempts(3);
    assertThat(Duration.between(before, aidp.clock().now())).isGreaterThan(hours(50));
  }

  // end::limit[]

  /** An agent works in the machine's time, however much of it waits for a timer beside it. */
  @EachEngine
  void time_does_not_run_away_from_an_agent_at_work(AidpRuntime aidp) {
    aidp.agent().coder("loop", Act.writes("loop.txt", "x").shell("sleep 1"));
    Instant before = aidp.clock().now();
    RunHandle nap = aidp.aidp().start(NapWorkflow.class, "nap", one -> one.run(100, 1));
    var awake = nap.ended();
    aidp.clock().pass(Duration.ZERO);

    PlayedRun run = aidp.run(WorkLoopRequest.of("Write it.").check("there", "ls loop.txt"));

    assertThat(run).endedGreen().after(1);
    assertThat(awake.join().state()).isEqualTo(RunState.COMPLETED);
    assertThat(Duration.between(before, aidp.clock().now())).isBetween(hours(100), hours(130));
  }

  @EachEngine({TestEngine.NATIVE, TestEngine.MEMORY, TestEngine.SERVER})
  void what_was_red_is_told(AidpRuntime aidp) {
    // tag::red[]
    aidp.agent().coder("loop", 1, Act.writes("loop.txt", "draft"));

    PlayedRun run =
        aidp.run(
            WorkLoopRequest.of("Write it.")
                .check("done", "! grep draft loop.txt || { echo 2 tests red; exit 1; }"));

    assertThat(run).endedGreen().after(2).prompted("2 tests red").neverPrompted("3 tests red");
    assertThat(run).tree().holds("loop.txt", "work of loop\n").holds("README.md").lacks("x");
    // end::red[]
    assertThat(run).unit("loop").isDone().after(2).attempts(1);
    assertThat(run).recordedEachOnce().tookNoTurnTwice();
    assertThatThrownBy(() -> assertThat(run).after(3)).hasMessageContaining("2 iterations, not 3");
    assertThatThrownBy(() -> assertThat(run).prompted("3 red")).hasMessageContaining("No agent");
    assertThatThrownBy(() -> assertThat(run).ended(RunState.FAILED))
        .hasMessageContaining("is completed, not failed");
    assertThatThrownBy(() -> assertThat(run).unit("other")).hasMessageContaining("[loop]");
  }

  @Test
  void each_test_has_its_own(
      Aidp aidp, ScriptedAgent agent, SampleRepository repository, TestEngine engine) {
    assertThat(aidp.views()).isEmpty();
    assertThat(agent.calls()).isEmpty();
    assertThat(aidp.top()).isEqualTo(repository.top());
    assertThat(engine).isEqualTo(TestEngine.usual());
  }

  @EachEngine
  @Timeout(300)
  void a_feature_that_crashes_after_each_step_takes_no_turn_twice(AidpRuntime aidp) {
    crash(aidp);
  }

  @Tag("long")
  @EachEngine(TestEngine.SERVER)
  @Timeout(300)
  void nor_does_one_on_a_real_server(AidpRuntime aidp) {
    crash(aidp);
  }

  private static void crash(AidpRuntime aidp) {
    FeatureRequest request = FeatureRequest.of("F").plan(TWO).check("there", "ls one.txt");

    // tag::crash[]
    Crashed<RunState> crashed =
        aidp.crashAfterEachStep(
            again -> again.start(request, StartOptions.id("f")).ended().join().state());
    PlayedRun run = aidp.ended(aidp.aidp().run("f"));

    assertThat(crashed.result()).isEqualTo(RunState.COMPLETED);
    assertThat(crashed.crashes()).isGreaterThan(10);
    assertThat(run).endedGreen().tookNoTurnTwice().recordedEachOnce();
    // end::crash[]
    assertThat(run).tookTurns("coder/one/1/1", "coder/two/1/1");
  }

  @EachEngine
  void an_agent_that_is_code_of_the_test_plays_what_is_said(AidpRuntime aidp) {
    PlayedRun run =
        aidp.run(
            WorkLoopRequest.of("Write it.")
                .agent("coded")
                .check("done", "! grep draft loop.txt || { echo 3 tests red; exit 1; }"));

    assertThat(run).endedGreen().after(2).prompted("3 tests red");
    assertThat(run).prompts("loop").hasSize(3);
    assertThat(run).tree().holds("loop.txt", "work of loop\n");
  }

  @EachEngine
  void an_agent_crashes_is_slow_and_fails_and_the_run_goes_on(AidpRuntime aidp) {
    aidp.agent()
        .with(
            FaultPlan.none()
                .crashes(1)
                .fails(2, "connection reset by peer")
                .delays(3, Duration.ofMillis(10)));

    PlayedRun run = aidp.run(WorkLoopRequest.of("Write it.").check("there", "ls loop.txt"));

    assertThat(run).endedGreen();
    assertThat(run.turns()).hasSize(3);
  }

  @EachEngine
  void an_agent_that_hangs_ends_with_its_run(AidpRuntime aidp) {
    aidp.agent().with(FaultPlan.none().hangs(1));
    RunHandle run = aidp.aidp().start(WorkLoopRequest.of("Write it."), StartOptions.id("h"));
    Await.until(() -> aidp.agent().calls().size() == 1, "the turn");

    run.cancel();

    assertThat(aidp.ended(run)).ended(RunState.CANCELLED);
    assertThat(aidp.agent().living()).isEmpty();
  }

  @EachEngine
  void a_branch_that_is_red_in_a_fresh_clone_is_a_failure(AidpRuntime aidp) {
    var request =
        WorkLoopRequest.of("Write it.").check("here", "case $PWD in */clones/*) exit 1 ;; esac");

    assertThatThrownBy(() -> aidp.run(request))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("The check here of branch");
    aidp.repository().git("branch", "--delete", "--force", "aidp/l-write-it");
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }
}
