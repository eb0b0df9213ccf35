package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableSet;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.run.Count;
import dev.aidp.run.MinSuccess;
import dev.aidp.run.RunState;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a merge is worth.
 *
 * @param state completed, partial or failed
 * @param error why it failed, or null
 */
record MergeVerdict(RunState state, @Nullable Failure error) {

  /** Returns the verdict on a green tree with the units {@code in}. */
  static MergeVerdict of(
      UnitGraph graph, Collection<String> in, List<LeftOut> leftOut, MinSuccess minSuccess) {
    if (in.isEmpty()) {
      return failed(nobody(leftOut));
    }
    if (ImmutableSet.copyOf(in).containsAll(graph.required())) {
      return new MergeVerdict(RunState.COMPLETED, null);
    }
    int total = graph.ids().size();
    if (minSuccess.reached(in.size(), total)) {
      return new MergeVerdict(RunState.PARTIAL, null);
    }
    return failed(
        "Only %d of %s could join, fewer than %d%s%s. Retry what failed, or lower merge.min_success."
            .formatted(
                in.size(),
                Count.of(total, "unit"),
                minSuccess.amount(),
                minSuccess.percent() ? " %" : "",
                reasons(leftOut)));
  }

  private static String nobody(List<LeftOut> leftOut) {
    boolean red =
        !leftOut.isEmpty()
            && leftOut.stream().allMatch(each -> each.reason() != MergeReport.Reason.CONFLICT);
    return red
        ? "No unit could join: the checks are red on the base with each of them%s. Make the base green, or correct the checks."
            .formatted(reasons(leftOut))
        : "No unit could join%s. Retry what failed.".formatted(reasons(leftOut));
  }

  private static String reasons(List<LeftOut> leftOut) {
    return leftOut.isEmpty()
        ? ""
        : leftOut.stream().map(MergeVerdict::reason).collect(Collectors.joining("; ", " (", ")"));
  }

  private static String reason(LeftOut each) {
    String with = each.with().isEmpty() ? "" : " with " + String.join(", ", each.with());
    return each.unit() + ": " + each.reason().wireName() + with;
  }

  private static MergeVerdict failed(String message) {
    return new MergeVerdict(RunState.FAILED, Failure.of(FailureKind.PERMANENT, message));
  }
}
