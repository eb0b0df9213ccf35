package dev.aidp.workflows.evidence;

import com.google.common.collect.ImmutableList;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.workflows.wire.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Cuts what evidence is made of into parts, each small enough for an argument of a step. */
final class Parts {

  /** Well below the 32 KB of a step's argument, in characters of JSON: the claim is around it. */
  static final int LARGEST = 12_000;

  private final ImmutableList.Builder<EvidencePart> done = ImmutableList.builder();
  private EvidencePart open = EvidencePart.EMPTY;
  private int size;

  private Parts() {}

  /** Returns at least one part; together they are {@code whole}, in its order. */
  static List<EvidencePart> of(EvidencePart whole) {
    Parts parts = new Parts();
    parts.add(whole.turns(), EvidencePart::withTurns);
    parts.add(whole.joined(), EvidencePart::withJoined);
    parts.add(whole.conflicts(), EvidencePart::withConflicts);
    parts.add(whole.leftOut(), EvidencePart::withLeftOut);
    parts.add(whole.checks(), EvidencePart::withChecks);
    return parts.done.add(parts.open).build();
  }

  private <T> void add(List<T> all, BiFunction<EvidencePart, List<T>, EvidencePart> with) {
    List<T> some = new ArrayList<>();
    for (T each : all) {
      int length = Wire.json(each).length();
      if (size > 0 && size + length > LARGEST) {
        done.add(with.apply(open, some));
        open = EvidencePart.EMPTY;
        some.clear();
        size = 0;
      }
      some.add(each);
      size += length;
    }
    open = with.apply(open, some);
  }
}
