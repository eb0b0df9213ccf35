package dev.aidp.workflows.workloop;

import static dev.aidp.workloop.LoopPhase.APPLY_PATCH;
import static dev.aidp.workloop.LoopPhase.DIAGNOSE;
import static dev.aidp.workloop.LoopPhase.DONE;
import static dev.aidp.workloop.LoopPhase.FAIL;
import static dev.aidp.workloop.LoopPhase.NEXT_PATCH;
import static dev.aidp.workloop.LoopPhase.PASS;
import static dev.aidp.workloop.LoopPhase.READY;
import static dev.aidp.workloop.LoopPhase.TEST;

import com.google.common.collect.ImmutableSetMultimap;
import dev.aidp.workloop.LoopPhase;
import java.util.stream.Collectors;

/** Which phase of a work loop may follow which. */
final class LoopTable {

  /** From, to. A loop that is told to end goes to {@code DONE} from wherever it can be waiting. */
  static final ImmutableSetMultimap<LoopPhase, LoopPhase> TRANSITIONS =
      ImmutableSetMultimap.<LoopPhase, LoopPhase>builder()
          .putAll(READY, APPLY_PATCH, DONE)
          .putAll(APPLY_PATCH, TEST, FAIL, NEXT_PATCH, DONE)
          .putAll(TEST, PASS, FAIL, DONE)
          .putAll(PASS, NEXT_PATCH, DONE)
          .putAll(FAIL, DIAGNOSE, READY, DONE)
          .putAll(DIAGNOSE, NEXT_PATCH)
          .putAll(NEXT_PATCH, APPLY_PATCH, DONE)
          .build();

  private LoopTable() {}

  /** Returns {@code to} if it may follow {@code from}. */
  static LoopPhase move(LoopPhase from, LoopPhase to) {
    if (!TRANSITIONS.containsEntry(from, to)) {
      String accepted =
          TRANSITIONS.get(from).stream().map(LoopPhase::wireName).collect(Collectors.joining(", "));
      throw new IllegalStateException(
          "A loop in phase %s goes on with %s, not with %s"
              .formatted(
                  from.wireName(), accepted.isEmpty() ? "nothing" : accepted, to.wireName()));
    }
    return to;
  }
}
