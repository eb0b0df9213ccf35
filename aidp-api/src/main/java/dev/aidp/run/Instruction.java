package dev.aidp.run;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text that a person adds to a run; it is in the prompt of exactly one recorded turn.
 *
 * <p>A recorded turn is one whose work counts. A turn that failed or was lost with its process is
 * taken again from the worktree as it was before, with the same prompt: what its agent had read is
 * undone with its work, so its repeats, and the next attempt's first turn, have the text too. Once
 * a turn with it has not failed, no other gets it.
 *
 * @param id unique in the run; a second instruction with the same id is ignored; empty: the run
 *     gives it one
 * @param text at most {@link Defaults#INSTRUCTION_TEXT} characters
 * @param priority the most urgent comes first in the prompt
 * @param unit for whom; null: for whoever takes the next turn
 */
public record Instruction(String id, String text, Priority priority, @Nullable String unit) {

  /** Fills in what somebody's own Temporal client has left out: no id, normal priority. */
  public Instruction {
    id = Objects.requireNonNullElse(id, "");
    text = Objects.requireNonNullElse(text, "");
    priority = Objects.requireNonNullElse(priority, Priority.NORMAL);
  }

  /** Returns a copy with an id. */
  public Instruction called(String other) {
    return new Instruction(other, text, priority, unit);
  }
}
