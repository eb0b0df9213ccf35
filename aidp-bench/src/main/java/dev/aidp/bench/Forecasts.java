package dev.aidp.bench;

import dev.aidp.bench.report.Machine;
import dev.aidp.bench.report.Spread;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.UnitTimes;
import dev.aidp.workflows.schedule.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** How long it takes to say when a feature will be ready, a tenth of whose units are done. */
public final class Forecasts {

  private static final int[] UNITS = {100, 1_000, 10_000};
  private static final int PARALLEL = 20;
  private static final int TIMES = 30;
  private static final int REACH = 20; // a unit depends on near ones

  private Forecasts() {}

  /** Measures and prints a row a size. */
  public static void main(String[] args) {
    System.out.println("| units | least, ms | median | longest |");
    System.out.println("|---|---|---|---|");
    for (int units : UNITS) {
      row(plan(units));
    }
    System.out.println("Measured on: " + Machine.line());
  }

  private static PlanGraph plan(int units) {
    Random random = new Random(3);
    List<PlanNode> nodes = new ArrayList<>();
    for (int unit = 0; unit < units; unit++) {
      String[] needs =
          random.nextInt(3) == 0 || unit == 0
              ? new String[0]
              : new String[] {"u" + (unit - 1 - random.nextInt(Math.min(unit, REACH)))};
      nodes.add(PlanNode.of("u" + unit, needs));
    }
    return new PlanGraph("plan", nodes);
  }

  private static void row(PlanGraph plan) {
    Instant now = Instant.now();
    List<UnitReport> reports = reports(plan, now);
    List<Double> millis = new ArrayList<>();
    for (int time = -TIMES; time < TIMES; time++) { // the first ones warm it up
      long began = System.nanoTime();
      Forecast seen = Forecast.of(plan, reports, PARALLEL, now);
      double took = (System.nanoTime() - began) / 1e6;
      Objects.requireNonNull(seen.whole());
      if (time >= 0) {
        millis.add(took);
      }
    }
    Spread spread = Spread.of(millis);
    System.out.printf(
        "| %,d | %.1f | %.1f | %.1f |%n",
        plan.nodes().size(), spread.min(), spread.median(), spread.max());
  }

  private static List<UnitReport> reports(PlanGraph plan, Instant now) {
    Random random = new Random(1);
    List<UnitReport> reports = new ArrayList<>();
    int done = plan.nodes().size() / 10;
    for (PlanNode node : plan.nodes()) {
      UnitReport waiting = UnitReport.unstarted(node.id(), UnitState.PENDING, node.id());
      Duration took = Duration.ofSeconds(60 + random.nextInt(600));
      reports.add(
          reports.size() < done
              ? waiting
                  .withState(UnitState.COMPLETED)
                  .withTimes(UnitTimes.from(now.minus(took)).until(now))
              : waiting);
    }
    return reports;
  }
}
