package dev.aidp.bench;

import dev.aidp.bench.overhead.BusyLoop;
import dev.aidp.bench.report.Machine;
import dev.aidp.bench.report.Plot;
import dev.aidp.bench.report.Plot.Point;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Whether an iteration and a unit cost at the end of a long run what they cost at its begin: one
 * run of so many iterations, one feature of so many units, on native, whose steps do nothing.
 */
final class Growth {

  private static final int PARTS = 20;
  private static final int WARM_UP = 2_000;

  private final List<Point> iterations;
  private final List<Point> units;

  private Growth(List<Point> iterations, List<Point> units) {
    this.iterations = iterations;
    this.units = units;
  }

  static Growth measured(int count) {
    Path folder = Machine.folder("growth");
    try {
      return new Growth(parts(iterations(count)), parts(units(folder, count)));
    } finally {
      Machine.delete(folder);
    }
  }

  private static double[] iterations(int count) {
    try (BusyLoop loop = BusyLoop.onNative(count + 1)) {
      loop.run(Math.min(count, WARM_UP));
      return loop.millis(count + 1);
    }
  }

  /** Returns after how many milliseconds each unit was over that ended one later. */
  private static double[] units(Path folder, int count) {
    List<Long> ends = Collections.synchronizedList(new ArrayList<>());
    TrivialSteps steps = new TrivialSteps(() -> ends.add(System.nanoTime()));
    int warmUp = Math.min(count, UnitCosts.WARM_UP);
    try (Database database = Database.open(folder.resolve("units.db"));
        NativeEngine engine = UnitCosts.onNative(database, folder.resolve("store"), steps)) {
      UnitCosts.run(engine, "warm-up", warmUp);
      ends.clear();
      UnitCosts.run(engine, "many", count);
    }
    double[] each = new double[ends.size() - 1];
    for (int i = 0; i < each.length; i++) {
      each[i] = (ends.get(i + 1) - ends.get(i)) / 1e6;
    }
    return each;
  }

  /** Returns the mean of each twentieth, where it ends. */
  private static List<Point> parts(double[] each) {
    List<Point> parts = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      int from = part * each.length / PARTS;
      int to = (part + 1) * each.length / PARTS;
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += each[i];
      }
      parts.add(new Point(to, sum / Math.max(1, to - from)));
    }
    return parts;
  }

  Plot plot() {
    return Plot.linear("Cost on native, ms each, by how many were done before", "done before")
        .line("iteration of one run", iterations)
        .line("unit of one feature", units);
  }

  String markdown() {
    return String.join(
        "\n",
        "| | first twentieth, ms each | last | median of all | last to first |",
        "|---|---|---|---|---|",
        row("iteration", iterations),
        row("unit", units));
  }

  private static String row(String what, List<Point> parts) {
    double first = parts.get(0).y();
    double last = parts.get(parts.size() - 1).y();
    double median =
        parts.stream().mapToDouble(Point::y).sorted().skip(PARTS / 2).findFirst().orElse(0);
    return String.format(
        Locale.ROOT,
        "| %s, one of %,.0f | %.2f | %.2f | %.2f | %.2f |",
        what,
        parts.get(parts.size() - 1).x() + 1,
        first,
        last,
        median,
        last / first);
  }
}
