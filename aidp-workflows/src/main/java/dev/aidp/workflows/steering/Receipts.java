package dev.aidp.workflows.steering;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.Defaults;
import dev.aidp.run.InstructionReceipt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What became of what a run, or a part of it, was told. An end comes once, and stays. */
public final class Receipts {

  private final Map<String, InstructionReceipt> all = new LinkedHashMap<>();

  Receipts() {}

  /** Adds that of something that has just come. */
  void begin(InstructionReceipt receipt) {
    all.put(receipt.id(), receipt);
    forgetOld();
  }

  /** Changes one that has not ended. */
  void change(String id, UnaryOperator<InstructionReceipt> how) {
    all.computeIfPresent(id, (same, receipt) -> receipt.ended() ? receipt : how.apply(receipt));
    forgetOld();
  }

  /** Hears what became of things elsewhere, or before. */
  void learnt(List<InstructionReceipt> told) {
    for (InstructionReceipt each : told) {
      all.merge(each.id(), each, (before, news) -> before.ended() ? before : news);
    }
    forgetOld();
  }

  /** Returns whether it is known what becomes of this. */
  boolean has(String id) {
    return all.containsKey(id);
  }

  /** Returns whether it has come and not ended yet. */
  boolean open(String id) {
    InstructionReceipt receipt = all.get(id);
    return receipt != null && !receipt.ended();
  }

  /** Returns what became of each, as they came; of the ended ones the last. */
  public ImmutableList<InstructionReceipt> all() {
    return ImmutableList.copyOf(all.values());
  }

  /** Returns those that have ended. */
  public ImmutableList<InstructionReceipt> ended() {
    return all.values().stream()
        .filter(InstructionReceipt::ended)
        .collect(ImmutableList.toImmutableList());
  }

  private void forgetOld() {
    List<InstructionReceipt> ended = ended();
    ended.stream()
        .limit(Math.max(0, ended.size() - Defaults.RECEIPTS))
        .forEach(each -> all.remove(each.id()));
  }
}
