package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.feature.OrchestrationStatus;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.merge.MergeWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.run.AgentChain;
import dev.aidp.run.Approval;
import dev.aidp.run.ChildWaiting;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.housekeeping.Housekeeping;
import dev.aidp.workflows.merge.MergeApproval;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.request.Requests;
import dev.aidp.workflows.steering.Answer;
import dev.aidp.workflows.steering.RunDeadline;
import dev.aidp.workflows.workloop.BaseChecks;
import dev.aidp.workloop.UnitWork;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A plan, its units as children side by side, their merge as one more child. */
public final class FeatureOrchestrationWorkflowImpl extends EditableFeature {

  private final WorkflowContext context;
  private final HeldUnits held;
  private FeatureProgress progress = FeatureProgress.begin();
  private Usage before = Usage.NONE;
  private @Nullable Failure lockedOut;
  private @Nullable RunDeadline clock;
  private @Nullable EarlierResults results;

  /** Makes one run of it. */
  public FeatureOrchestrationWorkflowImpl(WorkflowContext context) {
    super(context);
    this.context = context;
    this.held = new HeldUnits(context, steering);
  }

  @Override
  FeatureProgress progress() {
    return progress;
  }

  @Override
  public FeatureState run(FeatureRequest asked) {
    progress = progress.running();
    try {
      perform(new Requests(context).work(asked.resolved(), (s, run) -> s.feature(run, asked)));
    } catch (StepFailedException e) {
      progress = progress.ended(RunState.FAILED, e.failure());
    }
    progress = progress.unheard(steering.instructions().giveUp(any -> true));
    steering.guards().giveUp();
    return state();
  }

  private void perform(FeatureWork request) {
    before = request.from() == null ? Usage.NONE : request.from().last().usage();
    RunDeadline watch = new RunDeadline(context, steering, request.settings().limits());
    clock = watch;
    FeatureStart start = new FeatureStart(request);
    FeatureWork.Midway midway = start.midway();
    if (midway != null) {
      watch.workedBefore(midway.worked());
      steering.tune(midway.tuning());
      midway.guards().forEach(steering::guard);
    }
    ImmutableList<String> red =
        midway == null ? base(request, watch) : ImmutableList.copyOf(midway.red());
    PlanGraph plan = red == null ? null : plan(start, request, watch);
    if (red != null && plan != null) {
      UnitGraph graph = UnitGraph.of(plan);
      FeatureProgress begun = start.begin(progress, graph).redBefore(red);
      UnitWorkFactory orders = UnitWorkFactory.of(request, graph, red);
      EarlierResults earlier = new EarlierResults(context, request, begun);
      results = earlier;
      progress = midway == null ? earlier.taken(graph, begun) : begun;
      UnitWorkFactory edited = units(orders, watch);
      merge(edited, watch);
      earlier.keep(edited.graph(), progress, steering);
    }
    end(watch);
    tidy(request);
  }

  @Override
  public void partWaits(ChildWaiting news) {
    steering.heard(news);
  }

  @Override
  public FeatureState state() {
    return progress.told(steering, before.plus(steering.used()));
  }

  @Override
  public OrchestrationStatus status() {
    int parallel = clock == null ? 1 : clock.limits().maxParallel();
    return Overview.of(state(), parallel, context.now());
  }

  /** Returns which checks are red before any work, or null if the run cannot go on. */
  private @Nullable ImmutableList<String> base(FeatureWork request, RunDeadline watch) {
    BaseChecks base =
        new BaseChecks(context, steering, request.settings(), request.run(), request.generation());
    return watched("baseline", () -> base.red(request.base()), watch);
  }

  private @Nullable PlanGraph plan(FeatureStart start, FeatureWork request, RunDeadline watch) {
    PlanGraph last = start.graph();
    if (last != null) {
      return last;
    }
    PlanSource planner = new PlanSource(context, steering, request);
    PlanGraph plan = watched("planning", planner::plan, watch);
    return plan != null && request.settings().approvals().contains(Approval.PLAN)
        ? approved(plan, planner, start, watch)
        : plan;
  }

