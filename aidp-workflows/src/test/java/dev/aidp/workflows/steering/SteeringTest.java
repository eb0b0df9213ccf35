package dev.aidp.workflows.steering;

import static dev.aidp.workflows.script.Samples.instruction;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.Instruction;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.Priority;
import dev.aidp.run.Tuning;
import dev.aidp.run.Waiting;
import dev.aidp.workflows.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteeringTest {

  private final Steering steering = new Steering();

  @Test
  void hears_an_answer_only_while_it_is_asked_and_only_the_first() {
    Waiting question =
        new Waiting(Waiting.Reason.APPROVAL, "It waits.", "Approve it.", null, Instant.EPOCH);

    steering.approve();
    steering.waitFor(question);
    assertThat(steering.answer()).isNull();
    steering.reject(" too late ");
    steering.approve();

    assertThat(steering.answer()).isEqualTo(new Answer(false, "too late"));
  }

  @Test
  void an_approval_is_no_answer_to_another_question() {
    steering.waitFor(
        new Waiting(
            Waiting.Reason.BUDGET, "It is spent.", "Give more.", "budget.usd", Instant.EPOCH));

    steering.approve();

    assertThat(steering.answer()).isNull();
  }

  @Test
  void orders_instructions_by_urgency_then_by_arrival() {
    steering.inject(instruction("n1", Priority.NORMAL));
    steering.inject(instruction("c", Priority.CRITICAL));
    steering.inject(instruction("n2", Priority.NORMAL));
    steering.inject(instruction("h", Priority.HIGH));

    assertThat(steering.pending())
        .extracting(Instruction::id)
        .containsExactly("c", "h", "n1", "n2");
  }

  @Test
  void ignores_a_second_instruction_with_the_same_id_even_when_the_first_is_used() {
    Instruction first = instruction("i", Priority.NORMAL);
    steering.inject(first);
    steering.instructions().given(first, "a");
    steering.inject(instruction("i", Priority.CRITICAL));

    assertThat(steering.pending()).isEmpty();
  }

  @Test
  void takes_what_a_plain_client_sends_with_only_a_text() {
    steering.inject(Wire.read("{\"text\":\"one\"}", Instruction.class));
    steering.inject(Wire.read("{\"text\":\"two\",\"unit\":\"a\"}", Instruction.class));
    steering.inject(Wire.read("{}", Instruction.class));

    assertThat(steering.pending()).extracting(Instruction::text).containsExactly("one", "two");
    assertThat(steering.pending()).extracting(Instruction::priority).containsOnly(Priority.NORMAL);
    assertThat(steering.pending()).extracting(Instruction::id).doesNotHaveDuplicates();
  }

  @Test
  void a_parallel_limit_below_one_is_none() {
    steering.tune(new Tuning(2, null));
    steering.tune(new Tuning(0, null));

    assertThat(steering.tuning().maxParallel()).isEqualTo(2);
  }

  @Test
  void puts_back_what_came_back_before_the_others_of_its_priority() {
    Instruction first = instruction("first", Priority.NORMAL);
    steering.inject(first);
    steering.instructions().given(first, "a");
    steering.inject(instruction("second", Priority.NORMAL));
    steering.instructions().putBack(List.of(first));

    assertThat(steering.pending()).extracting(Instruction::id).containsExactly("first", "second");
  }

  @Test
  void a_newer_plan_update_takes_the_place_of_one_that_no_turn_is_reading() {
    steering.inject(update("first", Priority.HIGH));
    steering.inject(update("second", Priority.LOW));
    assertThat(steering.pending()).extracting(Instruction::id).containsExactly("second");

    assertThat(steering.instructions().take()).hasSize(1);
    steering.inject(update("third", Priority.LOW));
    assertThat(steering.pending()).hasSize(2);

    // That turn came to nothing.
    assertThat(steering.instructions().take()).extracting(Instruction::id).containsExactly("third");
    assertThat(steering.receipts().all())
        .extracting(InstructionReceipt::end)
        .containsExactly(
            InstructionReceipt.End.SUPERSEDED,
            InstructionReceipt.End.SUPERSEDED,
            InstructionReceipt.End.PENDING);
  }

  private static Instruction update(String id, Priority priority) {
    return new Instruction(id, "Do " + id, priority, null, Instruction.Kind.PLAN_UPDATE);
  }

  @Test
  void keeps_what_a_tuning_does_not_name() {
    steering.tune(new Tuning(2, null));
    steering.tune(new Tuning(null, Duration.ofHours(1)));

    assertThat(steering.tuning()).isEqualTo(new Tuning(2, Duration.ofHours(1)));
  }

  @Test
  void may_run_to_its_end_when_it_is_cancelled_while_paused() {
    steering.pause();
    assertThat(steering.mayRun()).isFalse();

    steering.cancel();
    assertThat(steering.mayRun()).isTrue();
  }
}
