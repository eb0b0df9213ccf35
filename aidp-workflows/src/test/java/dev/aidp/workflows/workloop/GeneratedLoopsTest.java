package dev.aidp.workflows.workloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What must hold of every loop, whatever agents, checks and people do to it. */
class GeneratedLoopsTest {

  private static final int HISTORIES = Integer.getInteger("aidp.histories", 10_000);
  private static final long SEED = Long.getLong("aidp.seed", 20_261_129L);

  @Test
  void a_loop_is_never_done_without_proof_nor_over_its_limits_and_hears_each_instruction_once() {
    Map<String, Long> ends =
        LongStream.range(SEED, SEED + HISTORIES)
            .parallel()
            .mapToObj(GeneratedLoopsTest::end)
            .collect(Collectors.groupingBy(end -> end, TreeMap::new, Collectors.counting()));

    System.out.printf("%d histories from seed %d ended: %s%n", HISTORIES, SEED, ends);
    Map<String, Long> expected = new LinkedHashMap<>();
    ends.forEach((end, times) -> expected.put(end, Math.max(times, HISTORIES / 50)));
    assertThat(ends).as("each end is met often enough").isEqualTo(expected);
    assertThat(ends).containsOnlyKeys("cancelled", "completed", "failed");
  }

  private static String end(long seed) {
    try {
      return new GeneratedLoop(seed).live();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("history %d: %s".formatted(seed, e.getMessage()), e);
    }
  }
}
