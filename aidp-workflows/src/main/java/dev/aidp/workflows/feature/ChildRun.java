package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Instruction;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.Steerable;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import dev.aidp.workflows.steering.Answer;
import dev.aidp.workflows.steering.Steering;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** A started child and what it has been told: each thing once. */
final class ChildRun<W extends Steerable, R> {

  private final Child<W> child;
  private final Promise<R> result;
  private final ImmutableList<GuardUpdate> begunWith;
  private final List<Instruction> given = new ArrayList<>();
  private boolean paused;
  private int resumes;
  private int guards;
  private boolean cancelled;

  ChildRun(Child<W> child, Function<W, R> call, Steering steering) {
    this.child = child;
    this.resumes = steering.resumes();
    this.begunWith = steering.guards().all();
    this.guards = begunWith.size();
    steering.began(child.runId());
    this.result = child.start(call);
  }

  boolean done() {
    return result.done();
  }

  /** Returns how it ended, after it has; {@code steering} hears of that. */
  Outcome<R> outcome(Steering steering) {
    steering.ended(child.runId());
    return result.outcome();
  }

  /** Tells it to end. */
  void cancel() {
    if (!cancelled) {
      cancelled = true;
      child.signal(Steerable::cancel);
    }
  }

  /** Passes on what has changed in the parent's steering. */
  void follow(Steering steering) {
    if (steering.cancelled()) {
      cancel();
    }
    // It may wait for an agent: a resume means something to it even if it is not paused.
    boolean goesOn = paused || steering.resumes() != resumes;
    resumes = steering.resumes();
    if (steering.paused() && !paused) {
      child.signal(Steerable::pause);
    } else if (!steering.paused() && goesOn) {
      child.signal(Steerable::resume);
    }
    paused = steering.paused();
    steering.handOver(child.runId()).ifPresent(this::answer);
  }

  /** Passes on what was said of the guards of {@code unit} since it was started. */
  void guard(String unit, Steering steering) {
    ImmutableList<GuardUpdate> all = steering.guards().all();
    for (GuardUpdate each : all.subList(guards, all.size())) {
      if (each.unit() == null || each.unit().equals(unit)) {
        child.signal(workflow -> workflow.updateGuard(each));
      }
    }
    guards = all.size();
  }

  /** Returns what was said of guards before it was started: its settings hold that. */
  ImmutableList<GuardUpdate> begunWith() {
    return begunWith;
  }

  private void answer(Answer given) {
    if (given.approved()) {
      child.signal(Steerable::approve);
    } else {
      child.signal(workflow -> workflow.reject(given.reason()));
    }
  }

  /** Returns whether all that it was given is known to be used, or nothing was. */
  boolean givenNothing() {
    return given.isEmpty();
  }

  void give(Instruction instruction) {
    given.add(instruction);
    child.signal(workflow -> workflow.injectInstruction(instruction));
  }

  /**
   * Returns what it was given and does not know the end of; a message may have come too late for it
   * to know of.
   */
  ImmutableList<Instruction> unused(List<InstructionReceipt> ended) {
    Set<String> known =
        ended.stream().map(InstructionReceipt::id).collect(ImmutableSet.toImmutableSet());
    return given.stream()
        .filter(each -> !known.contains(each.id()))
        .collect(ImmutableList.toImmutableList());
  }
}
