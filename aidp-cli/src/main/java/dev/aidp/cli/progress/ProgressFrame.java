package dev.aidp.cli.progress;

import com.google.common.collect.ImmutableList;
import dev.aidp.cli.io.Texts;
import dev.aidp.run.Count;
import dev.aidp.run.UnitState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.UnitView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a terminal shows of a run that goes on: a line for each running unit and one for the whole;
 * pure.
 */
public final class ProgressFrame {

  /** More running units than this are counted instead of shown: the frame must fit on a screen. */
  private static final int MOST_UNITS = 15;

  private ProgressFrame() {}

  /** Returns the lines, each at most {@code width} columns. */
  public static List<String> lines(RunView run, Instant now, int width) {
    List<UnitView> running =
        run.units().stream().filter(u -> u.state() == UnitState.RUNNING).toList();
    int names = running.stream().mapToInt(u -> Texts.width(u.id())).max().orElse(0);
    List<String> lines = new ArrayList<>();
    running.stream().limit(MOST_UNITS).forEach(unit -> lines.add(unit(unit, names, now)));
    if (running.size() > MOST_UNITS) {
      lines.add("  … and " + (running.size() - MOST_UNITS) + " more");
    }
    lines.add(whole(run, now));
    return lines.stream()
        .map(line -> Texts.fit(Texts.printable(line), width))
        .collect(ImmutableList.toImmutableList());
  }

  private static String unit(UnitView unit, int names, Instant now) {
    String red =
        unit.remarks().failing().isEmpty()
            ? ""
            : "  last: " + String.join(", ", unit.remarks().failing());
    String attempt = unit.tries().attempts() > 1 ? ", attempt " + unit.tries().attempts() : "";
    return "  %s  %s  iteration %d%s, %s%s"
        .formatted(
            Texts.pad(unit.id(), names),
            clock(unit.took(now).orElse(Duration.ZERO)),
            Math.max(1, unit.tries().iterations()),
            attempt,
            Phases.of(unit),
            red);
  }

  private static String whole(RunView run, Instant now) {
    RunView.ProgressView progress = run.progress();
    String failed = progress.failed() == 0 ? "" : ", " + progress.failed() + " failed or skipped";
    return "%s  %s  %s: %d of %s done%s%s"
        .formatted(
            run.id(),
            clock(Duration.between(run.times().startedAt(), now)),
            run.state().ended() ? run.state().wireName() : phase(run),
            progress.completed(),
            Count.of(progress.total(), "unit"),
            failed,
            left(run, now));
  }

  /** Nobody reads it while it changes: minutes are enough. */
  private static String left(RunView run, Instant now) {
    Instant ready = run.times().estimatedCompletion();
    Instant late = run.times().estimatedCompletionP90();
    return ready == null || late == null
        ? ""
        : ", its units in about %s, in nine of ten cases %s"
            .formatted(minutes(now, ready), minutes(now, late));
  }

  private static String minutes(Instant now, Instant then) {
    long minutes = Math.max(1, Duration.between(now, then).plusSeconds(30).toMinutes());
    return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }

  private static String phase(RunView run) {
    return run.state() == dev.aidp.run.RunState.RUNNING
        ? run.standing().phase()
        : run.state().wireName();
  }

  private static String clock(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
