package dev.aidp.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.artifact.Artifact;
import dev.aidp.failure.Failure;
import dev.aidp.git.TreeState;
import dev.aidp.run.Usage;
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
 * @param usage what it used, as far as the agent tells
 * @param session the session it was, for a later turn to go on with, or null
 * @param prompt the SHA-256 of the prompt in lower-case hex, or null where none was written
 * @param transcript all that the program wrote on its standard output, in the artifact store: its
 *     records as they came. Null where no program was called, and for a plain command, whose reply
 *     is that already
 * @param findings what was found when it was over
 */
public record TurnResult(
    TreeState state,
    boolean saysComplete,
    String reply,
    String tail,
    List<Artifact> outputs,
    @Nullable Failure failure,
    Usage usage,
    @Nullable String session,
    @Nullable String prompt,
    @Nullable String transcript,
    TurnFindings findings) {

  /** Copies the outputs; a result of an older version has no usage. */
  @SuppressWarnings("ConstantValue")
  public TurnResult {
    outputs = ImmutableList.copyOf(outputs);
    usage = usage == null ? Usage.NONE : usage;
    findings = findings == null ? TurnFindings.NONE : findings;
  }

  /** Returns the same result of a turn that has left {@code other} and {@code artifacts}. */
  public TurnResult leaving(TreeState other, List<Artifact> artifacts) {
    return new TurnResult(
        other,
        saysComplete,
        reply,
        tail,
        artifacts,
        failure,
        usage,
        session,
        prompt,
        transcript,
        findings);
  }

  /** Returns the same result of a turn whose texts are stored as {@code said} and {@code all}. */
  public TurnResult saying(String said, @Nullable String all) {
    return new TurnResult(
        state, saysComplete, said, tail, outputs, failure, usage, session, prompt, all, findings);
  }

  /** Returns the same result of a turn that has used so much. */
  public TurnResult using(Usage used) {
    return new TurnResult(
        state,
        saysComplete,
        reply,
        tail,
        outputs,
        failure,
        used,
        session,
        prompt,
        transcript,
        findings);
  }

  /** Returns the same result of a turn at whose end this was found, besides what was. */
  public TurnResult finding(TurnFindings more) {
    return new TurnResult(
        state,
        saysComplete,
        reply,
        tail,
        outputs,
        failure,
        usage,
        session,
        prompt,
        transcript,
        findings.and(more));
  }

  /** Makes the result of a turn at whose end nothing was found. */
  public TurnResult(
      TreeState state,
      boolean saysComplete,
      String reply,
      String tail,
      List<Artifact> outputs,
      @Nullable Failure failure,
      Usage usage,
      @Nullable String session,
      @Nullable String prompt,
      @Nullable String transcript) {
    this(
        state,
        saysComplete,
        reply,
        tail,
        outputs,
        failure,
        usage,
        session,
        prompt,
        transcript,
        TurnFindings.NONE);
  }

  /** Makes the result of a turn of which nothing else is known. */
  public TurnResult(
      TreeState state,
      boolean saysComplete,
      String reply,
      String tail,
      List<Artifact> outputs,
      @Nullable Failure failure) {
    this(state, saysComplete, reply, tail, outputs, failure, Usage.NONE, null, null, null);
  }
}
