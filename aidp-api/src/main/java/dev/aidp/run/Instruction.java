package dev.aidp.run;

import org.jspecify.annotations.Nullable;

/**
 * A text that a person adds to a run; it is in the prompt of exactly one recorded turn.
 *
 * @param id unique in the run; a second instruction with the same id is ignored
 * @param text at most {@link Defaults#INSTRUCTION_TEXT} characters
 * @param priority the most urgent comes first in the prompt
 * @param unit for whom; null: for whoever takes the next turn
 */
public record Instruction(String id, String text, Priority priority, @Nullable String unit) {}
