package dev.aidp.activities.agent;

import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Heartbeat;
import dev.aidp.activities.process.ProcessResult;
import dev.aidp.activities.process.UnitLog;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.activities.worktree.WorkingCopy;
import dev.aidp.activity.StepInfo;
import dev.aidp.agent.TurnRequest;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Prepares worktrees for turns. */
final class Preparing {

  /** What a setup command that failed had said last, in characters. */
  private static final int SAID_CHARS = 600;

  private final Layout layout;
  private final Worktrees worktrees;
  private final InheritedEnvironment surroundings;
  private final Preparation preparation;

  Preparing(
      Layout layout,
      Worktrees worktrees,
      InheritedEnvironment surroundings,
      Preparation preparation) {
    this.layout = layout;
    this.worktrees = worktrees;
    this.surroundings = surroundings;
    this.preparation = preparation;
  }

  /**
   * What is prepared before a turn belongs to no turn: it stays when the turn is lost. A setup
   * command that fails on a tree that an agent has made was red among its checks, and a turn is how
   * that is mended.
   *
   * @throws StepFailedException if the setup command fails before any agent has changed anything
   */
  void before(TurnRequest request, UnitLog log) throws IOException {
    if (!preparation.prepares()) {
      return;
    }
    Work work = request.work();
    Heartbeat.during(() -> worktrees.undo(work, request.state(), StepInfo.current().key()));
    Optional<ProcessResult> failed =
        preparation.prepare(
            new WorkingCopy(work, request.state(), command -> environment(request, command)), log);
    if (failed.isPresent()) {
      try (ProcessResult ended = failed.get()) {
        if (request.iteration() == 1 && request.role() != Role.RESOLVER) {
          throw unprepared(work, ended);
        }
      }
    }
  }

  private Map<String, String> environment(TurnRequest request, String command) {
    Work work = request.work();
    return AgentEnvironment.of(
        surroundings.ofCheck(command),
        work,
        AgentEnvironment.unit(work),
        request.role(),
        request.iteration(),
        layout.io(work),
        worktrees.environment(work));
  }

  private StepFailedException unprepared(Work work, ProcessResult ended) throws IOException {
    Integer exit = ended.exitCode();
    String how =
        exit == null
            ? "did not end within %d s".formatted(preparation.setupTimeout().toSeconds())
            : "failed with exit code " + exit;
    String message =
        """
        worktree.setup (%s) %s on the tree that the work begins from. Its output is in the log of '%s'. \
        Run it in a fresh clone and mend it, or set worktree.setup in .aidp/aidp.yml, then retry the run. It said last: %s\
        """
            .formatted(
                preparation.setup().command(),
                how,
                work.unit(),
                ended.output().tail(SAID_CHARS).strip());
    return new StepFailedException(Failure.of(FailureKind.PERMANENT, message));
  }
}