  /** Returns the plan that a person has approved, or null if that is none. */
  private @Nullable PlanGraph approved(
      PlanGraph first, PlanSource planner, FeatureStart start, RunDeadline watch) {
    PlanGraph plan = first;
    for (int round = 2; plan != null; round++) {
      PlanGraph shown = plan;
      progress = start.begin(progress, UnitGraph.of(shown));
      Answer answer = watch.ask(planner.question(shown)).orElse(null);
      if (answer != null && answer.approved()) {
        return shown;
      }
      progress = progress.unplanned();
      if (answer == null) {
        return null;
      }
      plan = watched("planning-" + round, () -> planner.again(shown, answer.reason()), watch);
    }
    return null;
  }

  private <T> @Nullable T watched(String scope, Supplier<T> body, RunDeadline watch) {
    Promise<T> later = context.async(scope, body);
    while (!later.done()) {
      watch.await(later::done);
    }
    if (later.outcome() instanceof Outcome.Failed<T> failed) {
      progress = progress.ended(RunState.FAILED, failed.failure());
      return null;
    }
    return later.get();
  }

  /** Works on the units; returns what the plan has come to by then. */
  private UnitWorkFactory units(UnitWorkFactory first, RunDeadline watch) {
    UnitWorkFactory orders = first;
    UnitChildren children = new UnitChildren(context, steering, orders.graph());
    takeOver(children, orders, watch);
    UnitStarts starts = new UnitStarts(context, orders.graph(), 0);
    boolean over = false;
    while (!over) {
      FeatureProgress before = progress;
      progress = children.harvest(before);
      endIfLockedOut(before, orders.request());
      int made = edits.made();
      children.divided().forEach(edits::divide);
      orders = edited(orders, children);
      progress = edits.undivided(progress, context.now());
      if (edits.made() > made) {
        starts = new UnitStarts(context, orders.graph(), edits.made());
      }
      progress = progress.skipped(schedule(orders).skips(), context.now());
      giveUpLate();
      ImmutableList<String> ready = ready(starts, watch);
      if (steering.mayRun() && !steering.cancelled()) {
        for (String unit : ready) {
          orders = start(unit, orders, children, watch);
        }
      }
      over = over(orders, children, ready.isEmpty() || steering.cancelled());
      if (!over) {
        goOnAsNew(children, orders, watch);
        watch.await(children::someDone);
      }
    }
    edits.close();
    if (steering.cancelled()) {
      progress =
          progress.skipped(
              Maps.toMap(schedule(orders).waiting(), unit -> notStarted(watch)), context.now());
    }
    return orders;
  }

  /** Returns who may start. While an edit waits, nobody. */
  private ImmutableList<String> ready(UnitStarts starts, RunDeadline watch) {
    return edits.none()
        ? starts.now(progress.units(), watch.limits().maxParallel())
        : ImmutableList.of();
  }

  /** Returns whether nothing is left to do, if {@code nobody} may start. */
  private boolean over(UnitWorkFactory orders, UnitChildren children, boolean nobody) {
    children.follow();
    boolean idle = children.none() && edits.none() && nobody;
    ImmutableMap<String, Failure> without = held.settle(schedule(orders).held(), idle);
    progress = progress.skipped(without, context.now());
    return idle && without.isEmpty() && !held.asking();
  }

  /** Makes the edits of the plan that can be made; returns what it has come to. */
  private UnitWorkFactory edited(UnitWorkFactory first, UnitChildren children) {
    UnitWorkFactory orders = first;
    PlanEdits.Changed next =
        edits.next(orders.graph(), progress.units(), children, orders.request());
    while (next != null) {
      UnitGraph graph = UnitGraph.of(orders.begun(next.plan(), next.again(), progress.units()));
      before = before.plus(progress.units().usedOutside(graph));
      progress = progress.edited(graph, next.again(), orders::fresh);
      children.follow(graph);
      orders = orders.edited(graph);
      next = edits.next(graph, progress.units(), children, orders.request());
    }
    return orders;
  }

