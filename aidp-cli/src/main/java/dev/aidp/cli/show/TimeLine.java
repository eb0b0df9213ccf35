package dev.aidp.cli.show;

import com.google.common.collect.ImmutableList;
import dev.aidp.cli.io.Texts;
import dev.aidp.run.Count;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.RunView.UnitView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** When each unit of a run was worked on, as bars below each other; pure. */
public final class TimeLine {

  private static final int BAR = 44;

  private TimeLine() {}

  /** Returns a line for each unit that was started. */
  public static List<String> lines(RunView run) {
    List<UnitView> units =
        run.units().stream().filter(unit -> unit.times().startedAt() != null).toList();
    Instant end = run.times().startedAt().plusMillis(Math.max(1, run.times().durationMs()));
    int names = units.stream().mapToInt(unit -> Texts.width(unit.id())).max().orElse(0);
    return units.stream()
        .map(unit -> line(unit, run.times().startedAt(), end, names))
        .collect(ImmutableList.toImmutableList());
  }

  private static String line(UnitView unit, Instant begin, Instant end, int names) {
    Instant started = Objects.requireNonNull(unit.times().startedAt());
    Instant finished = unit.times().finishedAt() == null ? end : unit.times().finishedAt();
    int from = column(started, begin, end);
    int to = Math.max(from + 1, column(finished, begin, end));
    String bar = " ".repeat(from) + "█".repeat(to - from) + " ".repeat(BAR + 1 - to);
    String iterations =
        unit.tries().iterations() == 1
            ? ""
            : ", " + Count.of(unit.tries().iterations(), "iteration");
    return Texts.printable(
        "  %s  %s  %5s to %5s%s"
            .formatted(
                Texts.pad(unit.id(), names),
                bar,
                Times.between(begin, started),
                Times.between(begin, finished),
                iterations));
  }

  private static int column(Instant at, Instant begin, Instant end) {
    double share =
        Duration.between(begin, at).toMillis() / (double) Duration.between(begin, end).toMillis();
    return (int) Math.round(Math.max(0, Math.min(1, share)) * BAR);
  }
}
