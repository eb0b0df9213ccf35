package dev.aidp.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.bench.report.ChildJvm;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class BenchTest {

  @Test
  void all_but_temporal_runs_at_a_glance() throws Exception {
    assertThat(said(Map.of("AIDP_BENCH_NATIVE_ONLY", "1")))
        .contains("An fsync of 512 appended bytes takes")
        .contains("| native | power loss |")
        .contains("| prompt, write |", "| output, read |", "| codec, encode |", "| codec, decode |")
        .contains("| journal, step |", "| merge, join |", "| replay, replay |")
        .contains("| scheduler, starts | 10000 units |")
        .contains("| iteration, one of", "| unit, one of")
        .doesNotContain("temporal");
  }

  @Test
  @Tag("long")
  void the_overhead_is_measured_on_each_server_by_both_mappings() throws Exception {
    assertThat(said(Map.of(), "overhead"))
        .contains("| temporal, in memory, ours |", "| temporal, in memory, naive |")
        .contains("| temporal, dev server stock, ours |", "| temporal, dev server stock, naive |")
        .contains("| temporal, dev server tuned, ours |", "| temporal, dev server tuned, naive |");
  }

  private static String said(Map<String, String> environment, String... what) throws Exception {
    String[] arguments =
        Stream.concat(Stream.of("--quick"), Stream.of(what)).toArray(String[]::new);
    try (ChildJvm bench = ChildJvm.running(Bench.class, environment, arguments)) {
      return String.join("\n", bench.lines());
    }
  }
}
