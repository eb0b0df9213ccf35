package dev.aidp.cli.progress;

import dev.aidp.merge.MergeReport;

/** What happened in a merge, in words. */
public final class Merges {

  private Merges() {}

  /** Returns a sentence of a conflict and how it ended. */
  public static String conflict(MergeReport.Conflict conflict) {
    String end =
        switch (conflict.resolvedBy()) {
          case RESOLVER -> "settled by the resolver";
          case MEMORY -> "settled as once before";
          case NONE -> "not settled";
        };
    return "conflict of %s in %s, %s"
        .formatted(
            String.join(" and ", conflict.units()), String.join(", ", conflict.files()), end);
  }

  /** Returns a sentence of a unit that is not in the branch. */
  public static String leftOut(MergeReport.LeftOut left) {
    String with = String.join(", ", left.with());
    String reason =
        switch (left.reason()) {
          case CONFLICT -> "it conflicts" + (with.isEmpty() ? "" : " with " + with);
          case GATE -> "the checks are red" + (with.isEmpty() ? "" : " together with " + with);
          case DEPENDENCY -> "it depends on " + with;
        };
    String files = left.files().isEmpty() ? "" : " in " + String.join(", ", left.files());
    return left.unit() + " left out: " + reason + files;
  }

  /** Returns a sentence of a gate that was red, and then green on the same tree. */
  public static String flaky(MergeReport.Flaky flaky) {
    return "warning: flaky: %s failed on the tree with %s, and passed when run again"
        .formatted(String.join(", ", flaky.checks()), String.join(", ", flaky.units()));
  }
}
