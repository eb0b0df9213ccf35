package dev.aidp.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.Limits;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyUnitsTest {

  private static final int UNITS = 150;
  private static final long SEED = 150;

  @TempDir Path folder;

  @Tag("long")
  @Test
  void does_150_trivial_units_in_a_random_graph() {
    heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    long begin = System.nanoTime();

    try (Stage stage = Stage.onNative(folder)) {
      RunView view =
          Stage.end(
              stage.start("many", Setting.plan(graph()).limits(parallel(5))),
              Duration.ofMinutes(10));

      Duration wall = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(view.state()).isEqualTo(RunState.COMPLETED);
      assertThat(view.progress().completed()).isEqualTo(UNITS);
      assertThat(stage.agent().calls()).hasSize(UNITS);
      assertThat(stage.repository().files("aidp/many")).hasSize(UNITS + 1);
      System.out.printf(
          "%d units in a random graph (seed %d): %.1f s, peak heap %d MiB%n",
          UNITS, SEED, wall.toMillis() / 1000.0, peakHeap() >> 20);
    }
  }

  private static Limits parallel(int n) {
    return Limits.defaults().withMaxParallel(n);
  }

  /** Each unit needs up to three of the ten before it. */
  private static String graph() {
    Random random = new Random(SEED);
    StringBuilder units = new StringBuilder("units:\n");
    for (int i = 0; i < UNITS; i++) {
      TreeSet<Integer> needs = new TreeSet<>();
      for (int n = random.nextInt(4); n > 0 && i > 0; n--) {
        needs.add(Math.max(0, i - 1 - random.nextInt(10)));
      }
      List<String> names = new ArrayList<>();
      needs.forEach(need -> names.add("u" + need));
      units.append("  - {id: u%d, task: Trivial., depends_on: %s}%n".formatted(i, names));
    }
    return units.toString();
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static long peakHeap() {
    return heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
  }
}