  private void takeOver(UnitChildren children, UnitWorkFactory orders, RunDeadline watch) {
    FeatureWork.Midway midway = new FeatureStart(orders.request()).midway();
    if (midway != null) {
      children.takeOver(progress, unit -> orders.unit(unit, progress, now(unit, orders, watch)));
      midway.waiting().forEach(steering::heard);
      steering.instructions().learnt(new FeatureStart(orders.request()).receipts());
    }
  }

  /** A history has an end, and what was said and not done yet would be lost with it. */
  private void goOnAsNew(UnitChildren children, UnitWorkFactory orders, RunDeadline watch) {
    if (steering.quiet()
        && edits.idle()
        && children.mayBeLeft()
        && context.continueAsNewSuggested()) {
      FeatureWork.Midway rest =
          new FeatureWork.Midway(
              orders.redBefore(),
              steering.tuning(),
              steering.waitingParts(),
              watch.worked(),
              steering.guards().all());
      if (results != null) {
        results.keep(orders.graph(), progress, steering);
      }
      FeatureWork next = orders.request().midway(state().withCommit(orders.replaces()), rest);
      context.continueAsNew(
          FeatureOrchestrationWorkflow.class,
          feature -> feature.run(FeatureRequest.resolved(next)));
    }
  }

  /** Starts a unit; returns what the plan has come to with that. */
  private UnitWorkFactory start(
      String unit, UnitWorkFactory before, UnitChildren children, RunDeadline watch) {
    UnitWorkFactory orders = before;
    ImmutableList<String> onto = before.graph().overlapping(unit, schedule(before)::finished);
    if (!onto.isEmpty()) {
      UnitGraph graph = before.graph().begunOnto(unit, onto);
      progress = progress.withGraph(graph);
      children.follow(graph);
      orders = before.edited(graph);
    }
    children.start(orders.unit(unit, progress, now(unit, orders, watch)));
    progress = progress.unitStarted(unit, context.now());
    return orders;
  }

  /** Returns the settings that hold for a unit that starts now. */
  private RunSettings now(String unit, UnitWorkFactory orders, RunDeadline watch) {
    RunSettings first = orders.request().settings();
    return first
        .withLimits(watch.limits())
        .withGuards(steering.guards().guards(first.guards(), unit));
  }

  private void merge(UnitWorkFactory orders, RunDeadline watch) {
    if (steering.cancelled() || progress.units().finished().isEmpty()) {
      return;
    }
    Outcome<MergeResult> end = merge(orders.merge(progress), watch);
    while (end instanceof Outcome.Ok<MergeResult> ok && !ok.value().rework().isEmpty()) {
      progress = progress.merged(ok.value());
      MergeWork again = rework(orders, ok.value(), watch);
      if (steering.cancelled()) {
        return;
      }
      end = merge(again, watch);
    }
    progress =
        end instanceof Outcome.Ok<MergeResult> ok
            ? progress.merged(ok.value())
            : progress.ended(RunState.FAILED, ((Outcome.Failed<MergeResult>) end).failure());
    MergeResult held = progress.merge();
    if (held != null && held.commit() != null && orders.held()) {
      MergeApproval approval = new MergeApproval(context, orders.merge(progress));
      progress = progress.merged(approval.settle(held, held.commit(), watch));
    }
  }

