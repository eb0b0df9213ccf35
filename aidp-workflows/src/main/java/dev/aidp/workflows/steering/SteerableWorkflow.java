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
import java.time.Duration;
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
  public String demandPause() {
    steering.pause();
    return "It takes no further turn.";
  }

  @Override
  public void checkPause() {
    demandGoing();
    if (steering.paused()) {
      throw refusal("It is paused already.");
    }
  }

  @Override
  public void resume() {
    steering.resume();
  }

  @Override
  public String demandResume() {
    steering.resume();
    return "It goes on.";
  }

  @Override
  public void checkResume() {
    demandGoing();
  }

  @Override
  public void cancel() {
    steering.cancel();
  }

  @Override
  public String demandCancel() {
    steering.cancel();
    return "Its agents are being ended.";
  }

  @Override
  public void checkCancel() {
    demandGoing();
  }

  private void demandGoing() {
    if (steering.cancelled()) {
      throw refusal("It has been told to end.");
    }
  }

  private static UsageException refusal(String why) {
    return new UsageException(why, null, null);
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
  public InstructionReceipt demandInstruction(Instruction instruction) {
    String id = steering.inject(instruction);
    return receipts().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @Override
  public void checkInstruction(Instruction instruction) {
    demandGoing();
    String why = instruction.unusable();
    if (why != null) {
      throw refusal("Nobody can be told this: " + why);
    }
  }

  @Override
  public InstructionReceipt answer(QuestionAnswer answer) {
    return demandInstruction(answer.instruction());
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
  public String demandConfig(Tuning tuning) {
    steering.tune(tuning);
    return "It holds from now on.";
  }

  @Override
  public void checkConfig(Tuning tuning) {
    demandGoing();
    Integer parallel = tuning.maxParallel();
    Duration time = tuning.runTimeout();
    if (parallel == null && time == null) {
      throw refusal("It changes nothing: name 'maxParallel' or 'runTimeout'.");
    }
    if (parallel != null && parallel < 1 || time != null && (time.isNegative() || time.isZero())) {
      throw refusal("'maxParallel' must be at least 1, and 'runTimeout' more than nothing.");
    }
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
