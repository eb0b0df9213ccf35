package dev.aidp.run;

import dev.aidp.wire.WireNamed;
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
 * @param kind what it is about
 */
public record Instruction(
    String id, String text, Priority priority, @Nullable String unit, Kind kind) {

  /** What an instruction is about. */
  public enum Kind implements WireNamed {
    /** Something that a person wants to say. */
    USER_INPUT,
    /** What shall be done instead; a newer one takes the place of one that nobody has read yet. */
    PLAN_UPDATE,
    /** What must hold besides. */
    CONSTRAINT,
    /** What was not clear; a unit that waits for an answer takes it as that. */
    CLARIFICATION,
    /** When it counts as done; a newer one takes the place of one that nobody has read yet. */
    ACCEPTANCE;

    /** Returns whether a newer one takes the place of an older one that nobody has read yet. */
    public boolean replaces() {
      return this == PLAN_UPDATE || this == ACCEPTANCE;
    }
  }

  /** Fills in what somebody's own Temporal client has left out: no id, normal priority. */
  public Instruction {
    id = Objects.requireNonNullElse(id, "");
    text = Objects.requireNonNullElse(text, "");
    priority = Objects.requireNonNullElse(priority, Priority.NORMAL);
    kind = Objects.requireNonNullElse(kind, Kind.USER_INPUT);
  }

  /** Makes one of which only the text and whom it is for matter. */
  public Instruction(String id, String text, Priority priority, @Nullable String unit) {
    this(id, text, priority, unit, Kind.USER_INPUT);
  }

  /** Returns a copy with an id. */
  public Instruction called(String other) {
    return new Instruction(other, text, priority, unit, kind);
  }

  /** Returns a copy for one unit. */
  public Instruction forUnit(String other) {
    return new Instruction(id, text, priority, other, kind);
  }

  /** Returns why nobody can be told it, or null. */
  public @Nullable String unusable() {
    if (text.isBlank()) {
      return "It is empty.";
    }
    return text.length() <= Defaults.INSTRUCTION_TEXT
        ? null
        : "It has %d characters, at most %d are allowed."
            .formatted(text.length(), Defaults.INSTRUCTION_TEXT);
  }
}
