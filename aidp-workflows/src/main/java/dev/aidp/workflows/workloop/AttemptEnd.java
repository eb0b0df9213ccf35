package dev.aidp.workflows.workloop;

import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.git.Commit;
import dev.aidp.git.TreeState;
import dev.aidp.run.UnitReport;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.evidence.EvidenceKeeper;
import dev.aidp.workflows.housekeeping.Housekeeping;
import dev.aidp.workloop.FinishRequest;
import dev.aidp.workloop.FinishedUnit;
import dev.aidp.workloop.LeftWork;
import dev.aidp.workloop.LoopCheckpoint;
import dev.aidp.workloop.UnitActivities;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What becomes of an attempt's worktree: its work is committed, or kept aside, or thrown away. */
final class AttemptEnd {

  private final WorkflowContext context;
  private final UnitRequests requests;
  private final List<String> told = new ArrayList<>();

  AttemptEnd(WorkflowContext context, UnitRequests requests) {
    this.context = context;
    this.requests = requests;
  }

  /** Returns what a person should know. */
  List<String> told() {
    return told;
  }

  /** Commits work that is done, with its evidence; returns the commit. */
  String finish(
      LoopProgress progress,
      TreeState start,
      TreeState state,
      UnitReport report,
      List<TurnRecord> taken) {
    Commit commit = requests.commit(progress, start, state);
    CheckReport checked = progress.checks();
    List<CheckResult> results = checked == null ? List.of() : checked.results();
    EvidencePart all = new EvidencePart(taken, List.of(), List.of(), List.of(), results);
    UnitActivities step =
        context.steps(UnitActivities.class, Step.command().once().named("commit"));
    FinishedUnit finished =
        new EvidenceKeeper(context)
            .keep(
                all,
                (earlier, rest) ->
                    step.finish(
                        new FinishRequest(
                            commit, requests.claim(progress, start, report, earlier, rest))));
    Optional.ofNullable(finished.left()).ifPresent(told::add);
    return finished.commit();
  }

  /** Keeps what work had done when it was told to end; returns where its loop stands then. */
  LoopProgress leave(LoopProgress progress) {
    UnitActivities step =
        context.steps(
            UnitActivities.class, Step.command().on(requests.weight()).once().named("leave"));
    LoopCheckpoint last = progress.last();
    String start = Objects.requireNonNull(last.start());
    Outcome<LeftWork> outcome =
        context.start(() -> step.leave(requests.work(last.attempt()), start)).outcome();
    if (!(outcome instanceof Outcome.Ok<LeftWork> ok)) {
      return progress;
    }
    LeftWork work = ok.value();
    Optional.ofNullable(work.left()).ifPresent(told::add);
    Optional.ofNullable(work.patch())
        .ifPresent(
            patch -> told.add("What it had changed when it was told to end is kept: " + patch));
    return work.state() == null ? progress : progress.withLast(last.withState(work.state()));
  }

  /** A folder that cannot be removed is no fault of the work, but nobody may find it by chance. */
  void close(int attempt) {
    new Housekeeping(context).close(requests.work(attempt)).ifPresent(told::add);
  }
}
