package dev.aidp.workflows.steering;

import com.google.common.collect.ImmutableList;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Guards;
import dev.aidp.run.InstructionReceipt;
import java.util.Collection;
import java.util.Objects;

/** What was said of guards while a run is under way, in its order: the later word counts. */
public final class GuardUpdates {

  private final Receipts receipts;
  private ImmutableList<GuardUpdate> all = ImmutableList.of();

  GuardUpdates(Receipts receipts) {
    this.receipts = receipts;
  }

  /**
   * Adds one; what means nothing is rejected. Those that it says anew, and nobody has obeyed, end
   * by it.
   *
   * @return its id
   */
  String add(GuardUpdate update) {
    GuardUpdate named = update.id().isEmpty() ? update.called(free()) : update;
    if (all.stream().anyMatch(each -> each.id().equals(named.id()))) {
      return named.id();
    }
    if (!receipts.has(named.id())) {
      receipts.begin(named.receipt());
    }
    String why = GuardChange.unusable(named);
    if (why != null) {
      receipts.change(named.id(), receipt -> receipt.rejected(why));
      return named.id();
    }
    all.stream()
        .filter(each -> Objects.equals(each.unit(), named.unit()))
        .filter(each -> named.guards().keySet().containsAll(each.guards().keySet()))
        .forEach(each -> receipts.change(each.id(), receipt -> receipt.superseded(named.id())));
    all = ImmutableList.<GuardUpdate>builder().addAll(all).add(named).build();
    return named.id();
  }

  private String free() {
    int n = all.size() + 1;
    while (receipts.has("guards-" + n)) {
      n++;
    }
    return "guards-" + n;
  }

  /** Returns all of them. */
  public ImmutableList<GuardUpdate> all() {
    return all;
  }

  /** Returns those of {@code unit}. */
  public ImmutableList<GuardUpdate> of(String unit) {
    return all.stream()
        .filter(each -> each.unit() == null || each.unit().equals(unit))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the guards of {@code unit} now, of a run that was started with {@code first}. */
  public Guards guards(Guards first, String unit) {
    Guards now = first;
    for (GuardUpdate each : of(unit)) {
      now = GuardChange.of(now, each);
    }
    return now;
  }

  /** Says that an iteration of a unit was judged by these. */
  public void consumed(Collection<GuardUpdate> some, String unit, int attempt, int iteration) {
    some.forEach(
        each -> receipts.change(each.id(), receipt -> receipt.consumed(unit, attempt, iteration)));
  }

  /** Says that no iteration is left that could be judged by those that none was judged by. */
  public void giveUp() {
    all.stream()
        .map(GuardUpdate::id)
        .filter(receipts::open)
        .forEach(
            id ->
                receipts.change(id, receipt -> receipt.rejected("No iteration was left for it.")));
  }

  /** Returns what became of the one with this id. */
  InstructionReceipt receipt(String id) {
    return receipts.all().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }
}
