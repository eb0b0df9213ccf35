package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed at seeded moments and started again; what is promised then holds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KillSuite {

  private static final long SEED = 20_261_121;
  private static final int MOMENTS = 20;

  @TempDir Path folder;

  abstract String engine();

  abstract String target();

  @Test
  void survives_kills_at_seeded_moments() throws Exception {
    List<Duration> firstSteps = new ArrayList<>();
    Undisturbed undisturbed = undisturbed();
    System.out.printf("%s: seed %d, undisturbed: %s%n", engine(), SEED, undisturbed);

    for (Moment moment :
        Moment.seeded(SEED, MOMENTS, undisturbed.agentLines(), undisturbed.entries())) {
      Path own = folder.resolve(moment.effect() + "-" + moment.count() + "-" + firstSteps.size());
      firstSteps.add(killedAt(moment, own, undisturbed.tree()));
    }

    System.out.printf("%s: from JVM start to the first new turn: %s%n", engine(), firstSteps);
  }

  /** What the agents of a dead process do is ended before new ones begin. */
  private Duration killedAt(Moment moment, Path own, String tree) throws Exception {
    try (KilledRun run = new KilledRun(own, engine(), target())) {
      ChildJvm first = run.process();
      run.await(moment, first);
      first.kill();
      KilledRun.Before before = run.before();

      ChildJvm second = run.process();
      Duration firstStep = run.firstCallAfter(before.calls(), second);
      assertThat(second.exit()).as("%s: %s", moment, second.output()).isZero();

      run.assertWhole(tree, before, 1);
      return firstStep;
    } catch (AssertionError e) {
      throw new AssertionError("Killed at " + moment + " in " + own, e);
    }
  }

  private Undisturbed undisturbed() throws Exception {
    try (KilledRun run = new KilledRun(folder.resolve("undisturbed"), engine(), target())) {
      ChildJvm process = run.process();
      assertThat(process.exit()).as("%s", process.output()).isZero();
      String tree = run.repository().treeHash("aidp/" + OneFeature.ID);
      run.assertWhole(tree, run.before(), 0);
      return new Undisturbed(tree, run.seen(Moment.Effect.AGENT), run.seen(Moment.Effect.ENTRY));
    }
  }

  private record Undisturbed(String tree, int agentLines, int entries) {}
}
