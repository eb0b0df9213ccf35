package dev.aidp.workflows.workloop;

import static dev.aidp.workflows.script.Samples.settings;
import static dev.aidp.workflows.script.Samples.unit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UsageException;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Defaults;
import dev.aidp.run.Instruction;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.InstructionReceipt.End;
import dev.aidp.run.Limits;
import dev.aidp.run.Priority;
import dev.aidp.run.QuestionAnswer;
import dev.aidp.run.RunSettings;
import dev.aidp.run.UnitState;
import dev.aidp.run.Waiting;
import dev.aidp.workflows.script.Samples;
import dev.aidp.workflows.script.ScriptedContext;
import dev.aidp.workflows.script.World;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.WorkLoopRequest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** An agent that asks, and who answers it or does not. */
class QuestionsTest {

  private final World world = new World();
  private final ScriptedContext context = new ScriptedContext("f/a", world, new Random(1));
  private final WorkLoopWorkflowImpl loop = new WorkLoopWorkflowImpl(context);

  @Test
  void the_answer_goes_into_the_next_turn_and_nothing_is_checked_before() {
    asks(1, "Which database?");
    context.whenIdle(() -> answer(null, "Postgres."));

    UnitResult result = run(Limits.defaults());

    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
    assertThat(world.checks).allMatch(request -> request.iteration() == 2);
    TurnRequest second = world.turns.get(1);
    assertThat(second.brief().instructions())
        .extracting(Instruction::text)
        .containsExactly("Postgres.");
    assertThat(second.brief().feedback()).contains("you asked:\nWhich database?");
    assertThat(result.receipts())
        .extracting(InstructionReceipt::end, InstructionReceipt::iteration)
        .containsExactly(org.assertj.core.api.Assertions.tuple(End.CONSUMED, 2));
    assertThat(result.report().warnings()).noneMatch(each -> each.contains("Nobody answered"));
    assertThat(context.waits()).isEmpty();
  }

  @Test
  void while_it_waits_it_says_what_it_is_asked_and_its_time_stands_still() {
    asks(1, "Which database?");
    Waiting[] seen = new Waiting[1];
    context.whenIdle(
        () -> {
          seen[0] = loop.status().waiting();
          world.now = world.now.plus(Duration.ofHours(3));
        });
    context.whenIdle(() -> answer("a", "Postgres."));

    UnitResult result = run(Limits.defaults());

    assertThat(seen[0].reason()).isEqualTo(Waiting.Reason.QUESTION);
    assertThat(seen[0].question()).isEqualTo(new Waiting.Question("a", "Which database?"));
    assertThat(result.report().times().waited()).isEqualTo(Duration.ofHours(3));
    assertThat(loop.status().waiting()).isNull();
    assertThat(world.told).hasSize(2);
  }

  @Test
  void a_question_is_no_end_of_the_work_even_if_the_reply_says_that_it_is_complete() {
    world.agent(
        "a",
        request -> {
          TurnResult done = world.works(request);
          return request.iteration() == 1 ? done.withTexts(asking("May I delete it?")) : done;
        });
    context.whenIdle(() -> answer(null, "Yes."));

    assertThat(run(Limits.defaults()).report().tries().iterations()).isEqualTo(2);
  }

  @Test
  void who_is_not_answered_decides_by_himself_and_the_report_says_so() {
    asks(1, "Which\ndatabase?");

    UnitResult result = run(Limits.defaults());

    assertThat(waited()).isEqualTo(Defaults.PATIENCE);
    assertThat(world.turns.get(1).brief().feedback())
        .contains("Nobody has answered within 1d", "decide by yourself", "say in your reply");
    assertThat(result.report().warnings())
        .contains("Nobody answered its question, so it decided by itself: Which database?");
    assertThat(result.report().state()).isEqualTo(UnitState.COMPLETED);
  }

  @Test
  void with_no_patience_it_never_waits() {
    asks(1, "Which database?");

    UnitResult result = run(settings().withPatience(Duration.ZERO));

    assertThat(context.waits()).isEmpty();
    assertThat(world.turns.get(1).brief().feedback()).contains("Nobody has answered. Do not ask");
    assertThat(result.report().warnings()).anyMatch(each -> each.contains("Nobody answered"));
  }

