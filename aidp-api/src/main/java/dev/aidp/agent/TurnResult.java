package dev.aidp.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.failure.Failure;
import dev.aidp.git.TreeState;
import dev.aidp.run.Usage;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a turn ended.
 *
 * @param state what it left; if it failed, what the worktree was put back to
 * @param saysComplete whether a line of the reply is {@code STATUS: COMPLETE}
 * @param texts what was said
 * @param outputs the artifacts that are there, of those asked for
 * @param failure why the turn failed, or null
 * @param usage what it used, as far as the agent tells
 * @param session the session it was, for a later turn to go on with, or null
 * @param findings what was found when it was over
 */
@RecordBuilder
public record TurnResult(
    TreeState state,
    boolean saysComplete,
    Texts texts,
    List<Artifact> outputs,
    @Nullable Failure failure,
    Usage usage,
    @Nullable String session,
    TurnFindings findings)
    implements TurnResultBuilder.With {

  /**
   * What was said.
   *
   * @param reply the whole reply in the artifact store
   * @param tail the reply's end, at most {@link dev.aidp.run.Defaults#INLINE_TEXT} characters
   * @param prompt the SHA-256 of the prompt in lower-case hex, or null where none was written
   * @param transcript all that the program wrote on its standard output, in the artifact store: its
   *     records as they came. Null where no program was called, and for a plain command, whose
   *     reply is that already
   * @param tasks what it noted of what is left to do, in its order
   * @param question what a coder asks by a line {@code QUESTION: …}, at most {@link
   *     dev.aidp.run.Defaults#QUESTION_TEXT} characters; null where it asks nothing
   * @param next which of the units that it may choose a coder wants done before its next turn, by a
   *     line {@code NEXT_UNIT: NAME}; null where it names none, or none was there to choose
   */
  @RecordBuilder
  public record Texts(
      String reply,
      String tail,
      @Nullable String prompt,
      @Nullable String transcript,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<TaskNote> tasks,
      @Nullable String question,
      @Nullable String next)
      implements TurnResultTextsBuilder.With {

    /** Nothing was said. */
    public static final Texts NONE = new Texts("", "");

    /** Copies the notes; takes nothing for none. */
    @SuppressWarnings("ConstantValue")
    public Texts {
      tasks = tasks == null ? ImmutableList.of() : ImmutableList.copyOf(tasks);
    }

    /** Makes a reply without such notes, which asks nothing. */
    public Texts(String reply, String tail, @Nullable String prompt, @Nullable String transcript) {
      this(reply, tail, prompt, transcript, ImmutableList.of(), null, null);
    }

    /** Makes a reply of which nothing else is known. */
    public Texts(String reply, String tail) {
      this(reply, tail, null, null);
    }
  }

  /** Copies the outputs. */
  public TurnResult {
    outputs = ImmutableList.copyOf(outputs);
  }

  /** Returns the same result of a turn at whose end this was found, besides what was. */
  public TurnResult finding(TurnFindings more) {
    return withFindings(findings.and(more));
  }

  /** Makes the result of a turn of which nothing else is known. */
  public TurnResult(
      TreeState state,
      boolean saysComplete,
      Texts texts,
      List<Artifact> outputs,
      @Nullable Failure failure) {
    this(state, saysComplete, texts, outputs, failure, Usage.NONE, null, TurnFindings.NONE);
  }

  /** Returns the result of a turn that failed and has left {@code state} as it was. */
  public static TurnResult failed(TreeState state, Failure why) {
    return new TurnResult(state, false, Texts.NONE, ImmutableList.of(), why);
  }
}
