package dev.aidp.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.git.Conflict;
import dev.aidp.run.Instruction;
import dev.aidp.run.ResolverScope;
import io.soabase.recordbuilder.core.RecordBuilder;
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
 * @param diagnosis whether a coder shall only find out what stands in the way of work that is stuck
 */
@RecordBuilder
public record PromptContext(
    String text,
    String feedback,
    List<Instruction> instructions,
    @Nullable Conflict conflict,
    @Nullable Handoff handover,
    @Nullable ResolverScope scope,
    List<String> redBefore,
    boolean diagnosis)
    implements PromptContextBuilder.With {

  /** Copies the collections. */
  public PromptContext {
    instructions = ImmutableList.copyOf(instructions);
    redBefore = ImmutableList.copyOf(redBefore);
  }

  /** Makes one of work that nobody hands over; a resolver keeps to the conflicting files. */
  public PromptContext(
      String text, String feedback, List<Instruction> instructions, @Nullable Conflict conflict) {
    this(text, feedback, instructions, conflict, null, null, ImmutableList.of(), false);
  }
}
