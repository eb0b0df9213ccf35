package dev.aidp.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.RunHandle;
import dev.aidp.run.RunState;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.Gate;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.scenario.Stage;
import dev.aidp.testkit.temporal.OnEachEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a unit is said to do while it runs: an iteration is one step, and has two parts. */
@Timeout(300)
class DoingTest extends OnEachEngine {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void a_unit_says_whether_its_agent_works_or_its_checks_run(Engine engine) throws IOException {
    Path checked = folder.resolve("checked");
    Path open = folder.resolve("open");
    String slow =
        "test -e a.txt || exit 0; touch '%s'; while ! test -e '%s'; do sleep 0.05; done; ! grep red a.txt"
            .formatted(checked, open);
    try (Stage stage = Stage.on(engine.wireName(), folder, options(engine))) {
      Gate second = stage.agent().gate("second");
      stage.agent().coder("a", 1, Act.complete().writing("a.txt", "red\n"));
      stage.agent().coder("a", 2, Act.complete().writing("a.txt", "green\n").waitingAt(second));
      RunHandle run =
          stage.start("shown", Setting.plan("units: [{id: a, task: A.}]").check("slow", slow));

      Await.until(() -> Files.exists(checked), "the check has begun");
      Await.until(() -> "checks".equals(doing(run)), "checks run");
      Files.createFile(open);
      Await.until(() -> Files.exists(second.reached()), "the second turn has begun");
      assertThat(doing(run)).isEqualTo("agent");
      second.open();

      assertThat(Stage.end(run).state()).isEqualTo(RunState.COMPLETED);
    }
  }

  private static String doing(RunHandle run) {
    return String.valueOf(run.view().units().get(0).doing());
  }
}
