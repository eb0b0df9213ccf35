package dev.aidp.activities.spending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.Usage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceTableTest {

  private static final Usage TOKENS = new Usage(1_000_000, 0, 0, 100_000, 0, false);

  private final PriceTable table =
      new PriceTable(Map.of("gpt-5", new Price(1, 0, 0, 10), "local-", new Price(0, 0, 0, 0)));

  @Test
  void what_a_provider_says_that_it_cost_is_not_priced_again() {
    Usage told = new Usage(10, 0, 0, 10, 42, false);

    assertThat(table.priced(told, "gpt-5")).isEqualTo(told);
    assertThat(table.priced(Usage.NONE, "gpt-5")).isEqualTo(Usage.NONE);
  }

  @Test
  void tokens_are_priced_by_the_longest_name_that_fits_and_marked_as_estimates() {
    assertThat(table.priced(TOKENS, "gpt-5-codex")).isEqualTo(cost(2_000_000));
    assertThat(table.priced(TOKENS, "anthropic/claude-opus-4-5-x")).isEqualTo(cost(7_500_000));
    assertThat(table.priced(TOKENS, "claude-opus-4.5")).isEqualTo(cost(7_500_000));
    assertThat(table.priced(TOKENS, "local-llama")).isEqualTo(cost(0));
  }

  @Test
  void a_later_version_is_another_model() {
    assertThat(table.priced(TOKENS, "gpt-5.99")).isEqualTo(cost(8_000_000));
    assertThat(table.priced(TOKENS, "gpt-5.4-mini")).isEqualTo(cost(1_200_000));
    assertThat(table.priced(TOKENS, "claude-sonnet-40")).isEqualTo(cost(8_000_000));
  }

  @Test
  void a_model_that_nobody_knows_is_dear() {
    assertThat(table.priced(TOKENS, "never-heard-of")).isEqualTo(cost(8_000_000));
    assertThat(table.priced(TOKENS, null)).isEqualTo(cost(8_000_000));
  }

  @Test
  void a_command_notes_its_usage_line_by_line() {
    List<String> lines =
        List.of("cost_usd=0.1", "cost_usd=0.02", "output_tokens=7", "input_tokens=x", "noise");

    assertThat(UsageNote.read(lines)).isEqualTo(new Usage(0, 0, 0, 7, 120_000, false));
  }

  private static Usage cost(long microUsd) {
    return new Usage(1_000_000, 0, 0, 100_000, microUsd, true);
  }
}
