package dev.aidp.workflows.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.common.collect.ImmutableMap;
import dev.aidp.run.ChildWaiting;
import dev.aidp.run.Claims;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.DiffGuards.Content;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Guards;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardChangeTest {

  private final Steering steering = new Steering();

  @Test
  void replaces_what_it_names_and_nothing_else() {
    Guards first =
        Guards.USUAL.withDiff(
            DiffGuards.USUAL.withExclude(List.of("a")).withMaxLines(7).withMaxFiles(8));

    Guards changed =
        GuardChange.of(
            first,
            new GuardUpdate(
                ImmutableMap.<String, Object>builder()
                    .put("guards.max_lines", 9)
                    .put("max_files", "")
                    .put("protected", "pom.xml, .github/")
                    .put("confirm", List.of("*.sql"))
                    .put("claims", "deny")
                    .put("forbidden", "secrets")
                    .put("patterns.todo", "TODO")
                    .build(),
                null));

    assertThat(changed.claims()).isEqualTo(Claims.DENY);
    assertThat(changed.diff())
        .isEqualTo(
            new DiffGuards(
                List.of(),
                List.of("a"),
                List.of("*.sql"),
                List.of("pom.xml", ".github"),
                9,
                null,
                new DiffGuards.Forbidden(List.of(Content.SECRETS), Map.of("todo", "TODO")),
                3));
    assertThat(
            GuardChange.of(changed, GuardChange.read(List.of("patterns.todo=", "exclude="), null))
                .diff())
        .extracting(guards -> guards.forbidden().patterns(), DiffGuards::exclude)
        .containsExactly(Map.of(), List.of());
  }

  @Test
  void what_means_nothing_is_rejected() {
    InstructionReceipt many = steering.guard(new GuardUpdate(Map.of("max_lines", "many"), null));
    InstructionReceipt none = steering.guard(new GuardUpdate(Map.of(), null));

    assertThat(many.end()).isEqualTo(InstructionReceipt.End.REJECTED);
    assertThat(many.why()).contains("max_lines must be a whole number");
    assertThat(none.why()).isEqualTo("It names no guard.");
    assertThat(steering.guards().all()).isEmpty();
    assertThatThrownBy(() -> GuardChange.read(List.of(), null)).hasMessageContaining("no guard");
  }

  @Test
  void holds_for_the_unit_that_it_names() {
    steering.guard(new GuardUpdate(Map.of("max_lines", 5), "a"));
    steering.guard(new GuardUpdate(Map.of("max_lines", 6), "b"));
    steering.guard(new GuardUpdate(Map.of("max_files", 2), null));

    DiffGuards a = steering.guards().guards(Guards.USUAL, "a").diff();
    assertThat(a.maxLines()).isEqualTo(5);
    assertThat(a.maxFiles()).isEqualTo(2);
    assertThat(steering.guards().guards(Guards.USUAL, "c").diff().maxLines()).isNull();
  }

  @Test
  void the_later_word_takes_the_place_of_one_that_nobody_has_obeyed() {
    steering.guard(new GuardUpdate(Map.of("max_lines", 5), "a", "first"));
    steering.guard(new GuardUpdate(Map.of("max_lines", 6), "b", "other"));
    steering.guard(new GuardUpdate(Map.of("max_lines", 7, "max_files", 1), "a", "second"));
    steering.guard(new GuardUpdate(Map.of("max_lines", 9), "a", "second"));

    steering.guards().consumed(steering.guards().of("a"), "a", 2, 3);
    steering.guards().giveUp();

    assertThat(steering.receipts().all())
        .extracting(InstructionReceipt::id, InstructionReceipt::end, InstructionReceipt::text)
        .containsExactly(
            tuple("first", InstructionReceipt.End.SUPERSEDED, "guards: max_lines=5"),
            tuple("other", InstructionReceipt.End.REJECTED, "guards: max_lines=6"),
            tuple("second", InstructionReceipt.End.CONSUMED, "guards: max_files=1, max_lines=7"));
    assertThat(steering.receipts().all().get(2).iteration()).isEqualTo(3);
  }

  @Test
  void an_answer_goes_to_every_part_that_asks_and_to_no_other() {
    steering.began("f/a");
    steering.began("f/b");
    steering.began("f/c");
    steering.heard(new ChildWaiting("f/a", waiting(Waiting.Reason.APPROVAL)));
    steering.heard(new ChildWaiting("f/b", waiting(Waiting.Reason.BUDGET)));
    int before = steering.changes();

    steering.reject("no");

    assertThat(steering.changes()).isGreaterThan(before);
    assertThat(steering.handOver("f/a")).contains(new Answer(false, "no"));
    assertThat(steering.handOver("f/a")).isEmpty();
    assertThat(steering.handOver("f/b")).isEmpty();
    assertThat(steering.waitingParts()).extracting(ChildWaiting::part).containsExactly("f/b");
  }

  @Test
  void a_resume_forgets_who_waits_for_a_budget_and_not_who_waits_for_approval() {
    steering.began("f/a");
    steering.began("f/b");
    steering.heard(new ChildWaiting("f/a", waiting(Waiting.Reason.APPROVAL)));
    steering.heard(new ChildWaiting("f/b", waiting(Waiting.Reason.BUDGET)));

    steering.resume();

    assertThat(steering.waitingParts()).extracting(ChildWaiting::part).containsExactly("f/a");
  }

  private static Waiting waiting(Waiting.Reason reason) {
    return new Waiting(reason, "It waits.", "Say something.", null, Instant.EPOCH);
  }
}
