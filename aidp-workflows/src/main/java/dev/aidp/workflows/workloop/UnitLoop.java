package dev.aidp.workflows.workloop;

import dev.aidp.run.Check;
import dev.aidp.run.UnitAction;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.SteerableWorkflow;
import dev.aidp.workloop.Checkpoint;
import dev.aidp.workloop.Loop;
import dev.aidp.workloop.LoopCheckpoint;
import dev.aidp.workloop.LoopMetrics;
import dev.aidp.workloop.LoopPhase;
import dev.aidp.workloop.LoopStatus;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A unit's run and its answers; both workflows that are a loop are this. */
public abstract class UnitLoop extends SteerableWorkflow implements Loop {

  private final WorkflowContext context;
  private @Nullable UnitRun unit;
  private @Nullable UnitResult result;

  protected UnitLoop(WorkflowContext context) {
    this.context = context;
  }

  /** Works to the end; checks that have a later phase than {@code upTo} are not this work's. */
  protected UnitResult work(UnitWork work, Check.Phase upTo) {
    UnitAction action = work.node().rules().action();
    UnitResult ended;
    if (action == null) {
      ended = begun(work, upTo).run();
    } else if (action.poll() == null) {
      ended = begun(CommandUnit.of(work, action), upTo).run();
    } else {
      ended =
          new WaitingUnit(context, steering, work, action, action.poll())
              .run(each -> begun(each, upTo));
    }
    result = ended;
    return ended;
  }

  /**
   * Checks what the parts of a unit come to together; an agent mends what is red of it, and leaves
   * its outputs.
   */
  protected UnitResult together(UnitWork work, Check.Phase upTo) {
    UnitWork next = work;
    String words = TogetherWords.done(work.node().parts());
    if (work.node().outputs().isEmpty()) {
      UnitAction nothing = UnitAction.run(":");
      UnitWork look = work.withNode(work.node().withRules(work.node().rules().withAction(nothing)));
      UnitRun looking = begun(CommandUnit.of(look, nothing), upTo);
      UnitResult seen = context.scope("together", looking::run);
      if (looking.progress().failing().isEmpty() || seen.cancelled()) {
        result = seen;
        return seen;
      }
      words = TogetherWords.red(words, looking.progress());
      int attempts = seen.report().tries().attempts();
      next = work.withBefore(work.before().withStarts(attempts));
    }
    return work(next.withBefore(next.before().withFeedback(words)), upTo);
  }

  private UnitRun begun(UnitWork work, Check.Phase upTo) {
    UnitRun run = new UnitRun(context, steering, work, upTo, phase -> {});
    unit = run;
    return run;
  }

  @Override
  public LoopStatus status() {
    return new LoopStatus(
        progress().phase(),
        steering.paused(),
        report(),
        failing(),
        steering.parked(),
        steering.waiting(),
        steering.receipts().all(),
        unit != null && unit.reviewing());
  }

  @Override
  public LoopMetrics metrics() {
    return progress().last().metrics();
  }

  @Override
  public LoopCheckpoint checkpoint() {
    return progress().last();
  }

  @Override
  public List<Checkpoint> checkpoints() {
    return unit == null ? List.of() : unit.checkpoints().all();
  }

  @Override
  public @Nullable LoopCheckpoint checkpointAt(int attempt, int iteration) {
    return unit == null ? null : unit.checkpoints().at(attempt, iteration);
  }

  private LoopProgress progress() {
    return unit == null ? LoopProgress.begin() : unit.progress();
  }

  private UnitReport report() {
    if (result != null) {
      return result.report();
    }
    // Asked before its run has begun, it knows nothing, not even its name.
    return unit == null ? UnitReport.unstarted("", UnitState.PENDING, "") : unit.running();
  }

  private List<String> failing() {
    return progress().phase() == LoopPhase.DONE && result != null && result.report().error() == null
        ? List.of()
        : progress().failing();
  }
}
