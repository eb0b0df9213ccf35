package dev.aidp.run;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person answers a unit that waits with a question.
 *
 * @param unit which one; null: the only one that asks
 * @param text the answer, at most {@link Defaults#INSTRUCTION_TEXT} characters
 * @param id of the {@link Instruction} that it becomes; empty: the run gives it one
 */
public record QuestionAnswer(@Nullable String unit, String text, String id) {

  /** Fills in what somebody's own Temporal client has left out. */
  public QuestionAnswer {
    text = Objects.requireNonNullElse(text, "");
    id = Objects.requireNonNullElse(id, "");
  }

  /** Returns it as the instruction that the unit is told. */
  public Instruction instruction() {
    return new Instruction(id, text, Priority.HIGH, unit, Instruction.Kind.CLARIFICATION);
  }
}
