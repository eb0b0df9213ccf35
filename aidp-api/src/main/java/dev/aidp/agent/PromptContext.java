package dev.aidp.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.git.Conflict;
import dev.aidp.run.Instruction;
import dev.aidp.run.ResolverScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a turn's prompt is made of. Large texts are references.
 *
 * @param text the artifact that holds the feature's text (planner) or the plan (coder, resolver)
 * @param feedback what failed in the turn before, or empty; at most {@link
 *     dev.aidp.run.Defaults#FEEDBACK_TEXT}
 * @param instructions injected texts, most urgent first
 * @param conflict what a resolver shall settle, else null
 * @param handover who worked on it before, if this agent does not know of it by itself; else null
 * @param scope what a resolver may change; null: the conflicting files
 * @param redBefore names of checks that are red on the base, before any work
 */
public record PromptContext(
    String text,
    String feedback,
    List<Instruction> instructions,
    @Nullable Conflict conflict,
    @Nullable Handoff handover,
    @Nullable ResolverScope scope,
    List<String> redBefore) {

  /** Copies the collections. */
  public PromptContext {
    instructions = ImmutableList.copyOf(instructions);
    redBefore = ImmutableList.copyOf(redBefore);
  }

  /** Makes the brief of whoever is no resolver, or keeps to the conflicting files. */
  public PromptContext(
      String text,
      String feedback,
      List<Instruction> instructions,
      @Nullable Conflict conflict,
      @Nullable Handoff handover) {
    this(text, feedback, instructions, conflict, handover, null, ImmutableList.of());
  }

  /** Makes one of work that nobody hands over. */
  public PromptContext(
      String text, String feedback, List<Instruction> instructions, @Nullable Conflict conflict) {
    this(text, feedback, instructions, conflict, null);
  }

  /** Returns a copy with what is handed over. */
  public PromptContext after(@Nullable Handoff other) {
    return new PromptContext(text, feedback, instructions, conflict, other, scope, redBefore);
  }

  /** Returns a copy for a resolver that may change this. */
  public PromptContext allowing(ResolverScope other) {
    return new PromptContext(text, feedback, instructions, conflict, handover, other, redBefore);
  }

  /** Returns a copy for work before which these checks are red already. */
  public PromptContext redBefore(List<String> checks) {
    return new PromptContext(text, feedback, instructions, conflict, handover, scope, checks);
  }
}