  @Test
  void
      after_a_question_that_nobody_answered_it_does_not_wait_again_until_somebody_says_something() {
    world.agent(
        "a",
        request -> {
          if (request.iteration() == 4) {
            loop.injectInstruction(Samples.instruction("back", Priority.NORMAL));
          }
          return request.iteration() < 6
              ? asking(request, "Question " + request.iteration() + "?")
              : world.works(request);
        });

    run(Limits.defaults());

    // The first, and the one after somebody has said something.
    assertThat(waited()).isEqualTo(Defaults.PATIENCE.multipliedBy(2));
  }

  @Test
  void who_asks_in_his_last_iteration_has_failed_and_is_not_waited_for() {
    world.agent("a", request -> asking(request, "Which database?"));

    UnitResult result = run(Limits.defaults().withMaxIterations(1));

    assertThat(context.waits()).isEmpty();
    assertThat(result.report().error().kind()).isEqualTo(FailureKind.PERMANENT);
    assertThat(result.report().error().message()).contains("Which database?");
    assertThat(result.report().tries().attempts()).isEqualTo(1);
  }

  @Test
  void questions_make_no_unit_stuck() {
    world.agent(
        "a",
        request -> request.iteration() < 20 ? asking(request, "Which?") : world.works(request));

    assertThat(run(Limits.defaults()).report().tries().iterations()).isEqualTo(20);
  }

  @Test
  void ends_at_once_when_it_is_cancelled_while_it_waits() {
    asks(1, "Which database?");
    context.whenIdle(loop::cancel);

    UnitResult result = run(Limits.defaults());

    assertThat(result.cancelled()).isTrue();
    assertThat(result.report().warnings()).noneMatch(each -> each.contains("Nobody answered"));
  }

  @Test
  void an_answer_that_nobody_waits_for_is_refused() {
    assertThatThrownBy(() -> loop.demandQuestion(new QuestionAnswer(null, "Yes.", "")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("waits for no answer");
    asks(1, "Which database?");
    context.whenIdle(
        () -> {
          assertThatThrownBy(() -> answer("b", "Yes.")).hasMessageContaining("'b' waits for no");
          assertThatThrownBy(() -> answer("a", " ")).hasMessageContaining("It is empty");
          assertThatThrownBy(() -> answer("a", "x".repeat(Defaults.INSTRUCTION_TEXT + 1)))
              .hasMessageContaining("at most");
          assertThat(answer("a", "Yes.").end()).isEqualTo(End.PENDING);
          assertThatThrownBy(() -> answer("a", "No.")).hasMessageContaining("waits for no answer");
        });

    run(Limits.defaults());

    assertThat(world.turns.get(1).brief().instructions())
        .extracting(Instruction::text)
        .containsExactly("Yes.");
  }

  @Test
  void a_clarification_by_a_plain_signal_answers_and_other_words_wait_with_it() {
    asks(1, "Which database?");
    context.whenIdle(
        () -> {
          loop.injectInstruction(Samples.instruction("aside", Priority.NORMAL));
          assertThat(loop.status().waiting()).isNotNull();
          loop.injectInstruction(
              new Instruction(
                  "", "Postgres.", Priority.NORMAL, null, Instruction.Kind.CLARIFICATION));
          assertThat(loop.status().waiting()).isNull();
        });

    run(Limits.defaults());

    assertThat(world.turns.get(1).brief().instructions()).hasSize(2);
  }

  private Duration waited() {
    return context.waits().stream().reduce(Duration.ZERO, Duration::plus);
  }

  private InstructionReceipt answer(String unit, String text) {
    QuestionAnswer answer = new QuestionAnswer(unit, text, "");
    loop.demandQuestion(answer);
    return loop.answer(answer);
  }

  private void asks(int iteration, String question) {
    world.agent(
        "a",
        request ->
            request.iteration() == iteration ? asking(request, question) : world.works(request));
  }

  private static TurnResult asking(TurnRequest request, String question) {
    return new TurnResult(request.state(), false, asking(question), List.of(), null);
  }

  private static TurnResult.Texts asking(String question) {
    return new TurnResult.Texts("reply", "tail", null, null, List.of(), question, null);
  }

  private UnitResult run(Limits limits) {
    return run(settings().withLimits(limits));
  }

  private UnitResult run(RunSettings settings) {
    return loop.run(WorkLoopRequest.resolved(unit(PlanNode.of("a"), settings)));
  }
}
