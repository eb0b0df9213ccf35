package dev.aidp.activities.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.failure.UsageException.Detail;
import dev.aidp.plan.PlanReading;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanReplyTest {

  private static final String PLAN = "feature: F\nunits:\n  - {id: a, task: T}\n";

  private final MemoryStore store = new MemoryStore();
  private final PlanActivitiesImpl plans = new PlanActivitiesImpl(store);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Here it is:\n\n```yaml\n%s```\nSTATUS: COMPLETE\n",
        "```yml\n%s```",
        "```YAML title=plan\n%s```\n",
        "~~~yaml\n%s~~~\n",
        "````yaml\n%s````\n",
        "``` yaml\n%s   ```  \n",
        "```sh\necho '```yaml'\n```\n```yaml\n%s```\n```yaml\nfeature: other\n```\n",
        "````text\n```yaml\nfeature: no\n```\n````\n```yaml\n%s```\n",
        "```yaml\n%s",
        "`yaml` and ```yaml`\n```yaml\n%s```\n",
      })
  void the_first_yaml_block_is_the_plan(String reply) {
    PlanReading reading = plans.readReply(store.put(reply.formatted(PLAN)));

    assertThat(reading.faults()).isEmpty();
    assertThat(store.text(Objects.requireNonNull(reading.graph()).plan())).isEqualTo(PLAN);
  }

  @Test
  void a_fence_inside_a_task_does_not_end_the_plan() {
    String plan =
        """
        feature: F
        units:
          - id: a
            task: |
              Write this:
              ```sh
              true
              ```
          - {id: b, task: T}
        """;

    PlanReading reading = plans.readReply(store.put("```yaml\n" + plan + "```\n"));

    assertThat(Objects.requireNonNull(reading.graph()).nodes()).hasSize(2);
  }

  @Test
  void an_indented_block_is_read_without_its_indentation_and_with_any_line_ends() {
    String reply =
        "1. The plan\n   ```yaml\r\n   feature: F\r\n   units:\r\n   - {id: a, task: T}\r\n   ```\r\n";

    assertThat(plans.readReply(store.put(reply)).faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", PLAN, "```\n" + PLAN + "```\n", "```json\n{}\n```\n", "    ```yaml\n" + PLAN})
  void a_reply_without_a_yaml_block_is_told_so(String reply) {
    assertThat(plans.readReply(store.put(reply)).faults())
        .containsExactly(
            new Detail("reply", "there is no plan in a block fenced by ```yaml and ```"));
  }

  @Test
  void places_are_counted_within_the_block() {
    PlanReading reading =
        plans.readReply(store.put("one\ntwo\n```yaml\nfeature: F\nunit: x\n```\n"));

    assertThat(reading.graph()).isNull();
    assertThat(reading.faults())
        .containsExactly(
            new Detail("plan:1:1", "'units' is missing"),
            new Detail("plan:2:1", "unknown key 'unit'; is 'units' meant?"));
  }

  @Test
  void bytes_that_are_no_text_are_no_plan_but_may_stand_elsewhere_in_the_reply() {
    byte[] reply = ("é\n```yaml\n" + PLAN + "```\né").getBytes(StandardCharsets.ISO_8859_1);
    byte[] inside = "```yaml\nfeature: é\n```".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(plans.readReply(store.put(reply)).faults()).isEmpty();
    assertThat(plans.readReply(store.put(inside)).faults())
        .containsExactly(new Detail("plan:1:10", "is not UTF-8: byte 10 (0xE9) cannot be read"));
  }

  @Test
  void a_flood_in_the_reply_or_in_the_block_is_not_kept() {
    String flood = "x".repeat(3 << 20);

    assertThat(plans.readReply(store.put(flood + "\n```yaml\n" + PLAN + "```\n")).faults())
        .isEmpty();
    assertThat(plans.readReply(store.put("```yaml\n" + flood + "\n" + flood + "\n```\n")).faults())
        .containsExactly(new Detail("plan:1:1", "is larger than 1 MiB (1048576 bytes); split it"));
  }

  @Test
  void a_stored_plan_is_read_under_its_own_reference() {
    String good = store.put(PLAN);

    assertThat(Objects.requireNonNull(plans.read(good).graph()).plan()).isEqualTo(good);
    assertThat(plans.read(store.put("feature: F\n")).graph()).isNull();
  }
}
