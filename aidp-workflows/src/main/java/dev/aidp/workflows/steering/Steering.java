package dev.aidp.workflows.steering;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.ChildWaiting;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Instruction;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.Tuning;
import dev.aidp.run.Usage;
import dev.aidp.run.Waiting;
import dev.aidp.workflow.WorkflowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of a run share: all that messages may change in it, and what its turns have used.
 * Handlers only write here; the workflow looks at its safe points.
 */
public final class Steering {

  private final Receipts receipts = new Receipts();
  private final Instructions instructions = new Instructions(receipts);
  private final GuardUpdates guards = new GuardUpdates(receipts);
  private final WaitingParts parts = new WaitingParts();
  private Tuning tuning = new Tuning(null, null);
  private boolean paused;
  private boolean cancelled;
  private @Nullable Waiting asked;
  private @Nullable Waiting unaffordable;
  private @Nullable Waiting question;
  private @Nullable Answer answer;
  private int changes;
  private int resumes;
  private @Nullable AwaitedAgents parked;
  private Usage used = Usage.NONE;
  private Duration waited = Duration.ZERO;
  private @Nullable Instant waitingSince;

  /** Takes no further turn until {@link #resume()}. */
  public void pause() {
    changes++;
    paused = true;
  }

  /** Goes on; parts that wait for a person try again, and say so if they wait again. */
  public void resume() {
    changes++;
    resumes++;
    paused = false;
    parts.resumed();
  }

  /** Ends the run; nothing takes this back. */
  public void cancel() {
    changes++;
    cancelled = true;
  }

  /** Says yes to what is asked now; said earlier or later it means nothing. */
  public void approve() {
    answer(new Answer(true, ""));
  }

  /** Says no to what is asked now; said earlier or later it means nothing. */
  public void reject(@Nullable String reason) {
    answer(new Answer(false, reason == null ? "" : reason.strip()));
  }

  private void answer(Answer given) {
    if (asked == null && parts.answered(given)) {
      changes++;
    } else if (asked != null && asked.reason() == Waiting.Reason.APPROVAL && answer == null) {
      changes++;
      answer = given;
    }
  }

  /** Returns what was answered to {@code part} of the run, and not handed over to it yet. */
  public Optional<Answer> handOver(String part) {
    return parts.handOver(part);
  }

  /** From now on the run waits for a person, until {@link #goOn()}. */
  public void waitFor(Waiting what) {
    changes++; // whoever keeps the run's time must see it
    asked = what;
    answer = null;
  }

  /** The run waits for nobody any more. */
  public void goOn() {
    changes++;
    asked = null;
    answer = null;
  }

  /**
   * Adds an instruction, unless one with its id was added before; one that is none is rejected. A
   * clarification answers the question that its unit waits with.
   *
   * @return its id
   */
  public String inject(Instruction instruction) {
    Instruction named = instructions.named(instruction);
    String why = named.unusable();
    if (why != null) {
      instructions.reject(named, why);
    } else if (!instructions.knows(named)) {
      boolean answers = named.kind() == Instruction.Kind.CLARIFICATION;
      instructions.add(answers ? answering(named) : named);
    }
    return named.id();
  }

  /** Nobody will be told this. */
  public void reject(Instruction instruction, String why) {
    instructions.reject(instructions.named(instruction), why);
  }

  private Instruction answering(Instruction given) {
    if (question != null) {
      question = null;
      return given;
    }
    return parts.told(given.unit()).map(given::forUnit).orElse(given);
  }

  /** Returns what it was told. */
  public Instructions instructions() {
    return instructions;
  }

  /** Returns the units whose questions wait for an answer and that {@code unit} may mean. */
  public ImmutableList<String> asking(@Nullable String unit) {
    Waiting.Question own = question == null ? null : question.question();
    return own != null && (unit == null || unit.equals(own.unit()))
        ? ImmutableList.of(own.unit())
        : parts.asking(unit);
  }

  /** From now on the work waits for an answer, or, with null, for none any more. */
  public void ask(@Nullable Waiting what) {
    changes++;
    question = what;
  }

  /** Returns whether its own question waits for an answer. */
  public boolean asks() {
    return question != null;
  }

  /** Something was said that is kept elsewhere. */
  public void noted() {
    changes++;
  }

