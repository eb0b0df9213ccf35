package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UsageException;
import dev.aidp.git.Changes;
import dev.aidp.run.AgentChain;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.AgentCall;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.testkit.temporal.OnEachEngine;
import dev.aidp.workloop.Checkpoint;
import dev.aidp.workloop.WorkLoopRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contracts, section 1: checkpoints, rollback and fork, on each engine. */
class CheckpointTest extends OnEachEngine {

  /** Adds a line to a file and changes another one; done when nine lines are there. */
  private static final Act LINE =
      Act.complete().shell("echo $iteration >> lines.txt; echo \"try $iteration\" > try.txt");

  @TempDir Path folder;

  private Stage stage(Engine engine) {
    return Stage.on(engine.wireName(), folder.resolve(engine.name()), options(engine));
  }

  private static WorkLoopRequest nine(Stage stage) {
    stage.agent().coder("loop", LINE);
    return WorkLoopRequest.of("Write nine lines.")
        .agentCommand(stage.agent().command())
        .check("nine", "test $(wc -l < lines.txt) -ge 9");
  }

  private static List<String> calls(Stage stage) {
    return stage.agent().calls().stream().map(AgentCall::key).toList();
  }

  private static List<String> places(List<Checkpoint> all) {
    return all.stream().map(Checkpoint::place).toList();
  }

