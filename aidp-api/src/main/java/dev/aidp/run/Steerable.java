package dev.aidp.run;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be said to, and asked of, every run of Aidp; the names are ordinary signals, updates and
 * queries on Temporal. A signal is taken without a word; the update of the same name is refused
 * where it means nothing, and answers.
 */
public interface Steerable {

  /** Takes no further turn until {@link #resume()}; a turn under way goes on to its end. */
  @SignalMethod(name = "pause")
  void pause();

  /**
   * Does the same as an update.
   *
   * @return what follows, in a sentence
   */
  @UpdateMethod(name = "pause")
  String demandPause();

  /** Refuses it where the run is paused, or shall end. */
  @UpdateValidatorMethod(updateName = "pause")
  void checkPause();

  /**
   * Goes on after {@link #pause()}; work that waits for an agent or for its budget tries again at
   * once.
   */
  @SignalMethod(name = "resume")
  void resume();

  /**
   * Does the same as an update.
   *
   * @return what follows, in a sentence
   */
  @UpdateMethod(name = "resume")
  String demandResume();

  /** Refuses it where the run shall end. */
  @UpdateValidatorMethod(updateName = "resume")
  void checkResume();

  /** Ends every agent of the run and then the run, with a report. */
  @SignalMethod(name = "cancel")
  void cancel();

  /**
   * Does the same as an update.
   *
   * @return what follows, in a sentence
   */
  @UpdateMethod(name = "cancel")
  String demandCancel();

  /** Refuses it where the run shall end already. */
  @UpdateValidatorMethod(updateName = "cancel")
  void checkCancel();

  /**
   * Approves what the run waits for a person for; ignored while it does not wait for an approval.
   */
  @SignalMethod(name = "approve")
  void approve();

  /**
   * Refuses what the run waits for a person for; ignored while it does not wait for an approval.
   *
   * @param reason why, in the words of the person; null or blank: none was given
   */
  @SignalMethod(name = "reject")
  void reject(@Nullable String reason);

  /**
   * Answers the question that a unit waits with: its next turn gets the answer.
   *
   * @return the receipt of the instruction that it becomes
   */
  @UpdateMethod(name = "answer")
  InstructionReceipt answer(QuestionAnswer answer);

  /** Refuses an answer that is none, or that nobody waits for. */
  @UpdateValidatorMethod(updateName = "answer")
  void demandQuestion(QuestionAnswer answer);

  /**
   * Adds a text to one prompt. A clarification answers a question that its unit waits with, so that
   * a plain signal does, too.
   */
  @SignalMethod(name = "inject_instruction")
  void injectInstruction(Instruction instruction);

  /**
   * Does the same as an update.
   *
   * @return that it has come; the query {@code receipts} says what becomes of it
   */
  @UpdateMethod(name = "inject_instruction")
  InstructionReceipt demandInstruction(Instruction instruction);

  /** Refuses what nobody can be told. */
  @UpdateValidatorMethod(updateName = "inject_instruction")
  void checkInstruction(Instruction instruction);

  /** Changes what may change while the run is under way. */
  @SignalMethod(name = "reload_config")
  void reloadConfig(Tuning tuning);

  /**
   * Does the same as an update.
   *
   * @return what follows, in a sentence
   */
  @UpdateMethod(name = "reload_config")
  String demandConfig(Tuning tuning);

  /** Refuses what changes nothing, or means nothing. */
  @UpdateValidatorMethod(updateName = "reload_config")
  void checkConfig(Tuning tuning);

  /**
   * Changes what units may change, from their next iterations on; what means nothing is rejected.
   */
  @SignalMethod(name = "update_guard")
  void updateGuard(GuardUpdate update);

  /**
   * Does the same as an update: what means nothing is refused.
   *
   * @return that it has come; the query {@code receipts} says which iteration was the first to be
   *     judged by it
   */
  @UpdateMethod(name = "update_guard")
  InstructionReceipt demandGuard(GuardUpdate update);

  /** Refuses what means nothing. */
  @UpdateValidatorMethod(updateName = "update_guard")
  void checkGuard(GuardUpdate update);

  /** Returns the instructions that no recorded turn has had in its prompt yet. */
  @QueryMethod(name = "pending_instructions")
  List<Instruction> pendingInstructions();

  /**
   * Returns what became of each instruction, as they came: of those that have ended, the last
   * {@link Defaults#RECEIPTS}. Of one that was handed to a unit under way, that unit knows more.
   */
  @QueryMethod(name = "receipts")
  List<InstructionReceipt> receipts();

  /** Returns whom the work waits for because no agent can be asked, or null while it does not. */
  @QueryMethod(name = "parked")
  @Nullable AwaitedAgents parked();

  /** Returns what it waits for a person for, or null while it does not. */
  @QueryMethod(name = "waiting")
  @Nullable Waiting waiting();
}