  private Outcome<MergeResult> merge(MergeWork request, RunDeadline watch) {
    progress = progress.merging(request.known().reworks());
    String id = UnitChildren.childId(Work.MERGE, request.generation(), request.known().reworks());
    ChildRun<MergeAtomicUnitsWorkflow, MergeResult> merge =
        new ChildRun<>(
            context.child(MergeAtomicUnitsWorkflow.class, id),
            workflow -> workflow.run(MergeRequest.resolved(request)),
            steering);
    while (!merge.done()) {
      merge.follow(steering);
      giveUpLate();
      watch.await(merge::done);
    }
    Outcome<MergeResult> outcome = merge.outcome(steering);
    if (outcome instanceof Outcome.Ok<MergeResult> ok) {
      before = before.plus(ok.value().usage());
    }
    return outcome;
  }

  /** The guilty work on, on top of what has joined; returns how the merge goes on after that. */
  private MergeWork rework(UnitWorkFactory orders, MergeResult merged, RunDeadline watch) {
    progress = progress.reworking();
    UnitChildren children = new UnitChildren(context, steering, orders.graph());
    int round = progress.standing().round();
    Deque<MergeResult.Rework> waiting = new ArrayDeque<>(merged.rework());
    while (!children.none() || !waiting.isEmpty() && !steering.cancelled()) {
      while (steering.mayRun()
          && !steering.cancelled()
          && !waiting.isEmpty()
          && children.running() < watch.limits().maxParallel()) {
        MergeResult.Rework next = waiting.remove();
        UnitWork again = orders.rework(next, progress, now(next.unit(), orders, watch));
        children.start(again, round);
        progress = progress.unitReworks(again.node().id());
      }
      children.follow();
      watch.await(children::someDone);
      progress = children.harvest(progress);
    }
    MergeWork next = orders.mergeAgain(progress, merged, round);
    progress = progress.reworked(round);
    return next;
  }

  /** A branch that is there counts, even if the run was told to end just then. */
  private void end(RunDeadline watch) {
    giveUpLate();
    MergeResult merge = progress.merge();
    if (merge != null && merge.commit() != null) {
      progress = progress.ended(merge.state(), null);
    } else if (watch.overtime()) {
      progress = progress.ended(RunState.FAILED, watch.timeout());
    } else if (steering.cancelled() && lockedOut == null) {
      progress =
          progress.ended(
              RunState.CANCELLED, Failure.of(FailureKind.CANCELLED, "The run was cancelled."));
    } else {
      progress = progress.ended(RunState.FAILED, failure());
    }
  }

  private void giveUpLate() {
    progress = progress.unheard(steering.instructions().giveUp(progress.units()::tooLate));
  }

  /** Where no agent of a chain can be asked, no unit can do better than the one that found out. */
  private void endIfLockedOut(FeatureProgress before, FeatureWork request) {
    AgentChain coder = request.settings().agent(Role.CODER);
    Optional<Failure> found = progress.units().lockedOutSince(before.units());
    if (found.isPresent() && coder != null && !coder.plainCommand()) {
      lockedOut = found.get();
      steering.cancel();
    }
  }

  private Failure failure() {
    String none = "No unit could be finished. Look at the units' errors, then retry them.";
    Failure known = lockedOut == null ? progress.standing().error() : lockedOut;
    return known != null
        ? known
        : Failure.of(
            FailureKind.PERMANENT,
            progress
                .units()
                .firstFailure()
                .map(first -> none + " The first: " + first.message())
                .orElse(none));
  }

  private Failure notStarted(RunDeadline watch) {
    String why =
        lockedOut != null
            ? "no agent could be asked"
            : watch.overtime() ? "the run's time was over" : "the run was cancelled";
    return Failure.of(FailureKind.CANCELLED, "Not started: " + why + " before its turn came.");
  }

  private void tidy(FeatureWork request) {
    Work work = new Work(request.run(), request.generation(), Work.MERGE, 1);
    new Housekeeping(context).end(work, progress.state() == RunState.COMPLETED);
  }

  private Schedule schedule(UnitWorkFactory orders) {
    return new Schedule(orders.graph(), progress.units());
  }
}
