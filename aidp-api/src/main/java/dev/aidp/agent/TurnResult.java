package dev.aidp.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.failure.Failure;
import dev.aidp.git.TreeState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a turn ended.
 *
 * @param state what it left; if it failed, what the worktree was put back to
 * @param saysComplete whether a line of the reply is {@code STATUS: COMPLETE}
 * @param reply the whole reply in the artifact store
 * @param tail the reply's end, at most {@link dev.aidp.run.Defaults#INLINE_TEXT} characters
 * @param outputs the artifacts that are there, of those asked for
 * @param failure why the turn failed, or null
 * @param prompt the prompt in the artifact store, so its SHA-256; null where none was written
 */
public record TurnResult(
    TreeState state,
    boolean saysComplete,
    String reply,
    String tail,
    List<Artifact> outputs,
    @Nullable Failure failure,
    @Nullable String prompt) {

  /** Copies the outputs. */
  public TurnResult {
    outputs = ImmutableList.copyOf(outputs);
  }

  /** Makes one of a turn that had no prompt. */
  public TurnResult(
      TreeState state,
      boolean saysComplete,
      String reply,
      String tail,
      List<Artifact> outputs,
      @Nullable Failure failure) {
    this(state, saysComplete, reply, tail, outputs, failure, null);
  }
}
