package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.aidp.RunHandle;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.testkit.temporal.OnEachEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a feature will be ready, to people and to programs. */
@Timeout(300)
class ReadyTest extends OnEachEngine {

  private static final Setting PLAN =
      Setting.plan(
          """
          units:
            - {id: a, task: A.}
            - {id: b, task: B., depends_on: [a]}
            - {id: c, task: C., depends_on: [b]}
          """);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void a_feature_says_when_its_units_will_be_done(Engine engine) throws IOException {
    try (Stage stage = Stage.on(engine.wireName(), folder, options(engine))) {
      Gate first = stage.agent().gate("first");
      Gate second = stage.agent().gate("second");
      stage.agent().coder("a", Act.writes("a.txt", "a").waitingAt(first));
      stage.agent().coder("b", Act.writes("b.txt", "b").waitingAt(second));
      RunHandle run = stage.start("timed", PLAN);
      first.awaitReached();
      assertThat(run.view().times().estimatedCompletion()).as("nothing is known").isNull();
      first.open();
      second.awaitReached();

      RunView view = run.view();
      JsonNode status = new JsonMapper().readTree(run.query("orchestration_status", "[]"));

      assertThat(view.times().estimatedCompletion()).isAfter(view.times().startedAt());
      assertThat(view.times().estimatedCompletionP90())
          .isAfterOrEqualTo(view.times().estimatedCompletion());
      assertThat(view.units().get(0).times().estimatedCompletion()).isNull();
      assertThat(view.units().get(2).times().estimatedCompletion())
          .isAfter(view.units().get(1).times().estimatedCompletion());
      assertThat(status.get("total_units").asInt()).isEqualTo(3);
      assertThat(status.get("completed").asInt()).isEqualTo(1);
      assertThat(status.get("in_progress").asInt()).isEqualTo(1);
      assertThat(status.get("progress_percent").asInt()).isEqualTo(33);
      JsonNode b = status.get("unit_details").get(1);
      assertThat(b.get("id").asText()).isEqualTo("b");
      assertThat(b.get("status").asText()).isEqualTo("running");
      assertThat(b.get("progress").asInt()).isBetween(0, 99);
      assertThat(b.get("current_step").asText()).isEqualTo("attempt 1");
      assertThat(Instant.parse(b.at("/estimated_completion/p50").asText()))
          .isBeforeOrEqualTo(Instant.parse(b.at("/estimated_completion/p90").asText()));
      assertThat(status.get("unit_details").get(2).get("current_step").asText())
          .isEqualTo("waits for b");
      assertThat(status.at("/estimated_total_completion/p90").asText()).isNotEmpty();
      second.open();
      assertThat(Stage.end(run).state()).isEqualTo(RunState.COMPLETED);
      assertThat(run.view().times().estimatedCompletion()).isNull();
    }
  }
}
