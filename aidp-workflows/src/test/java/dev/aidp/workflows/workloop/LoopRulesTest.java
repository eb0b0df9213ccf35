package dev.aidp.workflows.workloop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.agent.TurnResult;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.GuardFindings;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.git.TreeState;
import dev.aidp.run.Defaults;
import dev.aidp.workflows.turn.TurnPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LoopRulesTest {

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,4", "4,8", "5,16", "6,30", "7,30", "1000,30"})
  void doubles_the_pause_between_turns_up_to_thirty_seconds(int turn, int seconds) {
    assertThat(TurnPolicy.pause(turn)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSIENT", "TIMEOUT"})
  void repeats_a_turn_three_times(FailureKind kind) {
    assertThat(TurnPolicy.repeats(Failure.of(kind, "x"), 3)).isTrue();
    assertThat(TurnPolicy.repeats(Failure.of(kind, "x"), 4)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"RATE_LIMITED", "QUOTA_EXCEEDED", "AUTH_EXPIRED", "PERMANENT", "CANCELLED"})
  void repeats_no_turn_that_cannot_succeed_at_once(FailureKind kind) {
    assertThat(TurnPolicy.repeats(Failure.of(kind, "x"), 1)).isFalse();
  }

  @Test
  void keeps_the_feedback_of_many_red_checks_within_its_limit_and_names_each() {
    List<CheckResult> red = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      red.add(new CheckResult("check-" + i, false, i == 0 ? null : i, "x".repeat(4_000), "ref", 1));
    }

    String feedback =
        Feedback.of(
            new UnmetCriteria(
                true,
                true,
                red,
                false,
                List.of("out"),
                List.of("path"),
                List.of("pipe is no file"),
                refused("pom.xml (changed)")),
            new CheckReport(red, List.of()),
            List.of("Think."));

    assertThat(feedback).hasSizeLessThanOrEqualTo(Defaults.FEEDBACK_TEXT);
    assertThat(feedback)
        .contains(
            "check-39",
            "Think.",
            "time-out",
            "out",
            "path",
            "pipe is no file",
            "pom.xml (changed)",
            "Undo it.");
  }

  @Test
  void says_what_an_iteration_lacked_where_no_check_was_red_too() {
    CheckResult red = new CheckResult("test", false, 1, "", "ref", 1);

    UnmetCriteria all =
        new UnmetCriteria(
            true,
            true,
            List.of(red),
            false,
            List.of("api"),
            List.of("x"),
            List.of("y"),
            refused("pom.xml"));
    assertThat(all.failing())
        .containsExactly(
            "test",
            "no output api",
            "files outside its claims",
            "violated guards.protected",
            "y",
            "no change",
            "no line STATUS: COMPLETE");
    assertThat(
            new UnmetCriteria(
                    false,
                    false,
                    List.of(),
                    false,
                    List.of(),
                    List.of(),
                    List.of(),
                    GuardFindings.NONE)
                .failing())
        .isEmpty();
  }

  @Test
  void gives_up_where_the_same_guard_is_violated_again_and_again_and_only_there() {
    UnmetCriteria pom = lacking(refused("pom.xml (changed)"));
    UnmetCriteria lines =
        lacking(
            new GuardFindings(
                List.of(new GuardFindings.Violation("guards.max_lines", "9 lines", "Less.")),
                List.of()));

    GuardWatch twice = GuardWatch.NONE.after(pom).after(pom);
    assertThat(twice.over(pom, 3)).isNull();
    assertThat(twice.after(lines).after(pom).over(pom, 3)).isNull();
    assertThat(twice.after(lacking(GuardFindings.NONE)).after(pom).over(pom, 3)).isNull();
    assertThat(twice.after(pom).over(pom, 3))
        .isNotNull()
        .extracting(Failure::message)
        .asString()
        .contains("3 iterations in a row", "guards.protected", "pom.xml (changed)");
  }

  @Test
  void the_same_fault_in_other_words_is_no_news() {
    TreeState tree = new TreeState("tree", "head");
    TurnResult turn = new TurnResult(tree, false, new TurnResult.Texts("r", "t"), List.of(), null);
    UnmetCriteria lacking = lacking(GuardFindings.NONE);

    assertThat(
            IterationOutcome.of(
                    1, "a", tree, turn, lacking.withFaults(List.of("Task 1 is open: the docs")))
                .sameAs(
                    IterationOutcome.of(
                        2, "a", tree, turn, lacking.withFaults(List.of("Task 2 is open: more")))))
        .isTrue();
    assertThat(
            IterationOutcome.of(1, "a", tree, turn, lacking.withFaults(List.of("Task 1 is open")))
                .sameAs(IterationOutcome.of(2, "a", tree, turn, lacking)))
        .isFalse();
  }

  private static UnmetCriteria lacking(GuardFindings guards) {
    return new UnmetCriteria(
        false, false, List.of(), false, List.of(), List.of(), List.of(), guards);
  }

  private static GuardFindings refused(String what) {
    return new GuardFindings(
        List.of(new GuardFindings.Violation("guards.protected", what, "Undo it.")), List.of());
  }
}
