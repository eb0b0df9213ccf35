package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnRequest;
import dev.aidp.command.ChecksRequest;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.evidence.UnitClaim;
import dev.aidp.git.Commit;
import dev.aidp.git.TreeState;
import dev.aidp.run.Check;
import dev.aidp.run.Claims;
import dev.aidp.run.Defaults;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.Instruction;
import dev.aidp.run.Limits;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.UnitReport;
import dev.aidp.run.Work;
import dev.aidp.text.Excerpt;
import dev.aidp.workflow.Step;
import dev.aidp.workflows.turn.TurnExecutor;
import dev.aidp.workloop.IterationRequest;
import dev.aidp.workloop.UnitWork;
import java.util.List;

/**
 * What a unit's steps are asked, made of its work and of where its loop stands.
 *
 * @param upTo the last phase whose checks the unit must pass
 */
record UnitRequests(UnitWork unit, Check.Phase upTo) {

  Work work(int attempt) {
    return new Work(unit.run(), unit.generation(), unit.node().id(), attempt);
  }

  TurnRequest turn(
      LoopProgress progress, TreeState state, List<Instruction> instructions, DiffGuards guards) {
    RunSettings settings = unit.settings();
    return new TurnRequest(
        work(progress.last().attempt()),
        Role.CODER,
        progress.iteration(),
        TurnRequest.Asked.of(TurnExecutor.agent(settings, Role.CODER).first()),
        TurnRequest.Bounds.of(settings.limits()).guarded(guards),
        state,
        new PromptContext(unit.plan(), feedback(progress), instructions, null)
            .withNotes(
                new PromptContext.Notes(
                    unit.before().red(), settings.units(), progress.last().tasks())),
        new TurnRequest.Artifacts(unit.given().inputs(), unit.node().outputs()));
  }

  /** Returns a turn that finds out what stands in the way of work that is stuck. */
  TurnRequest diagnosis(LoopProgress progress, TreeState state, DiffGuards guards) {
    TurnRequest turn = turn(progress, state, ImmutableList.of(), guards);
    return turn.withBrief(
        turn.brief().withFeedback(progress.last().feedback()).withDiagnosis(true));
  }

  /** Work that was sent back begins with what was wrong with it. */
  private String feedback(LoopProgress progress) {
    String last = progress.last().feedback();
    if (progress.iteration() > 1) {
      return last;
    }
    String both = unit.before().feedback() + (last.isEmpty() ? "" : "\n\n" + last);
    return Excerpt.start(both.strip(), Defaults.FEEDBACK_TEXT);
  }

  /** Adds to a turn what checks it. */
  IterationRequest iteration(
      LoopProgress progress, TreeState start, boolean last, TurnRequest turn, Claims claims) {
    RunSettings settings = unit.settings();
    ChecksRequest checks =
        new ChecksRequest(
            turn.work(),
            progress.iteration(),
            turn.state(),
            new ChecksRequest.Required(
                settings.checks(), unit.plan(), ImmutableList.of(unit.node().id()), upTo),
            new ChecksRequest.Bounds(start.head(), claims, turn.bounds().guards()),
            settings.limits().checkTimeout(),
            settings.flakyReruns(),
            ChecksRequest.Where.WORKING_COPY);
    return new IterationRequest(turn, checks, unit.node(), start, null, last);
  }

  /**
   * Returns the same iteration, {@code found} being what the worktree was made to hold, if it was.
   */
  static IterationRequest opened(IterationRequest request, TreeState found) {
    return request.start().unopened()
        ? request.withStart(found).withTurn(request.turn().withState(found))
        : request;
  }

  Commit commit(LoopProgress progress, TreeState start, TreeState state) {
    return new Commit(
        work(progress.last().attempt()),
        start.head(),
        state,
        unit.branch(),
        unit.plan(),
        unit.into().replaces());
  }

  UnitClaim claim(
      LoopProgress progress,
      TreeState start,
      UnitReport report,
      List<String> earlier,
      EvidencePart rest) {
    return new UnitClaim(
        work(progress.last().attempt()),
        unit.plan(),
        start.head(),
        report,
        unit.settings().checks(),
        earlier,
        rest);
  }

  Step.Weight weight() {
    return unit.node().weight();
  }

  /** Returns the settings by which its agents are asked: a unit may have retries of its own. */
  RunSettings settings() {
    Integer own = unit.node().rules().retries();
    Limits limits = unit.settings().limits();
    return own == null ? unit.settings() : unit.settings().withLimits(limits.withRetries(own));
  }

  /** Returns what holds before its first attempt. */
  AttemptPolicy policy() {
    return AttemptPolicy.begin(settings().limits().further(), unit.settings().agent(Role.CODER));
  }
}
