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
    parts.add(
        whole.turns(),
        (part, some) ->
            part.and(new EvidencePart(some, List.of(), List.of(), List.of(), List.of())));
    parts.add(
        whole.joined(),
        (part, some) ->
            part.and(new EvidencePart(List.of(), some, List.of(), List.of(), List.of())));
    parts.add(
        whole.conflicts(),
        (part, some) ->
            part.and(new EvidencePart(List.of(), List.of(), some, List.of(), List.of())));
    parts.add(
        whole.leftOut(),
        (part, some) ->
            part.and(new EvidencePart(List.of(), List.of(), List.of(), some, List.of())));
    parts.add(
        whole.checks(),
        (part, some) ->
            part.and(new EvidencePart(List.of(), List.of(), List.of(), List.of(), some)));
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
