package dev.aidp.workflows.join;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.aidp.git.Conflict;
import dev.aidp.git.Resolution;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeReport.ResolvedBy;
import java.util.List;
import java.util.stream.Stream;

/** How conflicts appear in a report. */
final class Clashes {

  private Clashes() {}

  /**
   * Returns the report of settled conflicts: by memory, unless {@code made} holds the resolution.
   */
  static Stream<MergeReport.Conflict> settled(List<Conflict> conflicts, List<Resolution> made) {
    List<String> fresh = Lists.transform(made, Resolution::key);
    return conflicts.stream()
        .map(
            each ->
                clash(each, fresh.contains(each.key()) ? ResolvedBy.RESOLVER : ResolvedBy.MEMORY));
  }

  /** Returns the report of a conflict that nobody settled. */
  static MergeReport.Conflict unsettled(Conflict conflict) {
    return clash(conflict, ResolvedBy.NONE);
  }

  private static MergeReport.Conflict clash(Conflict conflict, ResolvedBy resolvedBy) {
    ImmutableList<String> units =
        ImmutableList.<String>builder().addAll(conflict.with()).add(conflict.unit()).build();
    return new MergeReport.Conflict(units, conflict.names(), resolvedBy);
  }
}
