package dev.aidp.workflows.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolOptionsTest {

  @ParameterizedTest
  @CsvSource({"16, 64", "128, 64", "256, 128", "1024, 512", "4096, 2048", "65536, 4000"})
  void as_many_runs_are_kept_in_memory_as_a_quarter_of_it_bears(long megabytes, int runs) {
    var options = PoolOptions.factory(megabytes << 20);

    assertThat(options.getWorkflowCacheSize()).isEqualTo(runs);
    assertThat(options.getMaxWorkflowThreadCount()).isEqualTo(2 * runs);
  }
}
