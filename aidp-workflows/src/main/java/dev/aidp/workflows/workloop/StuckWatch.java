package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.agent.TurnResult;
import dev.aidp.evidence.EvidenceActivities;
import dev.aidp.failure.Failure;
import dev.aidp.git.TreeState;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.Work;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.turn.TurnExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is done about iterations of one attempt that bring nothing new: the next prompt says so, a
 * stronger model or the next agent of the chain goes on, and where nobody is left, the unit is
 * given up with a report.
 */
final class StuckWatch {

  private final WorkflowContext context;
  private final TurnExecutor turns;
  private final Work work;
  private final Supplier<DiffGuards> guards;
  private Stagnation stagnation = Stagnation.NONE;
  private GuardWatch violated = GuardWatch.NONE;
  private final List<Diagnosis> diagnoses = new ArrayList<>();
  private int heard;
  private ImmutableList<String> remarks = ImmutableList.of();

  /** Watches one attempt, which is {@code work}; {@code guards} are those that hold now. */
  StuckWatch(WorkflowContext context, TurnExecutor turns, Work work, Supplier<DiffGuards> guards) {
    this.guards = guards;
    this.context = context;
    this.turns = turns;
    this.work = work;
  }

  /**
   * An iteration was not enough; returns why there is no further one, or null.
   *
   * @param progress where the loop stands, just after its checks
   * @param most iterations that it may take
   * @param before the files that its turn found
   * @param told how much people have said so far: after each new word it is given its turns again
   * @param asking asks who is stuck what stands in the way, before somebody else goes on
   */
  @Nullable Failure after(
      LoopProgress progress, int most, TreeState before, int told, Supplier<String> asking) {
    TurnResult turn = Objects.requireNonNull(progress.turn());
    UnmetCriteria lacking = Objects.requireNonNull(progress.shortfall());
    if (progress.iteration() >= most) {
      return StuckWords.exhausted(most, lacking);
    }
    boolean same = told == heard;
    heard = told;
    violated = (same ? violated : GuardWatch.NONE).after(lacking);
    Failure refused = violated.over(lacking, guards.get().patience());
    if (refused != null) {
      return refused;
    }
    stagnation = same ? stagnation : Stagnation.NONE;
    stagnation =
        stagnation.after(
            IterationOutcome.of(progress.iteration(), turns.taker(), before, turn, lacking));
    if (stagnation.due() && turns.changes()) {
      remarks = remarks(before, turn);
      diagnoses.add(new Diagnosis(turns.taker(), asking.get().strip()));
    }
    boolean stronger = turns.red();
    if (stagnation.due()) {
      if (!stronger && !turns.stuck() && stagnation.steps() > 0) {
        return givenUp(turn, lacking);
      }
      stagnation = stagnation.stepped();
    }
    remarks = remarks(before, turn);
    return null;
  }

  /** Returns whether nothing new has come for so long that the unit may be given up. */
  boolean stands() {
    return stagnation.stands();
  }

  /** Returns what the next prompt says besides what is lacking. */
  ImmutableList<String> remarks() {
    return remarks;
  }

  private ImmutableList<String> remarks(TreeState before, TurnResult turn) {
    ImmutableList.Builder<String> all = ImmutableList.builder();
    if (stagnation.stands()) {
      all.add(StuckWords.diagnosis(stagnation));
      if (!diagnoses.isEmpty()) {
        diagnoses.get(diagnoses.size() - 1).words().ifPresent(all::add);
      }
    }
    if (turn.state().tree().equals(before.tree()) && !turn.findings().warnings().isEmpty()) {
      all.add(StuckWords.astray(turn.findings().warnings()));
    }
    return all.build();
  }

  private Failure givenUp(TurnResult turn, UnmetCriteria lacking) {
    Failure why = StuckWords.failure(stagnation, lacking, work);
    context
        .steps(EvidenceActivities.class, Step.command().once())
        .report(
            work,
            "stuck: " + stagnation.what(),
            StuckWords.report(stagnation, lacking, turn.texts().tail(), diagnoses));
    return why;
  }
}
