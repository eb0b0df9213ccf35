package dev.aidp.workflows.feature;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Instruction;
import dev.aidp.run.Steerable;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Later;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.steering.Steering;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A started child and what it has been told: each thing once. */
final class ChildRun<W extends Steerable, R> {

  private final Child<W, R> child;
  private final Later<R> result;
  private final List<Instruction> given = new ArrayList<>();
  private boolean paused;
  private boolean cancelled;
  private int resumes;

  ChildRun(Child<W, R> child, Steering steering, Function<W, R> call) {
    this.child = child;
    this.resumes = steering.resumes();
    this.result = child.start(call);
  }

  boolean done() {
    return result.done();
  }

  Outcome<R> outcome() {
    return result.outcome();
  }

  /** Passes on what has changed in the parent's steering. */
  void follow(Steering steering) {
    if (steering.cancelled() && !cancelled) {
      cancelled = true;
      child.signal(Steerable::cancel);
    }
    if (steering.paused() != paused || steering.resumes() != resumes) {
      paused = steering.paused();
      resumes = steering.resumes();
      child.signal(paused ? Steerable::pause : Steerable::resume);
    }
  }

  void give(Instruction instruction) {
    given.add(instruction);
    child.signal(workflow -> workflow.injectInstruction(instruction));
  }

  /**
   * Returns what it was given and has not used; a message may have come too late for it to know of.
   */
  ImmutableList<Instruction> unused(List<String> used) {
    return given.stream()
        .filter(each -> !used.contains(each.id()))
        .collect(ImmutableList.toImmutableList());
  }
}
