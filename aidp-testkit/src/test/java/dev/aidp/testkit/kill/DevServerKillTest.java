package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.testkit.temporal.DevServer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server dies too, and comes back with its file on its port. */
class DevServerKillTest {

  private static final KilledRun.Before NOTHING = new KilledRun.Before(Map.of(), Map.of(), 0);

  @TempDir Path folder;

  @Test
  void a_run_goes_on_after_its_server_and_its_process_were_killed() throws Exception {
    try (DevServer server = DevServer.start();
        KilledRun run = new KilledRun(folder, "temporal", server.target())) {
      ChildJvm first = run.process();
      run.await(new Moment(Moment.Effect.AGENT, 5), first);
      server.kill();
      first.kill();
      server.restart();

      ChildJvm second = run.process();

      assertThat(second.exit()).as("%s", second.output()).isZero();
      run.assertWhole(run.repository().treeHash("aidp/" + OneFeature.ID), NOTHING, 1);
    }
  }

  @Tag("long")
  @Test
  void a_run_goes_on_after_its_server_was_killed_and_restarted() throws Exception {
    try (DevServer server = DevServer.start();
        KilledRun run = new KilledRun(folder, "temporal", server.target())) {
      ChildJvm first = run.process();
      run.await(new Moment(Moment.Effect.AGENT, 5), first);
      server.kill();
      server.restart();

      int exit = first.exit();
      assertThat(exit).as("%s", first.output()).isIn(0, 5);
      ChildJvm second = run.process();
      assertThat(second.exit()).as("%s", second.output()).isZero();

      run.assertWhole(run.repository().treeHash("aidp/" + OneFeature.ID), NOTHING, 1);
    }
  }
}
