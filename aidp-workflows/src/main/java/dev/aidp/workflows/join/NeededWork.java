package dev.aidp.workflows.join;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.git.Conflict;
import dev.aidp.git.JoinRequest;
import dev.aidp.run.Strategy;
import dev.aidp.run.Work;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.UnitWork;
import java.util.List;

/** The work that a unit needs, joined: where its own begins. */
public final class NeededWork {

  private NeededWork() {}

  /**
   * Returns what it comes to, with all that is known of conflicts in it.
   *
   * @param close removes the worktree that a resolver has left behind, where nothing goes on in it
   */
  public static JoinOutcome joined(
      WorkflowContext context, Steering steering, UnitWork unit, Runnable close) {
    List<JoinRequest.UnitHead> needs = unit.given().needs();
    JoinOutcome all = joined(context, steering, unit, needs, "needs", close);
    List<JoinRequest.UnitHead> planned =
        needs.stream().filter(each -> planned(each, unit)).toList();
    // Work that it does not need, but begins on as both may write the same, is left if it must be.
    return all.unsettled() == null || steering.cancelled() || planned.equals(needs)
        ? all
        : joined(context, steering, unit, planned, "needed", close);
  }

  private static boolean planned(JoinRequest.UnitHead need, UnitWork unit) {
    return need.unit().equals(unit.node().id()) || unit.node().dependsOn().contains(need.unit());
  }

  private static JoinOutcome joined(
      WorkflowContext context,
      Steering steering,
      UnitWork unit,
      List<JoinRequest.UnitHead> needs,
      String scope,
      Runnable close) {
    if (needs.isEmpty()) {
      return JoinOutcome.none(unit.base());
    }
    JoinRequest.UnitHead first = needs.get(0);
    boolean own = first.unit().equals(unit.node().id());
    // The work of another one stands on the base: with that alone there is nothing to join.
    return needs.size() == 1 && !own
        ? JoinOutcome.none(first.commit())
        : context.scope(scope, () -> join(context, steering, unit, needs, close));
  }

  private static JoinOutcome join(
      WorkflowContext context,
      Steering steering,
      UnitWork unit,
      List<JoinRequest.UnitHead> needs,
      Runnable close) {
    Work work = new Work(unit.run(), unit.generation(), unit.node().id(), unit.starts() + 1);
    Joiner joiner =
        new Joiner(
            context,
            steering,
            unit.settings(),
            work,
            Strategy.MERGE,
            unit.plan(),
            unit.before().clashed());
    JoinOutcome base = joiner.join(unit.base(), List.of(), needs, unit.given().resolutions());
    boolean goesOn = base.unsettled() == null && !steering.cancelled();
    if (joiner.askedResolver() && !goesOn) {
      close.run();
    }
    return base;
  }

  /** Returns the failure of a unit whose needed work has this conflict. */
  public static Failure clash(Conflict clash) {
    return Failure.of(
        FailureKind.PERMANENT,
        "What it needs does not go together: %s conflicts with %s in %s. Settle that between them, then retry."
            .formatted(
                clash.unit(),
                clash.with().isEmpty() ? "the base" : String.join(", ", clash.with()),
                String.join(", ", clash.names())));
  }
}
