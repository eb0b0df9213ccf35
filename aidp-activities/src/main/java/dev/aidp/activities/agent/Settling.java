package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.git.Worktrees.Recorded;
import dev.aidp.activities.process.PlainText;
import dev.aidp.activities.process.Pulse;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.activities.spending.Spending;
import dev.aidp.activity.StepInfo;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Defaults;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a turn's result of a call that has ended: what was said is stored, what was done is
 * recorded, or undone if the turn failed.
 */
final class Settling {

  private final Worktrees worktrees;
  private final ArtifactStore store;
  private final Secrets secrets;
  private final Clock clock;
  private final Duration silence;
  private final Spending spending;

  /**
   * Makes one.
   *
   * @param clock says when limits end, in the machine's zone
   * @param silence how long a program may be silent, for messages
   */
  Settling(
      Worktrees worktrees,
      ArtifactStore store,
      Secrets secrets,
      Clock clock,
      Duration silence,
      Spending spending) {
    this.worktrees = worktrees;
    this.store = store;
    this.secrets = secrets;
    this.clock = clock;
    this.silence = silence;
    this.spending = spending;
  }

  /**
   * Returns the turn's result.
   *
   * @param prompt the reference of what the agent was told
   */
  TurnResult result(Task task, Call call, String prompt) throws IOException {
    TurnRequest request = task.request();
    Work work = request.work();
    boolean plain = request.agent().command() != null;
    String stream = stream(call);
    String said = call.reading().reply();
    String reply = said == null ? stream : store.put(secrets.masked(said));
    String tail = tail(call);
    Usage usage =
        plain
            ? task.files().takeUsage()
            : call.usage(task.memory(), used -> spending.priced(used, request.model()));
    Failure failure = failure(work, call);
    List<Artifact> outputs = ImmutableList.of();
    if (failure == null) {
      outputs = task.files().collect(work.unit(), request.outputs(), request.iteration());
    } else {
      task.files().layOut(request.inputs(), request.iteration());
      Pulse.during(() -> worktrees.undo(work, request.state(), StepInfo.current().key()));
    }
    TurnResult result =
        new TurnResult(
            request.state(),
            failure == null && call.complete(),
            reply,
            tail,
            outputs,
            failure,
            usage,
            call.session(),
            prompt,
            plain ? null : stream);
    return failure == null ? recorded(task, result) : result;
  }

  /** What cannot be recorded now stays in the worktree until it can: it is paid for. */
  private TurnResult recorded(Task task, TurnResult result) throws IOException {
    try {
      return recorded(task.request().work(), result);
    } catch (UnusableException e) {
      task.memory().unrecorded(new TurnMemory.Finished(task.turn(), result));
      throw e;
    }
  }

  /** Records what the worktree holds, and returns {@code result} with it. */
  TurnResult recorded(Work work, TurnResult result) {
    Recorded recorded = Pulse.during(() -> worktrees.record(work));
    return result.at(recorded.state()).finding(recorded.findings());
  }

  private String stream(Call call) throws IOException {
    try (InputStream bytes = call.ended().output().open()) {
      return store.put(bytes);
    }
  }

  private String tail(Call call) throws IOException {
    String said = call.reading().reply();
    return secrets.masked(
        said == null ? call.ended().output().tail(Defaults.INLINE_TEXT) : end(said));
  }

  private static String end(String text) {
    int from = Math.max(0, text.length() - Defaults.INLINE_TEXT);
    return PlainText.of(text.substring(PlainText.start(text, from)));
  }

  private @Nullable Failure failure(Work work, Call call) {
    Failure failure = call.failure(clock, silence);
    return failure == null && !worktrees.stands(work)
        ? Failure.of(FailureKind.TRANSIENT, "The agent has removed its own worktree.")
        : failure;
  }
}
