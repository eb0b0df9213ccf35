package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.testkit.suite.Portion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed at seeded moments and started again; what is promised then holds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KillSuite {

  private static final long SEED = 20_261_121;
  private static final int MOMENTS = Portion.of(20, 2);

  @TempDir Path folder;

  abstract String engine();

  abstract String target();

  @Test
  void survives_kills_at_seeded_moments() throws Exception {
    List<Duration> firstSteps = new ArrayList<>();
    Undisturbed undisturbed = undisturbed();
    System.out.printf("%s: seed %d, undisturbed: %s%n", engine(), SEED, undisturbed);

    int number = 0;
    for (Moment moment :
        Moment.seeded(SEED, MOMENTS, undisturbed.agentLines(), undisturbed.entries())) {
      Path own = folder.resolve(Integer.toString(++number));
      killedAt(moment, own, undisturbed.tree()).ifPresent(firstSteps::add);
    }

    Collections.sort(firstSteps);
    System.out.printf(
        "%s: from JVM start to the first new turn: median %s, longest %s (%d of %d moments)%n",
        engine(),
        firstSteps.get(firstSteps.size() / 2),
        firstSteps.get(firstSteps.size() - 1),
        firstSteps.size(),
        MOMENTS);
  }

  /** Returns the time to the first turn after the kill, if one was left to take. */
  private Optional<Duration> killedAt(Moment moment, Path own, String tree) throws Exception {
    try (KilledRun run = killed(own)) {
      ChildJvm first = run.process();
      run.await(moment, first);
      first.kill();
      KilledRun.Before before = run.before();

      ChildJvm second = run.process();
      Optional<Duration> firstStep = run.firstCallAfter(before.calls(), second);
      assertThat(second.exit()).as("%s: %s", moment, second.output()).isZero();

      run.assertWhole(tree, before, 1);
      firstStep.ifPresent(after -> System.out.printf("%s: at %s: %s%n", engine(), moment, after));
      return firstStep;
    } catch (AssertionError e) {
      throw new AssertionError("Killed at " + moment + " in " + own, e);
    }
  }

  /** On Temporal every second one is by a hub, as if other hosts took part. */
  private KilledRun killed(Path own) {
    boolean second = Integer.parseInt(own.getFileName().toString()) % 2 == 0;
    return second && engine().equals("temporal")
        ? KilledRun.byHub(own, target())
        : new KilledRun(own, engine(), target());
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
