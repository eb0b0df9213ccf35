package dev.aidp.activities.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.failure.StepFailedException;
import dev.aidp.run.Check;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlanTextsTest {

  private static final long SEED = 20_261_121L;

  private final MemoryStore store = new MemoryStore();
  private final PlanTexts texts = new PlanTexts(store);

  @Test
  void tells_what_was_written_of_a_unit_and_reads_a_plan_once() {
    String plan =
        store.put(
            """
            feature: Add CSV export
            units:
              - id: model
                task: |
                  Add the model.
                  Keep it small.
                files: [src/model/**, "**/pom.xml"]
                checks: {unit: mvn -q test, yes: 1.0, port: {command: ./serve, exclusive: true}}
              - {id: free, task: T}
            """);

    assertThat(texts.whole(plan).feature()).isEqualTo("Add CSV export");
    assertThat(texts.task(plan, "model")).isEqualTo("Add the model.\nKeep it small.\n");
    assertThat(texts.claims(plan, "model")).containsExactly("src/model/**", "**/pom.xml");
    assertThat(texts.claimed(plan, "model", "a/pom.xml")).isTrue();
    assertThat(texts.claimed(plan, "model", "src/view/x")).isFalse();
    assertThat(texts.claimed(plan, "free", "src/view/x")).isTrue();
    assertThat(texts.checks(plan, "model"))
        .containsExactly(
            new Check("unit", "mvn -q test"),
            new Check("yes", "1.0"),
            new Check("port", "./serve", true));
    assertThat(store.opened).isEqualTo(1);
  }

  @Test
  void what_is_asked_wrongly_fails_for_what_it_is() {
    String faulty = store.put("feature: F\n");

    assertThatThrownBy(() -> texts.task(faulty, "a"))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("plan:1:1");
    assertThatThrownBy(() -> texts.task("missing", "a")).isInstanceOf(NoSuchElementException.class);
    assertThatThrownBy(() -> texts.task(store.put(PlanTexts.single("a", "T")), "b"))
        .hasMessageContaining("no unit b");
  }

  @Test
  void any_task_comes_back_from_the_plan_of_a_single_unit_as_it_was() {
    Random random = new Random(SEED);
    for (int i = 0; i < 3_000; i++) {
      String task = "t" + text(random);

      String plan = store.put(PlanTexts.single("loop", task));

      assertThat(texts.task(plan, "loop")).as("text %d of seed %d", i, SEED).isEqualTo(task);
    }
  }

  /** Characters that mean something to YAML, that it refuses, that break lines, and halves. */
  private static String text(Random random) {
    String odd =
        "\"'\\/{}[]:,#&*!|>%@`-? \t\n\r\0\u0007\u001b\u007f\u0085\u00a0\u2028\u2029\ufeff\ufffe\uffff\ud83d\ude00\ud83d";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      switch (random.nextInt(3)) {
        case 0 -> text.append(odd.charAt(random.nextInt(odd.length())));
        case 1 -> text.append((char) random.nextInt(0x10000));
        default -> text.appendCodePoint(random.nextInt(0x110000));
      }
    }
    return text.toString();
  }
}
