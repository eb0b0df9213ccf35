package dev.aidp.workflows.workloop;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Guards;
import dev.aidp.run.Instruction;
import dev.aidp.workflows.steering.Steering;
import dev.aidp.workloop.UnitWork;
import java.util.List;

/** What a unit hears of all that is said to its run. */
record Heard(Steering steering, UnitWork unit) {

  /** Returns what it must not do, as it holds now. */
  Guards guards() {
    return steering.guards().guards(unit.settings().guards(), unit.node().id());
  }

  /** Returns what was said of its guards so far. */
  List<GuardUpdate> updates() {
    return steering.guards().of(unit.node().id());
  }

  /** Returns the instructions that wait for its next turn. */
  List<Instruction> pending() {
    // A command hears nothing: what it is told is for another unit, or is said to be too late.
    return unit.node().rules().action() == null ? steering.pending() : ImmutableList.of();
  }

  /** Takes them. */
  List<Instruction> take() {
    return pending().isEmpty() ? ImmutableList.of() : steering.instructions().take();
  }

  /** Says that a recorded turn was told, or was judged by, these. */
  void consumed(List<Instruction> told, List<GuardUpdate> obeyed, LoopProgress now) {
    String id = unit.node().id();
    steering.instructions().consumed(told, id, now.last().attempt(), now.iteration());
    steering.guards().consumed(obeyed, id, now.last().attempt(), now.iteration());
  }

  /** Returns how much people have said so far. */
  int times() {
    int instructions = steering.instructions().told() - steering.pending().size();
    return steering.resumes() + instructions + steering.guards().all().size();
  }
}
