package dev.aidp.workflows.steering;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Instruction;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.text.Excerpt;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The instructions that a run, or a part of it, was given, and those that wait for a turn. */
public final class Instructions {

  private static final Comparator<Instruction> MOST_URGENT_FIRST =
      Comparator.comparing(Instruction::priority);

  /** Enough of a text to know it again. */
  private static final int HEARD = 80;

  private final Set<String> known = new LinkedHashSet<>();
  private final Receipts receipts;
  private ImmutableList<Instruction> pending = ImmutableList.of();
  private ImmutableList<Instruction> reading = ImmutableList.of();
  private int unnamed;
  private int changes;

  Instructions(Receipts receipts) {
    this.receipts = receipts;
  }

  /** Returns it with an id: its own, or one that it gets here. */
  Instruction named(Instruction instruction) {
    if (!instruction.id().isEmpty()) {
      return instruction;
    }
    while (receipts.has("unnamed-" + unnamed)) {
      unnamed++; // an earlier run of the feature has named it
    }
    return instruction.called("unnamed-" + unnamed++);
  }

  /** Returns whether it would be a second one with its id. */
  boolean knows(Instruction instruction) {
    return known.contains(instruction.id());
  }

  /** Adds one that has just come; those that it replaces, and nobody has read, end by it. */
  void add(Instruction instruction) {
    known.add(instruction.id());
    receipts.begin(InstructionReceipt.pending(instruction));
    supersede(instruction);
    queue(Stream.concat(pending.stream(), Stream.of(instruction)));
  }

  private void supersede(Instruction newer) {
    List<Instruction> older =
        pending.stream()
            .filter(each -> newer.kind().replaces() && each.kind() == newer.kind())
            .filter(each -> Objects.equals(each.unit(), newer.unit()))
            .filter(each -> !each.equals(newer) && !reading.contains(each))
            .toList();
    end(older, receipt -> receipt.superseded(newer.id()));
  }

  /**
   * Returns those that the next turn is told. What replaces them while it reads them takes their
   * place only if it comes to nothing.
   */
  public ImmutableList<Instruction> take() {
    reading = ImmutableList.of();
    List<String> asTheyCame =
        receipts.all().stream()
            .map(InstructionReceipt::id)
            .collect(ImmutableList.toImmutableList());
    pending.stream()
        .sorted(Comparator.comparing(each -> -asTheyCame.indexOf(each.id())))
        .filter(each -> pending.contains(each))
        .forEach(this::supersede);
    reading = pending;
    return reading;
  }

  /** Nobody will be told one that has just come; a better one with its id may follow. */
  void reject(Instruction instruction, String why) {
    if (!known.contains(instruction.id())) {
      receipts.begin(InstructionReceipt.pending(instruction).rejected(why));
    }
  }

  /** Says that these are in a recorded turn. */
  public void consumed(List<Instruction> some, String unit, int attempt, int iteration) {
    end(some, receipt -> receipt.consumed(unit, attempt, iteration));
  }

  /** Says that a unit has it now. */
  public void given(Instruction instruction, String unit) {
    end(List.of(instruction), receipt -> receipt.givenTo(unit));
  }

  /** Says that these came back: they wait again, before the others of their priority. */
  public void putBack(List<Instruction> some) {
    some.forEach(each -> receipts.change(each.id(), receipt -> InstructionReceipt.pending(each)));
    queue(Stream.concat(some.stream(), pending.stream()));
  }

  /** Gives up those for which no turn is left, and returns them. */
  public ImmutableList<Instruction> giveUp(Predicate<Instruction> tooLate) {
    ImmutableList<Instruction> late =
        pending.stream().filter(tooLate).collect(ImmutableList.toImmutableList());
    end(late, receipt -> receipt.rejected("No turn was left for it."));
    return late;
  }

  /** Hears what became of instructions elsewhere, or before. */
  public void learnt(List<InstructionReceipt> told) {
    told.forEach(each -> known.add(each.id()));
    receipts.learnt(told);
  }

  /** Returns those that wait for a turn, most urgent first, then as they came. */
  public ImmutableList<Instruction> pending() {
    return pending;
  }

  /** Returns how many have come so far. */
  public int told() {
    return known.size();
  }

  /** Returns a number that grows whenever one waits anew. */
  int changes() {
    return changes;
  }

  /** Returns how a unit's report tells of an instruction that was given up. */
  public static String unheard(Instruction instruction) {
    String line = instruction.text().replaceAll("\\s+", " ").strip();
    return "No turn was left for what it was told: " + Excerpt.start(line, HEARD);
  }

  private void end(List<Instruction> some, UnaryOperator<InstructionReceipt> how) {
    some.forEach(each -> receipts.change(each.id(), how));
    pending =
        pending.stream()
            .filter(each -> !some.contains(each))
            .collect(ImmutableList.toImmutableList());
  }

  private void queue(Stream<Instruction> instructions) {
    changes++;
    pending = instructions.sorted(MOST_URGENT_FIRST).collect(ImmutableList.toImmutableList());
  }
}
