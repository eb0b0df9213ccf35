package dev.aidp.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.worktree.WorktreeSettings;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.Defaults;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.temporal.InMemoryServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a project needs besides its tree is there for agents, checks and verdicts, and no more. */
class PreparedRunTest {

  private static final WorktreeSettings SETTINGS =
      new WorktreeSettings(
          "mkdir -p generated && cp lock generated/of-lock",
          WorktreeSettings.SETUP_TIMEOUT,
          List.of("lock"),
          List.of(".env"),
          List.of("node_modules"),
          List.of(),
          false);

  private static final Scenario SCENARIO =
      Scenario.of(
              "ignored files of the main checkout, and what setup makes",
              Setting.plan("units: [{id: one, task: One.}, {id: two, task: Two.}]")
                  .check("env", ". ./.env && test \"$KEY\" = 1")
                  .check("modules", "test -f node_modules/lib.js")
                  .check("setup", "cmp lock generated/of-lock"),
              agent ->
                  agent.coder(
                      "one",
                      Act.writes("one.txt", "one")
                          .shell(". ./.env && test -f node_modules/lib.js && echo 2 > lock")
                          .shell("git add -A && git commit -qm 'My work'")),
              """
              completed, exit 0
              one merged, attempt 1, iteration 1
              two merged, attempt 1, iteration 1
              joined: one, two
              lock: 2
              one.txt: one
              two.txt: work of two
              coder/one/1/1
              coder/two/1/1
              """)
          .in(
              repository -> {
                repository
                    .write(".gitignore", "node_modules/\n.env\ngenerated/\n")
                    .write("lock", "1\n")
                    .commitAll("Ignore what is installed");
                repository.write(".env", "KEY=1\n").write("node_modules/lib.js", "lib\n");
              })
          .uncloned("a fresh clone has neither .env nor node_modules");

  @Test
  void on_native(@TempDir Path folder) {
    assertThat(summary("native", folder, null)).isEqualTo(SCENARIO.expected());
  }

  @Test
  void on_temporal(@TempDir Path folder) {
    try (InMemoryServer server = InMemoryServer.start()) {
      assertThat(summary("temporal", folder, server.target())).isEqualTo(SCENARIO.expected());
    }
  }

  private static String summary(String engine, Path folder, String target) {
    AidpOptions.ForAgents agents =
        new AidpOptions.ForAgents(
            ImmutableList.of(),
            ImmutableList.of(),
            ImmutableMap.of(),
            SETTINGS,
            Defaults.PORT_BASE);
    try (Stage stage =
        Stage.on(engine, folder, AidpOptions.defaults().at(target, null).withAgents(agents))) {
      return stage.play(SCENARIO).summary();
    }
  }
}
