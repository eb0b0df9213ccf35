package dev.aidp.workflows.schedule;

import static dev.aidp.workflows.script.Samples.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.UnitTimes;
import dev.aidp.workflows.plan.UnitGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ForecastTest {

  private static final Instant BEGIN = Instant.parse("2026-11-29T08:00:00Z");
  private static final int PARALLEL = 4;

  @Test
  void says_nothing_while_nobody_knows_how_long_a_unit_takes() {
    PlanGraph plan = plan(PlanNode.of("a"), PlanNode.of("b", "a"));

    assertThat(forecast(plan, List.of(running("a", 0), waiting("b")), 5)).isEqualTo(Forecast.NONE);
    assertThat(forecast(plan, List.of(done("a", 0, 10), waiting("b")), 10).whole()).isNotNull();
    assertThat(forecast(plan, List.of(done("a", 0, 10), done("b", 10, 20)), 20))
        .as("nothing is left")
        .isEqualTo(Forecast.NONE);
  }

  @Test
  void what_comes_later_is_ready_later_and_with_less_certainty() {
    PlanGraph plan = plan(taking("a", 10), taking("b", 10, "a"), taking("c", 10, "b"));

    Forecast seen = forecast(plan, List.of(done("a", 0, 10), waiting("b"), waiting("c")), 10);

    Forecast.Expected b = seen.units().get("b");
    Forecast.Expected c = seen.units().get("c");
    assertThat(seen.units()).containsOnlyKeys("b", "c");
    assertThat(minutes(b.half())).isBetween(15L, 24L);
    assertThat(minutes(c.half())).isBetween(24L, 38L).isGreaterThan(minutes(b.half()));
    assertThat(Duration.between(c.half(), c.most()))
        .isGreaterThanOrEqualTo(Duration.between(b.half(), b.most()).dividedBy(2));
    assertThat(seen.whole()).isEqualTo(c);
  }

  @Test
  void the_pace_of_what_is_done_counts_and_not_only_what_was_said() {
    PlanNode[] nodes = new PlanNode[12];
    List<UnitReport> slow = new ArrayList<>();
    List<UnitReport> asSaid = new ArrayList<>();
    for (int i = 0; i < nodes.length; i++) {
      String id = "u" + i;
      nodes[i] = i == 0 ? taking(id, 10) : taking(id, 10, "u" + (i - 1));
      slow.add(i < 8 ? done(id, 30 * i, 30 * (i + 1)) : waiting(id));
      asSaid.add(i < 8 ? done(id, 10 * i, 10 * (i + 1)) : waiting(id));
    }

    assertThat(minutes(forecast(plan(nodes), slow, 240).whole().half()) - 240)
        .isBetween(100L, 160L);
    assertThat(minutes(forecast(plan(nodes), asSaid, 80).whole().half()) - 80).isBetween(33L, 54L);
  }

  @Test
  void what_needs_a_unit_that_failed_is_not_waited_for() {
    PlanGraph plan =
        plan(taking("a", 10), taking("b", 10, "a"), taking("c", 99, "b"), taking("d", 10));
    UnitReport failed = done("a", 0, 10).withState(UnitState.FAILED);

    Forecast seen =
        forecast(plan, List.of(failed, waiting("b"), waiting("c"), running("d", 5)), 10);

    assertThat(seen.units()).containsOnlyKeys("d");
    assertThat(seen.whole()).isEqualTo(seen.units().get("d"));
  }

  @Test
  void time_that_a_unit_waited_for_a_person_is_none_that_it_took() {
    PlanGraph plan = plan(PlanNode.of("a"), PlanNode.of("b"));
    UnitReport waited =
        done("a", 0, 100).withTimes(new UnitTimes(at(0), at(100), Duration.ofMinutes(90), null));

    Forecast seen = forecast(plan, List.of(waited, running("b", 100)), 100);

    assertThat(minutes(seen.whole().half()) - 100).isBetween(5L, 20L);
  }

  @Test
  void nobody_takes_more_than_there_is() {
    List<PlanNode> nodes = new ArrayList<>();
    List<UnitReport> reports = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      nodes.add(
          PlanNode.of("u" + i)
              .withDemand(new PlanNode.Demand(Duration.ofMinutes(10), Map.of("gpu", 1))));
      reports.add(i == 0 ? done("u0", 0, 10) : waiting("u" + i));
    }
    PlanGraph one = new PlanGraph("plan", nodes, Map.of("gpu", 1));
    PlanGraph many = new PlanGraph("plan", nodes, Map.of("gpu", 8));

    assertThat(minutes(forecast(one, reports, 10).whole().half()) - 10).isBetween(60L, 120L);
    assertThat(minutes(forecast(many, reports, 10).whole().half()) - 10).isLessThan(45);
  }

  /** Units take what was said times chance, projects times a chance of their own. */
  @Test
  void half_of_all_are_ready_by_the_one_time_and_nine_of_ten_by_the_other() {
    int projects = 400;
    int byHalf = 0;
    int byMost = 0;
    for (int seed = 1; seed <= projects; seed++) {
      Random random = new Random(seed);
      Played played = Played.of(random);
      Forecast seen = played.seen(0.2 + 0.6 * random.nextDouble());
      byHalf += played.end().isAfter(seen.whole().half()) ? 0 : 1;
      byMost += played.end().isAfter(seen.whole().most()) ? 0 : 1;
    }

    System.out.printf(
        "forecasts: %d of %d by the first time, %d by the second%n", byHalf, projects, byMost);
    assertThat(byHalf / (double) projects).isBetween(0.4, 0.65);
    assertThat(byMost / (double) projects).isBetween(0.82, 0.97);
  }

  /** A project as it really went: the order was that of what was said, the times were others. */
  private static final class Played implements Standing {

    private final PlanGraph plan;
    private final Map<String, Long> takes = new LinkedHashMap<>();
    private final Map<String, Instant> began = new LinkedHashMap<>();
    private final Map<String, Instant> ended = new LinkedHashMap<>();
    private Instant now = BEGIN;

    private Played(PlanGraph plan) {
      this.plan = plan;
    }

    static Played of(Random random) {
      int units = 30 + random.nextInt(60);
      double pace = Math.exp(0.5 * random.nextGaussian());
      List<PlanNode> said = new ArrayList<>();
      for (int i = 0; i < units; i++) {
        boolean free = i < 4 || random.nextInt(3) > 0;
        String[] needs = free ? new String[0] : new String[] {"u" + random.nextInt(i)};
        // Of one nobody has said it: no schedule is searched for ahead.
        said.add(i == 0 ? PlanNode.of("u0") : taking("u" + i, 5 + random.nextInt(60), needs));
      }
      Played played = new Played(new PlanGraph("plan", said));
      for (PlanNode node : said) {
        Duration estimate = node.demand().estimate();
        double minutes = estimate == null ? 30 : estimate.toMinutes();
        double took = minutes * pace * Math.exp(0.5 * random.nextGaussian());
        played.takes.put(node.id(), (long) (60_000 * took));
      }
      played.run();
      return played;
    }

    private void run() {
      Dispatcher dispatcher = new Dispatcher(UnitGraph.of(plan));
      while (ended.size() < takes.size()) {
        dispatcher.starts(this, PARALLEL, now).forEach(unit -> began.put(unit, now));
        now =
            began.keySet().stream()
                .filter(unit -> !ended.containsKey(unit))
                .map(this::end)
                .min(Instant::compareTo)
                .orElseThrow();
        began.keySet().stream()
            .filter(unit -> end(unit).equals(now))
            .forEach(unit -> ended.put(unit, now));
      }
    }

    private Instant end(String unit) {
      return began.get(unit).plusMillis(takes.get(unit));
    }

    Instant end() {
      return now;
    }

    /** Returns what was to be expected after a part of it. */
    Forecast seen(double part) {
      Duration whole = Duration.between(BEGIN, now);
      Instant at = BEGIN.plusMillis((long) (part * whole.toMillis()));
      List<UnitReport> reports = new ArrayList<>();
      for (String unit : takes.keySet()) {
        boolean runs = !began.get(unit).isAfter(at);
        Duration from = Duration.between(BEGIN, began.get(unit));
        Duration to = Duration.between(BEGIN, end(unit));
        reports.add(
            !runs
                ? waiting(unit)
                : end(unit).isAfter(at)
                    ? report(unit, UnitState.RUNNING, from, null)
                    : report(unit, UnitState.COMPLETED, from, to));
      }
      return Forecast.of(plan, reports, PARALLEL, at);
    }

    @Override
    public boolean waits(String unit) {
      return !began.containsKey(unit);
    }

    @Override
    public boolean finished(String unit) {
      return ended.containsKey(unit);
    }

    @Override
    public @Nullable Instant runningSince(String unit) {
      return finished(unit) ? null : began.get(unit);
    }
  }

  private static Forecast forecast(PlanGraph plan, List<UnitReport> reports, int minute) {
    return Forecast.of(plan, reports, PARALLEL, at(minute));
  }

  private static PlanNode taking(String id, int minutes, String... needs) {
    return PlanNode.of(id, needs)
        .withDemand(new PlanNode.Demand(Duration.ofMinutes(minutes), Map.of()));
  }

  private static UnitReport waiting(String id) {
    return UnitReport.unstarted(id, UnitState.PENDING, "b/" + id);
  }

  private static UnitReport running(String id, int from) {
    return report(id, UnitState.RUNNING, Duration.ofMinutes(from), null);
  }

  private static UnitReport done(String id, int from, int to) {
    return report(id, UnitState.COMPLETED, Duration.ofMinutes(from), Duration.ofMinutes(to));
  }

  private static UnitReport report(String id, UnitState state, Duration from, Duration to) {
    UnitTimes begun = UnitTimes.from(BEGIN.plus(from));
    return waiting(id).withState(state).withTimes(to == null ? begun : begun.until(BEGIN.plus(to)));
  }

  private static Instant at(int minute) {
    return BEGIN.plus(Duration.ofMinutes(minute));
  }

  private static long minutes(Instant time) {
    return Duration.between(BEGIN, time).toMinutes();
  }
}
