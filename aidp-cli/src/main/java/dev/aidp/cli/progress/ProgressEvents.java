package dev.aidp.cli.progress;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import dev.aidp.cli.io.Texts;
import dev.aidp.merge.MergeReport;
import dev.aidp.run.Count;
import dev.aidp.run.RunState;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.ErrorView;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.UnitView;
import dev.aidp.text.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened between two looks at a run, one plain line each; pure. */
public final class ProgressEvents {

  private final List<String> lines = new ArrayList<>();

  private ProgressEvents() {}

  /** Returns what is new in {@code now}; the first look has nothing {@code before} it. */
  public static List<String> between(@Nullable RunView before, RunView now) {
    ProgressEvents events = new ProgressEvents();
    events.run(before, now);
    Map<String, UnitView> earlier =
        before == null ? Map.of() : Maps.uniqueIndex(before.units(), UnitView::id);
    now.units().forEach(unit -> events.unit(earlier.get(unit.id()), unit));
    events.merge(before == null ? null : before.merge(), now.merge(), now.units().size());
    events.state(before, now);
    return events.lines.stream().map(Texts::printable).collect(ImmutableList.toImmutableList());
  }

  private void run(@Nullable RunView before, RunView now) {
    if (before == null) {
      say(now.id(), now.kind() + " on the " + now.run().engine() + " engine" + again(now));
    }
    if (now.units().size() > 0 && (before == null || before.units().isEmpty())) {
      say(now.id(), Count.of(now.units().size(), "unit"));
    }
    String phase = before == null ? "" : before.standing().phase();
    if (!phase.equals(now.standing().phase())) {
      switch (now.standing().phase()) {
        case "planning" -> say(now.id(), "planning");
        case "merging" -> say(now.id(), "merging " + Count.of(now.progress().completed(), "unit"));
        default -> {}
      }
    }
    fresh(before == null ? List.of() : before.standing().notes(), now.standing().notes())
        .forEach(note -> say(now.id(), note));
  }

  private static String again(RunView now) {
    return now.run().generation() > 1 ? ", generation " + now.run().generation() : "";
  }

  private void unit(@Nullable UnitView before, UnitView now) {
    UnitState was = before == null ? UnitState.PENDING : before.state();
    int attempts = before == null ? 0 : before.tries().attempts();
    boolean begun = was != UnitState.PENDING && was != UnitState.BLOCKED;
    if (now.tries().attempts() > Math.max(1, attempts)) {
      say(now.id(), "attempt " + now.tries().attempts());
    } else if (!begun && (now.tries().attempts() > attempts || now.state() == UnitState.RUNNING)) {
      say(now.id(), "started");
    }
    red(before, now);
    String doing = now.doing() == null ? "" : now.doing();
    if (waits(doing) && (before == null || !doing.equals(before.doing()))) {
      say(now.id(), doing);
    }
    fresh(before == null ? List.of() : before.remarks().warnings(), now.remarks().warnings())
        .forEach(warning -> say(now.id(), "warning: " + warning));
    // A unit may have been settled and merged between two looks; a branch was done before.
    if (now.state().finished() && !was.finished() && now.tries().attempts() > 0) {
      say(now.id(), "done after " + Count.of(now.tries().iterations(), "iteration") + took(now));
    }
    if (now.state() != was) {
      switch (now.state()) {
        case FAILED -> say(now.id(), "failed" + why(now.error()));
        case SKIPPED -> say(now.id(), "skipped" + why(now.error()));
        default -> {}
      }
    }
  }

  private void red(@Nullable UnitView before, UnitView now) {
    if (now.remarks().failing().isEmpty()) {
      return;
    }
    if (before == null || !isKnown(before, now)) {
      say(
          now.id(),
          "iteration " + redOf(now) + " not done: " + String.join(", ", now.remarks().failing()));
    }
  }

  private static boolean isKnown(UnitView before, UnitView now) {
    if (before.tries().attempts() != now.tries().attempts()
        || before.remarks().failing().isEmpty()) {
      return false;
    }
    int told = redOf(before);
    return told > redOf(now)
        || (told == redOf(now) && before.remarks().failing().equals(now.remarks().failing()));
  }

  /** The iteration that was red: the last one, unless the next has begun. */
  private static int redOf(UnitView unit) {
    String doing = unit.doing() == null ? "" : unit.doing();
    boolean next = doing.equals("agent") || doing.equals("checks") || waits(doing);
    return Math.max(1, next ? unit.tries().iterations() - 1 : unit.tries().iterations());
  }

  private static boolean waits(String doing) {
    return doing.startsWith("waiting for ");
  }

  private void merge(@Nullable MergeReport before, @Nullable MergeReport now, int units) {
    if (now == null) {
      return;
    }
    List<MergeReport.Conflict> conflicts = before == null ? List.of() : before.conflicts();
    for (MergeReport.Conflict conflict : fresh(conflicts, now.conflicts())) {
      say("merge", Merges.conflict(conflict));
    }
    List<String> order = before == null ? List.of() : before.order();
    int joined = order.size();
    for (String unit : fresh(order, now.order())) {
      say("merge", unit + " joined (" + ++joined + " of " + units + ")");
    }
    List<MergeReport.LeftOut> leftOut = before == null ? List.of() : before.leftOut();
    fresh(leftOut, now.leftOut()).forEach(left -> say("merge", Merges.leftOut(left)));
    List<MergeReport.Flaky> flaky = before == null ? List.of() : before.flaky();
    fresh(flaky, now.flaky()).forEach(each -> say("merge", Merges.flaky(each)));
  }

  private void state(@Nullable RunView before, RunView now) {
    RunState was = before == null ? RunState.RUNNING : before.state();
    if (now.state() == was) {
      return;
    }
    switch (now.state()) {
      case RUNNING -> say(now.id(), was == RunState.PENDING ? "running" : "goes on");
      case PAUSED -> say(now.id(), "paused; go on with: aidp resume " + now.id());
      case WAITING -> say(now.id(), "waits for a person" + why(now.error()));
      case INTERRUPTED -> say(now.id(), "interrupted: nobody works on it");
      case COMPLETED, PARTIAL -> say(now.id(), now.state().wireName() + result(now));
      // Why follows, with what to do.
      case FAILED, CANCELLED -> say(now.id(), now.state().wireName());
      default -> {}
    }
  }

  /** Not every run leaves a branch. */
  private static String result(RunView now) {
    String commit = now.commit();
    return commit == null
        ? ""
        : ": %s is green at %s"
            .formatted(now.branch(), commit.substring(0, Math.min(10, commit.length())));
  }

  private static String took(UnitView unit) {
    Instant end = unit.times().finishedAt();
    return end == null ? "" : unit.took(end).map(time -> " in " + rounded(time)).orElse("");
  }

  /** Returns a time as people say it: tenths below ten seconds, else seconds. */
  static String rounded(Duration time) {
    if (time.toMillis() < 10_000) {
      return "%d.%d s".formatted(time.toMillis() / 1000, time.toMillis() % 1000 / 100);
    }
    return time.toSeconds() < 120
        ? time.toSeconds() + " s"
        : Durations.text(Duration.ofMinutes(time.toMinutes()));
  }

  private static String why(@Nullable ErrorView error) {
    return error == null ? "" : ": " + error.message();
  }

  /** What a growing list has beyond what it had. */
  private static <T> List<T> fresh(List<T> before, List<T> now) {
    return now.stream().filter(one -> !before.contains(one)).toList();
  }

  private void say(String who, String what) {
    lines.add(who + ": " + what);
  }
}
