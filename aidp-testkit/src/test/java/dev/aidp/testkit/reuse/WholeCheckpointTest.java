package dev.aidp.testkit.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.Receipt;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.FeatureCheckpoint;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.AgentChain;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.AgentCall;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.testkit.temporal.OnEachEngine;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checkpoints of a whole run, on each engine. */
class WholeCheckpointTest extends OnEachEngine {

  private static final String ROW =
      """
      units:
        - {id: a, task: A}
        - {id: b, task: B, depends_on: [a]}
        - {id: c, task: C, depends_on: [b]}
        - {id: d, task: D, depends_on: [c]}
      """;

  @TempDir Path folder;

  private Stage stage(Engine engine) {
    return Stage.on(engine.wireName(), folder.resolve(engine.name()), options(engine));
  }

  private static List<String> units(Stage stage, int from) {
    List<AgentCall> calls = stage.agent().calls();
    return calls.subList(from, calls.size()).stream().map(AgentCall::unit).toList();
  }

  private static List<String> names(RunHandle run) {
    return run.wholeCheckpoints().stream().map(each -> each.name() + " " + each.unit()).toList();
  }

  private static RunView completed(RunHandle run) {
    RunView view = Stage.end(run);
    assertThat(view.state()).as("%s", view.error()).isEqualTo(RunState.COMPLETED);
    return view;
  }

