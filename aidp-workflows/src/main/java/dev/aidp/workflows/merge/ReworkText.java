package dev.aidp.workflows.merge;

import com.google.common.collect.ImmutableList;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.merge.MergeReport.LeftOut;
import dev.aidp.merge.MergeResult.Rework;
import dev.aidp.run.Defaults;
import dev.aidp.text.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What agents are told of work of theirs that is red together with others'. Pure. */
final class ReworkText {

  /** Room for the words around one check's output. */
  private static final int HEADLINE = 300;

  private ReworkText() {}

  /** Returns one for each that is guilty; all fit into one outcome. */
  static ImmutableList<Rework> of(Map<LeftOut, CheckReport> guilty, String onto) {
    int room = guilty.isEmpty() ? 0 : Defaults.FEEDBACK_TEXT / guilty.size();
    ImmutableList.Builder<Rework> back = ImmutableList.builder();
    guilty.forEach(
        (out, report) -> back.add(new Rework(out.unit(), onto, text(out, report, room))));
    return back.build();
  }

  private static String text(LeftOut out, CheckReport report, int room) {
    List<String> parts = new ArrayList<>();
    parts.add(
        "Your work was complete, but the checks are red once it is merged with the other units' work%s."
            .formatted(
                out.with().isEmpty() ? "" : ": it clashes with " + String.join(", ", out.with())));
    parts.add(
        "Your current folder now holds all merged work and yours on top of it. Change it so that the checks pass"
            + " and both sides keep what they are for.");
    List<CheckResult> red = report.red();
    red.forEach(check -> parts.add(check(check, room / red.size() - HEADLINE)));
    return Excerpt.start(String.join("\n\n", parts), Math.max(HEADLINE, room));
  }

  private static String check(CheckResult check, int room) {
    return "The check `%s` %s:\n%s"
        .formatted(
            Excerpt.start(check.name(), 100),
            check.how(),
            Excerpt.start(check.digest(), Math.max(0, room)));
  }
}
