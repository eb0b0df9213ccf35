package dev.aidp.workflows.feature;

import static dev.aidp.plan.PlanGraph.Begun.ending;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.failure.Failure;
import dev.aidp.feature.AtomicUnitWorkflow;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Instruction;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.WorkflowContext;
import dev.aidp.workflows.plan.UnitGraph;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The units that run now, in the plan's order, each a child run of its own. */
final class UnitChildren {

  /** With no more of them a feature's history never becomes too long for one run of it. */
  private static final int FEW = 1_000;

  private final WorkflowContext context;
  private final Steering steering;
  private final Map<Integer, ChildRun<AtomicUnitWorkflow, UnitResult>> running = new TreeMap<>();
  private final Map<String, UnitResult.Parts> divided = new LinkedHashMap<>();
  private UnitGraph graph;

  UnitChildren(WorkflowContext context, Steering steering, UnitGraph graph) {
    this.context = context;
    this.steering = steering;
    this.graph = graph;
  }

  void start(UnitWork work) {
    start(work, 0);
  }

  /** Starts work that was sent back {@code round} times: another run of the unit. */
  void start(UnitWork work, int round) {
    String unit = work.node().id();
    running.put(
        graph.place(unit),
        new ChildRun<>(
            child(childId(unit, work.generation(), round) + ending(graph.plan().begun(unit))),
            workflow -> workflow.run(work),
            steering));
  }

  private Child<AtomicUnitWorkflow> child(String id) {
    Child<AtomicUnitWorkflow> child = context.child(AtomicUnitWorkflow.class, id);
    return graph.ids().size() > FEW ? child.goesOn() : child;
  }

  /** The plan is another one now, which has all units that are under way. */
  void follow(UnitGraph next) {
    Map<Integer, ChildRun<AtomicUnitWorkflow, UnitResult>> moved = new TreeMap<>();
    running.forEach((place, child) -> moved.put(next.place(unit(place)), child));
    graph = next;
    running.clear();
    running.putAll(moved);
  }

  /** Tells a unit under way to end. */
  void end(String unit) {
    ChildRun<AtomicUnitWorkflow, UnitResult> child = running.get(graph.place(unit));
    if (child != null) {
      child.cancel();
    }
  }

  /** Goes on with the units that an earlier run of the feature has left under way. */
  void takeOver(FeatureProgress progress, Function<String, UnitWork> work) {
    progress.units().all().stream()
        .filter(unit -> unit.state() == UnitState.RUNNING)
        .forEach(unit -> start(work.apply(unit.id())));
  }

  /** Returns whether another run of the feature could go on with those that are under way. */
  boolean mayBeLeft() {
    return graph.ids().size() > FEW && running.values().stream().allMatch(ChildRun::givenNothing);
  }

  /** Returns a child's id: a later generation's run is another run. */
  static String childId(String name, int generation) {
    return generation == 1 ? name : name + ".g" + generation;
  }

  /** Returns a child's id where units were sent back {@code round} times already. */
  static String childId(String name, int generation, int round) {
    return childId(name, generation) + (round == 0 ? "" : ".r" + round);
  }

  int running() {
    return running.size();
  }

  boolean none() {
    return running.isEmpty();
  }

  boolean someDone() {
    return running.values().stream().anyMatch(ChildRun::done);
  }

  /**
   * Passes on pause, resume, cancel, answers, guards, and each instruction to the one it is for.
   */
  void follow() {
    running.forEach(
        (place, child) -> {
          child.follow(steering);
          child.guard(unit(place), steering);
        });
    for (Instruction instruction : steering.pending()) {
      running.entrySet().stream()
          .filter(each -> isFor(unit(each.getKey()), instruction))
          .findFirst()
          .ifPresent(each -> hand(instruction, unit(each.getKey()), each.getValue()));
    }
  }

  /** Takes out the children that have ended and returns {@code progress} with what came of them. */
  FeatureProgress harvest(FeatureProgress progress) {
    FeatureProgress next = progress;
    for (int place : ImmutableList.copyOf(running.keySet())) {
      ChildRun<AtomicUnitWorkflow, UnitResult> child = running.get(place);
      if (child != null && child.done()) {
        running.remove(place);
        next = ended(next, unit(place), child);
      }
    }
    return next;
  }

  /** Returns the units that are to be divided, since it was last asked, and into what. */
  ImmutableMap<String, UnitResult.Parts> divided() {
    ImmutableMap<String, UnitResult.Parts> all = ImmutableMap.copyOf(divided);
    divided.clear();
    return all;
  }

  private FeatureProgress ended(
      FeatureProgress progress, String unit, ChildRun<AtomicUnitWorkflow, UnitResult> child) {
    Outcome<UnitResult> outcome = child.outcome(steering);
    if (outcome instanceof Outcome.Ok<UnitResult> ok) {
      obeyed(ok.value().report(), child);
      steering.instructions().learnt(ok.value().receipts());
      steering.instructions().putBack(child.unused(ok.value().receipts()));
      if (ok.value().parts() != null) {
        divided.put(unit, ok.value().parts());
      }
      return progress.unitEnded(ok.value());
    }
    Failure why = ((Outcome.Failed<UnitResult>) outcome).failure();
    steering.instructions().putBack(child.unused(ImmutableList.of()));
    return progress.unitFaulted(unit, why, context.now());
  }

  /**
   * What was said of guards before it was started, the first iteration that counts was judged by.
   */
  private void obeyed(UnitReport ended, ChildRun<AtomicUnitWorkflow, UnitResult> child) {
    boolean judged = ended.state() == UnitState.COMPLETED || ended.tries().iterations() > 1;
    if (judged) {
      List<GuardUpdate> its =
          child.begunWith().stream()
              .filter(each -> each.unit() == null || each.unit().equals(ended.id()))
              .toList();
      steering.guards().consumed(its, ended.id(), ended.tries().attempts(), 1);
    }
  }

  private void hand(
      Instruction instruction, String unit, ChildRun<AtomicUnitWorkflow, UnitResult> child) {
    if (!child.done()) {
      steering.instructions().given(instruction, unit);
      child.give(instruction);
    }
  }

  private String unit(int place) {
    return graph.ids().asList().get(place);
  }

  private static boolean isFor(String unit, Instruction instruction) {
    return instruction.unit() == null || instruction.unit().equals(unit);
  }
}
