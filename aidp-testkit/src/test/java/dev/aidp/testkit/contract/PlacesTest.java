package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.options.AidpOptions;
import dev.aidp.options.AidpOptions.ForWorker;
import dev.aidp.run.RunState;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.testkit.temporal.DevServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several runs of one process share its places. */
@Timeout(300)
class PlacesTest {

  /** Without checks: a look at the base's would be a part of the run too. */
  private static final Setting FIVE =
      Setting.plan(
              """
              units:
                - {id: a, task: A.}
                - {id: b, task: B.}
                - {id: c, task: C.}
                - {id: d, task: D.}
                - {id: e, task: E.}
              """)
          .unchecked();

  private static final Setting ONE = Setting.plan("units: [{id: late, task: Late.}]").unchecked();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void a_unit_that_waits_for_a_place_says_so_to_every_process(String engine) {
    AidpOptions options =
        engine.equals("native")
            ? AidpOptions.defaults()
            : AidpOptions.defaults().at(DevServer.shared().target(), null);
    try (Stage stage =
            engine.equals("native")
                ? Stage.onNative(folder)
                : Stage.onTemporal(folder, DevServer.shared().target());
        Aidp other = Aidp.open(stage.repository().top(), options)) {
      Act held = Act.complete().shell("echo x > \"$unit.txt\"").waitingAt(stage.agent().gate("g"));
      stage.agent().rule("coder/[a-e]/*/*/*", held);
      RunHandle first = stage.start("first", FIVE);
      Await.until(() -> stage.agent().living().size() == 5, "five at work");
      RunHandle second = stage.start("second", ONE);

      for (RunHandle run : List.of(second, other.run("second"))) {
        Await.until(() -> "waiting for a place".equals(doing(run)), "the word of it");
      }
      assertThat(doing(first)).isEqualTo("agent");
      assertThat(stage.agent().calls("late")).isEmpty();

      stage.agent().gate("g").open();
      assertThat(Stage.end(first).state()).isEqualTo(RunState.COMPLETED);
      RunView ended = Stage.end(second);
      assertThat(ended.state()).isEqualTo(RunState.COMPLETED);
      assertThat(ended.units().get(0).doing()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void a_process_offers_as_many_places_as_it_is_told(String engine) {
    PoolSizes one = new PoolSizes(10, 1, 2);
    try (Stage stage = stage(engine, ForWorker.USUAL.withPlaces(one))) {
      stage.agent().rule("coder/late/*/*/*", written().waitingAt(stage.agent().gate("g")));
      RunHandle first = stage.start("first", ONE);
      Await.until(() -> stage.agent().living().size() == 1, "one at work");
      RunHandle second = stage.start("second", ONE);

      Await.until(() -> "waiting for a place".equals(doing(second)), "the word of it");

      assertThat(stage.agent().living()).hasSize(1);
      stage.agent().gate("g").open();
      assertThat(Stage.end(first).state()).isEqualTo(RunState.COMPLETED);
      assertThat(Stage.end(second).state()).isEqualTo(RunState.COMPLETED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"native", "temporal"})
  void no_more_turns_of_an_agent_than_the_host_bears_are_taken_at_a_time(String engine) {
    try (Stage stage = stage(engine, ForWorker.USUAL.withAgents(Map.of("command", 2)))) {
      stage.agent().rule("coder/[a-e]/*/*/*", written().waitingAt(stage.agent().gate("g")));
      RunHandle run = stage.start("run", FIVE);

      Await.until(() -> waiting(run) >= 3, "three that wait");

      assertThat(stage.agent().living()).hasSizeLessThanOrEqualTo(2);
      stage.agent().gate("g").open();
      RunView ended = Stage.end(run);
      assertThat(ended.state()).isEqualTo(RunState.COMPLETED);
      assertThat(stage.agent().calls()).hasSize(5);
    }
  }

  private Stage stage(String engine, ForWorker worker) {
    AidpOptions options = AidpOptions.defaults().withWorker(worker);
    return Stage.on(
        engine,
        folder,
        engine.equals("native") ? options : options.at(DevServer.shared().target(), null));
  }

  private static Act written() {
    return Act.complete().shell("echo x > \"$unit.txt\"");
  }

  private static long waiting(RunHandle run) {
    return run.view().units().stream()
        .filter(unit -> "waiting for a place".equals(unit.doing()))
        .count();
  }

  private static String doing(RunHandle run) {
    RunView view = run.view();
    return view.units().isEmpty() ? "" : view.units().get(0).doing();
  }
}