  @ParameterizedTest
  @EnumSource
  void each_iteration_is_a_checkpoint_with_what_it_left_and_what_came_of_it(Engine engine) {
    try (Stage stage = stage(engine)) {
      RunHandle run =
          stage.aidp().start(nine(stage), StartOptions.id("nine").on(engine.wireName()));
      assertThat(Stage.end(run).state()).isEqualTo(RunState.COMPLETED);

      List<Checkpoint> all = run.checkpoints();

      assertThat(places(all))
          .containsExactly("1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7", "1.8", "1.9");
      assertThat(all.stream().filter(Checkpoint::regular).map(Checkpoint::iteration))
          .containsExactly(5, 9);
      Checkpoint third = all.get(2);
      assertThat(stage.repository().git("show", third.state().tree() + ":lines.txt"))
          .isEqualTo("1\n2\n3");
      assertThat(third.metrics().changes()).isEqualTo(new Changes(2, 4, 0));
      assertThat(third.metrics().failing()).containsExactly("nine");
      Checkpoint.Metrics last = all.get(8).metrics();
      assertThat(last.fixed()).containsExactly("nine");
      assertThat(last.failing()).isEmpty();
      assertThat(last.trend()).isEqualTo(Checkpoint.Trend.IMPROVING);
      assertThat(stage.repository().git("for-each-ref", "--format=%(refname)", "refs/aidp/nine"))
          .isEqualTo("refs/aidp/nine/loop/states");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_rollback_takes_no_iteration_before_it_again_and_a_fork_has_another_agent(Engine engine) {
    try (Stage stage = stage(engine)) {
      RunHandle run =
          stage.aidp().start(nine(stage), StartOptions.id("nine").on(engine.wireName()));
      RunView first = Stage.end(run);
      List<Checkpoint> before = run.checkpoints();

      assertThat(run.rollback("3").text()).contains("iteration 3 of attempt 1", "generation 2");
      assertThat(run.adopt()).isTrue();
      RunView second = Stage.end(run);

      assertThat(second.state()).isEqualTo(RunState.COMPLETED);
      assertThat(calls(stage).subList(9, 15))
          .containsExactly(
              "coder/loop/2/4",
              "coder/loop/2/5",
              "coder/loop/2/6",
              "coder/loop/2/7",
              "coder/loop/2/8",
              "coder/loop/2/9");
      assertThat(stage.agent().calls().get(9).prompt().replaceFirst("This is attempt 2.*\n", ""))
          .isEqualTo(stage.agent().calls().get(3).prompt());
      assertThat(second.commit()).isNotEqualTo(first.commit());
      assertThat(second.units().get(0).tries().iterations()).isEqualTo(9);
      assertThat(stage.repository().git("show", "aidp/nine:lines.txt"))
          .isEqualTo("1\n2\n3\n4\n5\n6\n7\n8\n9");
      assertThat(run.checkpoints().subList(0, 9)).isEqualTo(before);
      assertThat(places(run.checkpoints()).subList(9, 15))
          .containsExactly("2.4", "2.5", "2.6", "2.7", "2.8", "2.9");

      String other = "echo fork >> lines.txt; echo other >> who.txt; echo STATUS: COMPLETE";
      RunHandle fork =
          run.fork("1.3", StartOptions.defaults(), settings -> coding(settings, other));
      RunView forked = Stage.end(fork);

      assertThat(fork.id()).isEqualTo("nine-fork");
      assertThat(forked.state()).isEqualTo(RunState.COMPLETED);
      assertThat(calls(stage)).hasSize(15);
      assertThat(places(fork.checkpoints()))
          .containsExactly("1.4", "1.5", "1.6", "1.7", "1.8", "1.9");
      assertThat(stage.repository().git("show", "aidp/nine-fork:lines.txt"))
          .isEqualTo("1\n2\n3\nfork\nfork\nfork\nfork\nfork\nfork");
      assertThat(stage.repository().git("show", "aidp/nine-fork:try.txt")).isEqualTo("try 3");
      assertThat(run.view()).isEqualTo(second);
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_cannot_be_gone_back_to_is_said_and_changes_nothing(Engine engine) {
    try (Stage stage = stage(engine)) {
      Gate gate = stage.agent().gate("second");
      stage.agent().coder("loop", 2, LINE.waitingAt(gate));
      RunHandle run =
          stage.aidp().start(nine(stage), StartOptions.id("nine").on(engine.wireName()));
      gate.awaitReached();

      assertThat(run.rollback("1").outcome()).isEqualTo(Receipt.Outcome.NOT_ENDED);
      RunHandle early = run.fork("1", StartOptions.id("early"), settings -> settings);
      gate.open();
      assertThat(Stage.end(early).state()).isEqualTo(RunState.COMPLETED);
      RunView ended = Stage.end(run);

      assertThat(stage.repository().git("show", "aidp/early:lines.txt"))
          .isEqualTo("1\n2\n3\n4\n5\n6\n7\n8\n9");
      assertThatThrownBy(() -> run.rollback("10"))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("no checkpoint '10'; there are: 1.5, 1.9, 1.1, 1.2");
      assertThatThrownBy(() -> run.rollback("other@1"))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("no unit 'other'");
      assertThatThrownBy(() -> run.fork("9", StartOptions.defaults(), s -> atMost(s, 9)))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("the limit is 9");
      assertThatThrownBy(() -> run.fork("2", StartOptions.id("early"), s -> s))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("'early' exists");
      stage.repository().git("branch", "--force", "aidp/nine", "main");
      assertThat(run.rollback("3").outcome()).isEqualTo(Receipt.Outcome.OVERTAKEN);
      assertThat(run.view()).isEqualTo(ended);
    }
  }

  private static RunSettings atMost(RunSettings settings, int iterations) {
    return settings.withLimits(settings.limits().withMaxIterations(iterations));
  }

  @ParameterizedTest
  @EnumSource
  void of_a_feature_the_unit_that_goes_back_is_begun_there_and_who_needs_it_anew(Engine engine) {
    try (Stage stage = stage(engine)) {
      stage.agent().coder("first", LINE).coder("second", Act.writes("second.txt", "$attempt\n"));
      Setting setting =
          Setting.plan(
              """
              units:
                - {id: first, task: F, checks: {three: "test $(wc -l < lines.txt) -ge 3"}}
                - {id: second, task: S, depends_on: [first]}
                - {id: third, task: T}
              """);
      RunHandle run = stage.start("feature", setting);
      RunView before = Stage.end(run);
      assertThat(before.state()).isEqualTo(RunState.COMPLETED);
      assertThat(places(run.checkpoints("first"))).containsExactly("1.1", "1.2", "1.3");

      assertThat(run.rollback("first@1").changed()).isTrue();
      run.adopt();
      RunView after = Stage.end(run);

      assertThat(after.state()).isEqualTo(RunState.COMPLETED);
      assertThat(calls(stage).subList(5, calls(stage).size()))
          .containsExactly("coder/first/2/2", "coder/first/2/3", "coder/second/2/1");
      assertThat(after.commit()).isEqualTo(stage.repository().commit("aidp/feature"));
      assertThat(stage.repository().git("show", "aidp/feature:lines.txt")).isEqualTo("1\n2\n3");
      assertThatThrownBy(() -> run.rollback("4")).hasMessageContaining("first@1.3");

      RunView fork =
          Stage.end(run.fork("first@1.2", StartOptions.id("fork"), settings -> settings));

      assertThat(fork.state()).isEqualTo(RunState.COMPLETED);
      assertThat(calls(stage).subList(8, calls(stage).size()))
          .containsExactly("coder/first/1/3", "coder/second/1/1");
      assertThat(stage.repository().git("show", "aidp/fork:third.txt"))
          .isEqualTo(stage.repository().git("show", "aidp/feature:third.txt"));
      assertThat(run.view()).isEqualTo(after);
    }
  }

  private static RunSettings coding(RunSettings settings, String command) {
    return settings.withAgents(Map.of(Role.CODER, AgentChain.command(command)));
  }
}