  @ParameterizedTest
  @EnumSource
  void each_unit_that_is_done_is_one_and_a_run_that_goes_back_does_those_after_it_again(
      Engine engine) {
    try (Stage stage = stage(engine)) {
      RunHandle run = stage.start("row", Setting.plan(ROW));
      RunView before = completed(run);

      List<FeatureCheckpoint> all = run.wholeCheckpoints();
      assertThat(names(run)).containsExactly("@1 a", "@2 b", "@3 c", "@4 d");
      assertThat(all).extracting(FeatureCheckpoint::total).containsOnly(4);
      assertThat(all.get(1).commit()).isEqualTo(stage.repository().commit("aidp-units/row/b"));

      stage.agent().coder("d", Act.writes("d.txt", "otherwise\n")).command();
      assertThat(run.rollback("2").text()).contains("2 of 4 units done", "generation 2");
      assertThat(run.adopt()).isTrue();
      RunView after = completed(run);

      assertThat(units(stage, 4)).containsExactly("c", "d");
      assertThat(after.commit()).isNotEqualTo(before.commit());
      assertThat(after.commit()).isEqualTo(stage.repository().commit("aidp/row"));
      assertThat(stage.repository().git("show", "aidp/row:d.txt")).isEqualTo("otherwise");
      assertThat(run.wholeCheckpoints().subList(0, 2)).isEqualTo(all.subList(0, 2));
      assertThat(names(run)).containsExactly("@1 a", "@2 b", "@3 c", "@4 d");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_fork_has_what_was_done_and_does_the_rest_by_another_agent_or_another_plan(Engine engine) {
    try (Stage stage = stage(engine)) {
      RunHandle run = stage.start("row", Setting.plan(ROW));
      RunView first = completed(run);

      RunHandle other =
          run.fork("@2", StartOptions.id("other"), settings -> coding(settings, "forked"));
      completed(other);

      assertThat(units(stage, 4)).isEmpty();
      assertThat(stage.repository().git("show", "aidp/other:forked.txt")).isEqualTo("c\nd");
      assertThat(stage.repository().treeHash("aidp/other"))
          .isNotEqualTo(stage.repository().treeHash("aidp/row"));
      assertThat(names(other)).startsWith("@1 a", "@2 b");

      String changed = ROW.replace("task: B", "task: Bee").replace("task: D", "task: Dee");
      RunHandle planned =
          run.fork(
              "@3",
              StartOptions.id("planned"),
              settings -> settings,
              new PlanSource(String.valueOf(Setting.plan(changed).plan()), "other.yml"));
      completed(planned);

      assertThat(units(stage, 4)).containsExactly("b", "c", "d");
      assertThat(run.view()).isEqualTo(first);
      assertThat(run.fork("@2", StartOptions.id("other"), s -> coding(s, "forked")).id())
          .isEqualTo("other");
      assertThatThrownBy(() -> run.fork("@3", StartOptions.id("other"), s -> coding(s, "forked")))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("'other' exists");
    }
  }

  private static RunSettings coding(RunSettings settings, String file) {
    String command = "echo \"$AIDP_UNIT_ID\" >> %s.txt; echo STATUS: COMPLETE".formatted(file);
    return settings.withAgents(Map.of(Role.CODER, AgentChain.command(command)));
  }

  @ParameterizedTest
  @EnumSource
  void a_feature_that_was_stopped_on_the_way_goes_on_with_what_is_left(Engine engine) {
    try (Stage stage = stage(engine)) {
      Gate gate = stage.agent().gate("third");
      stage.agent().rule("coder/c/1/*/*", Act.complete().waitingAt(gate));
      RunHandle run = stage.start("row", Setting.plan(ROW));
      gate.awaitReached();
      assertThat(names(run)).containsExactly("@1 a", "@2 b");
      assertThat(run.rollback("@1").outcome()).isEqualTo(Receipt.Outcome.NOT_ENDED);
      run.cancel();
      RunView stopped = Stage.end(run);
      assertThat(stopped.state()).isEqualTo(RunState.CANCELLED);
      assertThat(names(run)).containsExactly("@1 a", "@2 b");

      assertThat(run.retry(List.of()).changed()).isTrue();
      run.adopt();
      RunView view = completed(run);

      assertThat(view.units()).extracting(RunView.UnitView::state).containsOnly(UnitState.MERGED);
      assertThat(units(stage, 0)).containsExactly("a", "b", "c", "c", "d");
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_is_not_there_is_said_with_what_is(Engine engine) {
    try (Stage stage = stage(engine)) {
      RunHandle run = stage.start("row", Setting.plan(ROW));
      completed(run);

      assertThatThrownBy(() -> run.rollback("5"))
          .isInstanceOf(NotFoundException.class)
          .hasMessageContaining("no checkpoint '5'; there are: @1 to @4, a@1.1");
      assertThatThrownBy(() -> run.rollback("@0")).isInstanceOf(NotFoundException.class);
      PlanSource plan = new PlanSource(ROW, "row.yml");
      assertThatThrownBy(() -> run.fork("a@1", StartOptions.defaults(), s -> s, plan))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("Another plan");
    }
  }

  /** What it recorded is as if by a program that this one is not: it cannot be played again. */
  @Test
  void another_version_of_the_program_goes_on_with_a_run_that_has_ended() throws SQLException {
    try (Stage stage = stage(Engine.NATIVE)) {
      Gate gate = stage.agent().gate("third");
      stage.agent().rule("coder/c/1/*/*", Act.complete().waitingAt(gate));
      RunHandle run = stage.start("row", Setting.plan(ROW));
      gate.awaitReached();
      run.cancel();
      Stage.end(run);
      String database = "jdbc:sqlite:" + stage.repository().top().resolve(".aidp/aidp.db");
      try (Connection connection = DriverManager.getConnection(database);
          Statement statement = connection.createStatement()) {
        int renamed =
            statement.executeUpdate(
                "UPDATE native_entries SET key = key || '-of-old', type = type || 'OfOld' WHERE kind"
                    + " IN ('STEP', 'CHILD')");
        assertThat(renamed).isPositive();
      }

      assertThat(names(run)).containsExactly("@1 a", "@2 b");
      assertThat(run.retry(List.of()).changed()).isTrue();
      run.adopt();
      completed(run);

      assertThat(units(stage, 0)).containsExactly("a", "b", "c", "c", "d");
    }
  }
}
