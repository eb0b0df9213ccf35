package dev.aidp.workflows.steering;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.UsageException;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Guards;
import dev.aidp.run.Instruction;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.QuestionAnswer;
import dev.aidp.run.Steerable;
import dev.aidp.run.Tuning;
import dev.aidp.run.Waiting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workflow's ear: every message lands in {@link #steering} and is obeyed later, where the
 * workflow says so.
 */
public abstract class SteerableWorkflow implements Steerable {

  protected final Steering steering = new Steering();

  @Override
  public void pause() {
    steering.pause();
  }

  @Override
  public void resume() {
    steering.resume();
  }

  @Override
  public void cancel() {
    steering.cancel();
  }

  @Override
  public void approve() {
    steering.approve();
  }

  @Override
  public void reject(@Nullable String reason) {
    steering.reject(reason);
  }

  @Override
  public void injectInstruction(Instruction instruction) {
    steering.inject(instruction);
  }

  @Override
  public InstructionReceipt answer(QuestionAnswer answer) {
    String id = steering.inject(answer.instruction());
    return receipts().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @Override
  public void demandQuestion(QuestionAnswer answer) {
    String why = answer.instruction().unusable();
    ImmutableList<String> asking = steering.asking(answer.unit());
    if (why != null) {
      throw new UsageException("This is no answer: " + why, null, null);
    } else if (asking.isEmpty()) {
      String who = answer.unit() == null ? "The run" : "The unit '" + answer.unit() + "'";
      throw new UsageException(who + " waits for no answer.", null, null);
    } else if (asking.size() > 1) {
      throw new UsageException(
          "Several units ask: " + String.join(", ", asking), "unit", "Name the one.");
    }
  }

  @Override
  public List<InstructionReceipt> receipts() {
    return steering.receipts().all();
  }

  @Override
  public void reloadConfig(Tuning tuning) {
    steering.tune(tuning);
  }

  @Override
  public void updateGuard(GuardUpdate update) {
    var unused = steering.guard(update);
  }

  @Override
  public InstructionReceipt demandGuard(GuardUpdate update) {
    return steering.guard(update);
  }

  @Override
  public void checkGuard(GuardUpdate update) {
    var unused = GuardChange.of(Guards.USUAL, update);
  }

  /** Returns whether it is paused. */
  public boolean paused() {
    return steering.paused();
  }

  @Override
  public @Nullable AwaitedAgents parked() {
    return steering.parked();
  }

  @Override
  public @Nullable Waiting waiting() {
    return steering.waiting();
  }

  @Override
  public List<Instruction> pendingInstructions() {
    return steering.pending();
  }
}
