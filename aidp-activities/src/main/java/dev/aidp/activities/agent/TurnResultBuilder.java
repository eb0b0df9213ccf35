package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.activities.artifact.ContentStore;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.git.Worktrees.Recorded;
import dev.aidp.activities.process.Heartbeat;
import dev.aidp.activities.process.PlainText;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.activities.spending.Spending;
import dev.aidp.activity.StepInfo;
import dev.aidp.agent.TaskNote;
import dev.aidp.agent.TurnFindings;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UnusableException;
import dev.aidp.run.Defaults;
import dev.aidp.run.Role;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a turn's result of a call that has ended: what was said is stored, what was done is
 * recorded, or undone if the turn failed.
 */
final class TurnResultBuilder {

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
  TurnResultBuilder(
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
  TurnResult result(TurnAttempt task, AgentInvocation call, String prompt) throws IOException {
    TurnRequest request = task.request();
    Work work = request.work();
    Usage usage =
        request.asked().agent().command() != null
            ? task.files().takeUsage()
            : call.usage(task.memory(), used -> spending.priced(used, request.asked().model()));
    TurnResult told = told(task, call, prompt).withUsage(usage);
    if (told.failure() != null) {
      TurnResult failed = stored(told, task, call, store);
      task.files().layOut(request.artifacts().inputs(), request.iteration());
      Heartbeat.during(() -> worktrees.undo(work, request.state(), StepInfo.current().key()));
      return failed;
    }
    return kept(told, task, call);
  }

  /** What cannot be stored or recorded now stays where it is until it can: it is paid for. */
  private TurnResult kept(TurnResult told, TurnAttempt task, AgentInvocation call)
      throws IOException {
    TurnResult result;
    try {
      result = stored(told, task, call, store);
    } catch (UnusableException e) {
      task.memory().unrecorded(task.turn(), stored(told, task, call, aside(task.memory())));
      throw e;
    }
    try {
      return recorded(task.request(), task.files(), result);
    } catch (UnusableException e) {
      task.memory().unrecorded(task.turn(), result);
      throw e;
    }
  }

  /** Returns what is known of the turn without the texts that are stored. */
  private TurnResult told(TurnAttempt task, AgentInvocation call, String prompt)
      throws IOException {
    Failure failure = failure(task.request().work(), call);
    return new TurnResult(
        task.request().state(),
        failure == null && call.marks().complete(),
        new TurnResult.Texts(
            "", tail(call), prompt, null, tasks(call), question(task, call), next(task, call)),
        ImmutableList.of(),
        failure,
        Usage.NONE,
        call.session(),
        TurnFindings.NONE);
  }

  private TurnResult stored(
      TurnResult told, TurnAttempt task, AgentInvocation call, ArtifactStore to)
      throws IOException {
    String stream;
    try (InputStream bytes = call.ended().output().open()) {
      stream = to.put(bytes);
    }
    String said = call.reading().reply();
    return told.withTexts(
        told.texts()
            .withReply(said == null ? stream : to.put(secrets.masked(said)))
            .withTranscript(task.request().asked().agent().command() == null ? stream : null));
  }

  private ImmutableList<TaskNote> tasks(AgentInvocation call) {
    return call.marks().notes().tasks().stream()
        .map(note -> new TaskNote(note.task(), secrets.masked(note.text())))
        .collect(ImmutableList.toImmutableList());
  }

  /** Where there is nothing to choose, the line means nothing. */
  private static @Nullable String next(TurnAttempt task, AgentInvocation call) {
    return task.request().brief().notes().units().isEmpty() ? null : call.marks().notes().next();
  }

  /** Only whoever works on a task is heard when it asks. */
  private @Nullable String question(TurnAttempt task, AgentInvocation call) {
    String asked = call.marks().question();
    return task.request().role() == Role.CODER && asked != null ? secrets.masked(asked) : null;
  }

  private ArtifactStore aside(TurnMemory memory) {
    return new ContentStore(memory.artifacts(), secrets);
  }

  /** Returns the turn's result, of which only what the program said was kept so far. */
  TurnResult later(
      TurnRequest request, InputsAndOutputs files, TurnMemory memory, TurnResult unrecorded)
      throws IOException {
    if (Files.exists(memory.artifacts())) {
      bring(memory, unrecorded.texts().reply());
      bring(memory, unrecorded.texts().transcript());
    }
    return recorded(request, files, unrecorded);
  }

  private void bring(TurnMemory memory, @Nullable String ref) throws IOException {
    if (ref != null) {
      try (InputStream bytes = aside(memory).open(ref)) {
        store.put(bytes);
      }
    }
  }

  /** Takes what the agent was to leave and what the worktree holds. */
  private TurnResult recorded(TurnRequest request, InputsAndOutputs files, TurnResult result)
      throws IOException {
    Work work = request.work();
    if (request.role() == Role.REVIEWER) {
      return onlyRead(request, result);
    }
    List<Artifact> outputs =
        files.collect(work.unit(), request.artifacts().outputs(), request.iteration());
    Recorded recorded = Heartbeat.during(() -> worktrees.record(work));
    return result.withState(recorded.state()).withOutputs(outputs).finding(recorded.findings());
  }

  /** Nothing that a reviewer does to the files stays. */
  private TurnResult onlyRead(TurnRequest request, TurnResult result) {
    Work work = request.work();
    String left = Heartbeat.during(() -> worktrees.tree(work));
    Heartbeat.during(() -> worktrees.undo(work, request.state(), StepInfo.current().key()));
    return left.equals(request.state().tree())
        ? result
        : result.finding(
            new TurnFindings(
                ImmutableList.of(),
                ImmutableList.of("The reviewer changed files; that was undone.")));
  }

  private String tail(AgentInvocation call) throws IOException {
    String said = call.reading().reply();
    return secrets.masked(
        said == null ? call.ended().output().tail(Defaults.INLINE_TEXT) : end(said));
  }

  private static String end(String text) {
    int from = Math.max(0, text.length() - Defaults.INLINE_TEXT);
    return PlainText.of(text.substring(PlainText.start(text, from)));
  }

  private @Nullable Failure failure(Work work, AgentInvocation call) {
    Failure failure = call.failure(clock, silence);
    return failure == null && !worktrees.stands(work)
        ? Failure.of(FailureKind.TRANSIENT, "The agent has removed its own worktree.")
        : failure;
  }
}
