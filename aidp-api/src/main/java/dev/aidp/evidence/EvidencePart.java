package dev.aidp.evidence;

import com.google.common.collect.ImmutableList;
import dev.aidp.command.CheckResult;
import dev.aidp.git.JoinRequest.UnitHead;
import dev.aidp.merge.MergeReport.Conflict;
import dev.aidp.merge.MergeReport.LeftOut;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * What may be many of in evidence; so it travels in parts, all but the last by reference.
 *
 * @param turns turns of a unit, or of who planned a merge and settled its conflicts
 * @param joined units in a merge, in the order they joined
 * @param conflicts conflicts of a merge
 * @param leftOut units that a merge left out
 * @param checks results of checks
 */
@RecordBuilder
public record EvidencePart(
    List<TurnRecord> turns,
    List<UnitHead> joined,
    List<Conflict> conflicts,
    List<LeftOut> leftOut,
    List<CheckResult> checks)
    implements EvidencePartBuilder.With {

  /** A part with nothing in it. */
  public static final EvidencePart EMPTY =
      new EvidencePart(List.of(), List.of(), List.of(), List.of(), List.of());

  /** Copies the collections. */
  public EvidencePart {
    turns = ImmutableList.copyOf(turns);
    joined = ImmutableList.copyOf(joined);
    conflicts = ImmutableList.copyOf(conflicts);
    leftOut = ImmutableList.copyOf(leftOut);
    checks = ImmutableList.copyOf(checks);
  }

  /** Returns both together, this one's first. */
  public EvidencePart and(EvidencePart other) {
    return new EvidencePart(
        append(turns, other.turns),
        append(joined, other.joined),
        append(conflicts, other.conflicts),
        append(leftOut, other.leftOut),
        append(checks, other.checks));
  }

  private static <T> List<T> append(List<T> first, List<T> then) {
    return ImmutableList.<T>builder().addAll(first).addAll(then).build();
  }
}
