package dev.aidp.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.git.Conflict;
import dev.aidp.run.Instruction;
import dev.aidp.run.ResolverScope;
import dev.aidp.run.UnitAction;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
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
 * @param notes what a coder should know besides
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
    Notes notes,
    boolean diagnosis)
    implements PromptContextBuilder.With {

  /** Copies the collections. */
  public PromptContext {
    instructions = ImmutableList.copyOf(instructions);
  }

  /**
   * What a coder should know besides its task.
   *
   * @param redBefore names of checks that are red on the base, before any work
   * @param units what it may have done before its next turn, by name
   * @param tasks what it has noted that is left to do
   */
  public record Notes(
      List<String> redBefore, Map<String, UnitAction> units, List<FiledTask> tasks) {

    /** There is nothing. */
    public static final Notes NONE =
        new Notes(ImmutableList.of(), ImmutableMap.of(), ImmutableList.of());

    /** Copies the collections, keeping their order. */
    public Notes {
      redBefore = ImmutableList.copyOf(redBefore);
      units = ImmutableMap.copyOf(units);
      tasks = ImmutableList.copyOf(tasks);
    }
  }

  /** Makes one of work that nobody hands over; a resolver keeps to the conflicting files. */
  public PromptContext(
      String text, String feedback, List<Instruction> instructions, @Nullable Conflict conflict) {
    this(text, feedback, instructions, conflict, null, null, Notes.NONE, false);
  }
}