  /** Changes what {@code other} names; the rest stays. */
  public void tune(Tuning other) {
    changes++;
    Integer parallel = other.maxParallel();
    tuning =
        new Tuning(
            // With less than one, nothing would ever start again.
            parallel == null || parallel < 1 ? tuning.maxParallel() : parallel,
            other.runTimeout() == null ? tuning.runTimeout() : other.runTimeout());
  }

  /**
   * Has units obey other guards; what means nothing is rejected.
   *
   * @return its receipt
   */
  public InstructionReceipt guard(GuardUpdate update) {
    changes++;
    return guards.receipt(guards.add(update));
  }

  /** Returns what was said of guards. */
  public GuardUpdates guards() {
    return guards;
  }

  /** Returns what became of what it was told. */
  public Receipts receipts() {
    return receipts;
  }

  /** Returns whether nothing was said that has not been done, and the run may go on. */
  public boolean quiet() {
    return !paused && !cancelled && asked == null && unaffordable == null && pending().isEmpty();
  }

  /** Returns which parts have said that they wait for a person. */
  public List<ChildWaiting> waitingParts() {
    return parts.all();
  }

  /** Returns the instructions that wait for a turn, most urgent first, then as they came. */
  public ImmutableList<Instruction> pending() {
    return instructions.pending();
  }

  /** Returns what was tuned so far. */
  public Tuning tuning() {
    return tuning;
  }

  /** Adds what a recorded turn has used. */
  public void used(Usage more) {
    used = used.plus(more);
  }

  /** Returns what the recorded turns have used so far. */
  public Usage used() {
    return used;
  }

  /** Waits for a person, or for what only time gives: the work's own time stands still. */
  public void await(WorkflowContext context, BooleanSupplier done) {
    waitingSince = context.now();
    context.await(done);
    waited(context);
  }

  /** Does the same for at most {@code limit}; returns whether {@code done} holds. */
  public boolean await(WorkflowContext context, Duration limit, BooleanSupplier done) {
    waitingSince = context.now();
    boolean held = context.await(limit, done);
    waited(context);
    return held;
  }

  private void waited(WorkflowContext context) {
    if (waitingSince != null) {
      waited = waited.plus(Duration.between(waitingSince, context.now()));
    }
    waitingSince = null;
  }

  /** Returns how long the work has waited, until {@link #waitingSince} where it does now. */
  public Duration waited() {
    return waited;
  }

  /** Returns since when the work waits, or null while it does not. */
  public @Nullable Instant waitingSince() {
    return waitingSince;
  }

  /** Says that a turn of the run itself waits for a larger budget, or null: it does not. */
  public void unaffordable(@Nullable Waiting why) {
    changes++;
    unaffordable = why;
  }

  /** Says that a part of the run, by its run id, is under way. */
  public void began(String part) {
    parts.began(part);
  }

  /** Says that a part of the run has ended. */
  public void ended(String part) {
    parts.ended(part);
  }

  /** Hears from a part of the run that it waits for a person, or goes on. */
  public void heard(ChildWaiting news) {
    changes++;
    parts.heard(news);
  }

  /** Returns what the run waits for a person for, or null; it waits once all parts under way do. */
  public @Nullable Waiting waiting() {
    if (asked != null || unaffordable != null) {
      return asked != null ? asked : unaffordable;
    }
    return question != null ? question : parts.whole();
  }

  /** Returns what was said since {@link #waitFor}, or null. */
  public @Nullable Answer answer() {
    return answer;
  }

  /** Returns whether no turn may start. */
  public boolean paused() {
    return paused;
  }

  /** Says whom the work waits for, until it is told to go on or to end; null: it does not. */
  public void park(@Nullable AwaitedAgents until) {
    parked = until;
  }

  /** Returns whom the work waits for, or null while it does not. */
  public @Nullable AwaitedAgents parked() {
    return parked;
  }

  /** Returns how often it was told to go on. */
  public int resumes() {
    return resumes;
  }

  /** Returns whether the run shall end. */
  public boolean cancelled() {
    return cancelled;
  }

  /** Returns whether there is no reason to wait: the run is not paused, or it shall end. */
  public boolean mayRun() {
    return !paused || cancelled;
  }

  /** Returns a number that grows with each message: who compares it knows whether there was one. */
  public int changes() {
    return changes + instructions.changes();
  }
}
