package dev.aidp.activities.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.failure.UsageException.Detail;
import dev.aidp.plan.PlanReading;
import dev.aidp.plan.PlanText;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanReplyTest {

  private static final String PLAN = "feature: F\nunits:\n  - {id: a, task: T}\n";

  private final MemoryStore store = new MemoryStore();
  private final PlanActivitiesImpl plans =
      new PlanActivitiesImpl(store, (commit, path) -> Optional.empty());

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
    PlanReading reading = read(reply.formatted(PLAN));

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

    PlanReading reading = read("```yaml\n" + plan + "```\n");

    assertThat(Objects.requireNonNull(reading.graph()).nodes()).hasSize(2);
  }

  @Test
  void an_indented_block_is_read_without_its_indentation_and_with_any_line_ends() {
    String reply =
        "1. The plan\n   ```yaml\r\n   feature: F\r\n   units:\r\n   - {id: a, task: T}\r\n   ```\r\n";

    assertThat(read(reply).faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", PLAN, "```\n" + PLAN + "```\n", "```json\n{}\n```\n", "    ```yaml\n" + PLAN})
  void a_reply_without_a_yaml_block_is_told_so(String reply) {
    assertThat(read(reply).faults())
        .containsExactly(
            new Detail("reply", "there is no plan in a block fenced by ```yaml and ```"));
  }

  @Test
  void places_are_counted_within_the_block() {
    PlanReading reading = read("one\ntwo\n```yaml\nfeature: F\nunit: x\n```\n");

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

    assertThat(read(reply).faults()).isEmpty();
    assertThat(read(inside).faults())
        .containsExactly(new Detail("plan:1:10", "is not UTF-8: byte 10 (0xE9) cannot be read"));
  }

  @Test
  void a_flood_in_the_reply_or_in_the_block_is_not_kept() {
    String flood = "x".repeat(3 << 20);

    assertThat(read(flood + "\n```yaml\n" + PLAN + "```\n").faults()).isEmpty();
    assertThat(read("```yaml\n" + flood + "\n" + flood + "\n```\n").faults())
        .containsExactly(new Detail("plan:1:1", "is larger than 1 MiB (1048576 bytes); split it"));
  }

  @Test
  void a_stored_plan_is_read_under_its_own_reference() {
    String good = store.put(PLAN);

    assertThat(Objects.requireNonNull(plans.read(new PlanText(good, Map.of())).graph()).plan())
        .isEqualTo(good);
    assertThat(plans.read(new PlanText(store.put("feature: F\n"), Map.of())).graph()).isNull();
  }

  @Test
  void what_settings_say_of_capacities_holds_for_a_planner_s_plan_as_for_a_given_one() {
    String plan = "feature: F\nunits:\n  - {id: a, task: T, resources: {gpu: 2}}\n";
    String reply = store.put("```yaml\n" + plan + "```\n");

    assertThat(plans.readReply(new PlanText(reply, Map.of())).faults())
        .extracting(Detail::message)
        .singleElement()
        .asString()
        .contains("nobody says how much there is of 'gpu'");
    assertThat(plans.readReply(new PlanText(reply, Map.of("gpu", 1))).faults())
        .extracting(Detail::message)
        .containsExactly("this takes 2 of 'gpu', but there is only 1");
    PlanReading read = plans.readReply(new PlanText(reply, Map.of("gpu", 4, "disk", 1)));
    assertThat(Objects.requireNonNull(read.graph()).capacities())
        .isEqualTo(Map.of("gpu", 4, "disk", 1));
    String own = store.put(plan.replace("units:", "capacities: {gpu: 3}\nunits:"));
    assertThat(
            Objects.requireNonNull(plans.read(new PlanText(own, Map.of("gpu", 1))).graph())
                .capacities())
        .as("the plan's word counts more")
        .isEqualTo(Map.of("gpu", 3));
  }

  private PlanReading read(byte[] reply) {
    return plans.readReply(new PlanText(store.put(reply), Map.of()));
  }

  private PlanReading read(String reply) {
    return plans.readReply(new PlanText(store.put(reply), Map.of()));
  }
}
