package dev.aidp.run;

import dev.aidp.text.Excerpt;
import dev.aidp.wire.WireNamed;
import org.jspecify.annotations.Nullable;

/**
 * What became of an {@link Instruction}, or of a {@link GuardUpdate}. It is pending first, and ends
 * in exactly one way.
 *
 * @param id the instruction's
 * @param text its beginning
 * @param end what became of it
 * @param unit for whom it is, or whose prompt it was in; null while that is open
 * @param attempt of that unit, or null while it was in no prompt
 * @param iteration of that attempt, or null while it was in no prompt
 * @param why why nobody was told it, or null
 */
public record InstructionReceipt(
    String id,
    String text,
    End end,
    @Nullable String unit,
    @Nullable Integer attempt,
    @Nullable Integer iteration,
    @Nullable String why) {

  /** Enough of a text to know it again. */
  private static final int SHOWN = 80;

  /** What becomes of instructions. */
  public enum End implements WireNamed {
    /** It waits for a turn. */
    PENDING,
    /** It was in the prompt of a recorded turn; guards: that turn was judged by them. */
    CONSUMED,
    /** A newer one has taken its place. */
    SUPERSEDED,
    /** Nobody is told it. */
    REJECTED
  }

  /** Returns that of one that has just come. */
  public static InstructionReceipt pending(Instruction instruction) {
    String line = instruction.text().replaceAll("\\s+", " ").strip();
    return new InstructionReceipt(
        instruction.id(),
        Excerpt.start(line, SHOWN),
        End.PENDING,
        instruction.unit(),
        null,
        null,
        null);
  }

  /** Returns that of the same one, given to a unit. */
  public InstructionReceipt givenTo(String other) {
    return new InstructionReceipt(id, text, end, other, attempt, iteration, why);
  }

  /** Returns its end in the prompt of a recorded turn. */
  public InstructionReceipt consumed(String by, int inAttempt, int inIteration) {
    return new InstructionReceipt(id, text, End.CONSUMED, by, inAttempt, inIteration, null);
  }

  /** Returns its end by a newer instruction. */
  public InstructionReceipt superseded(String by) {
    return new InstructionReceipt(
        id, text, End.SUPERSEDED, unit, null, null, "A newer one has taken its place: " + by);
  }

  /** Returns its end without having been told. */
  public InstructionReceipt rejected(String reason) {
    return new InstructionReceipt(id, text, End.REJECTED, unit, null, null, reason);
  }

  /** Returns whether nothing more becomes of it. */
  public boolean ended() {
    return end != End.PENDING;
  }
}
