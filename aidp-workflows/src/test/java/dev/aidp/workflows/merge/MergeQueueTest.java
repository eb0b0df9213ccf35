package dev.aidp.workflows.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.aidp.workflows.merge.MergeQueue.Move;
import dev.aidp.workflows.plan.UnitGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The search, driven against trees that are lists of names, beside the rule it must keep to. */
class MergeQueueTest {

  private static final int SEEDS = 1_000;

  @Test
  void tests_a_train_that_is_green_once() {
    Yard yard = new Yard(new Planted(40, List.of()), 4, 0);

    yard.run();

    assertThat(yard.train.line()).hasSize(40);
    assertThat(yard.runs).isEqualTo(1);
  }

  @Test
  void finds_one_in_a_hundred_by_a_logarithm() {
    Yard yard = new Yard(new Planted(100, List.of(Set.of("u040"))), 1, 0);

    yard.run();

    assertThat(yard.train.out()).containsExactly("u040");
    assertThat(yard.runs).isLessThan(20);
  }

  @Test
  void is_hardly_dearer_than_one_by_one_where_all_are_red() {
    Yard yard = new Yard(new Planted(64, List.of(Set.of())), 1, 0);

    yard.run();

    assertThat(yard.train.line()).isEmpty();
    assertThat(yard.runsToFind()).isLessThan(2 * 64 + 20);
  }

  @Test
  void lets_units_in_that_are_red_without_one_that_needs_them() {
    // What is red turns green with a third unit; one after the other, nobody would be in.
    Yard yard = new Yard(new Planted(3, List.of()), 1, 0);
    yard.red = units -> !units.contains("u002");

    yard.run();

    assertThat(yard.train.line()).containsExactly("u000", "u001", "u002");
  }

  @Test
  void publishes_nothing_red_whatever_the_checks_say() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Yard yard = new Yard(Planted.random(random), 1 + random.nextInt(4), 0);
      int salt = random.nextInt();
      yard.red = units -> new Random(salt + 31L * units.hashCode()).nextInt(4) == 0;

      yard.run();

      List<String> line = yard.train.line();
      assertThat(line.isEmpty() || yard.seen(line)).as("seed %d", seed).isTrue();
    }
  }

  @Test
  void comes_to_what_one_by_one_comes_to_and_names_who_was_planted() {
    Tally tally = new Tally();
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      Planted planted = Planted.random(random);
      Yard yard = new Yard(planted, 1 + random.nextInt(4), seed % 3 == 0 ? 0.2 : 0);

      yard.run();

      planted.check(yard, seed);
      tally.add(yard, planted, seed);
    }
    System.out.println(tally);
    assertThat(tally.toFind).isLessThan(tally.oneByOne * 6 / 10);
    assertThat(tally.runs).isLessThan(tally.oneByOne);
  }

  @Test
  void costs_less_than_one_by_one_the_fewer_are_guilty() {
    System.out.println(
        "guilty, of  units | find + name = runs, bound | rounds, 4 slots | one by one: runs = rounds");
    for (int others = 0; others <= 2; others++) {
      for (double rate : List.of(0.0, 0.01, 0.03, 0.10, 0.17)) {
        for (int units : List.of(10, 30, 100)) {
          Tally one = tally(rate, others, units, 1);
          Tally four = tally(rate, others, units, 4);
          System.out.println(one.row(rate, others, units, four.rounds));

          String row = "%d of %s, sets of %d".formatted(units, rate, others + 1);
          assertThat(one.toFind).as(row).isLessThan(one.oneByOne * 8 / 10);
          assertThat(four.runs).as(row).isEqualTo(one.runs);
          assertThat(four.rounds).as(row).isLessThanOrEqualTo(one.runs);
          if (rate <= 0.03) {
            assertThat(one.runs).as(row).isLessThan(one.oneByOne * 2 / 3);
          }
          if (rate <= 0.10) {
            assertThat(four.rounds).as(row).isLessThan(one.oneByOne * 9 / 10);
          }
        }
      }
    }
  }

  private static Tally tally(double rate, int others, int units, int wide) {
    Tally tally = new Tally();
    for (long seed = 0; seed < Tally.TRAINS; seed++) {
      Planted planted = Planted.at(rate, others, units, new Random(seed));
      Yard yard = new Yard(planted, wide, 0);
      yard.run();
      planted.check(yard, seed);
      tally.add(yard, planted, seed);
    }
    return tally;
  }

  /** What the suite adds up. */
  private static final class Tally {
    /** Trains of one kind, of which the table shows the mean. */
    static final int TRAINS = 200;

    private int trains;
    private int units;
    private int guilty;
    private int flaky;
    private int runs;
    private int toFind;
    private int rounds;
    private int bound;
    private int oneByOne;

    void add(Yard yard, Planted planted, long seed) {
      List<Integer> others = yard.blamed.values().stream().map(List::size).toList();
      int tested = yard.train.line().size() + others.size();
      int most = GateBound.runs(tested, others, planted.stopped(yard), yard.flakes.size());
      assertThat(yard.runs).as("seed %d: %s", seed, planted).isLessThanOrEqualTo(most);
      trains++;
      units += tested;
      guilty += others.size();
      flaky += yard.flakes.size();
      runs += yard.runs;
      toFind += yard.runsToFind();
      rounds += yard.rounds;
      bound += most;
      oneByOne += GateBound.oneByOne(tested, others.size(), yard.flakes.size());
    }

    String row(double rate, int others, int size, int fourSlots) {
      return "%4.0f %%  %3d  %5d | %4.1f + %5.1f = %5.1f, %5.1f | %6.1f, %6.1f  | %11.1f"
          .formatted(
              100 * rate,
              others + 1,
              size,
              mean(toFind),
              mean(runs - toFind),
              mean(runs),
              mean(bound),
              mean(rounds),
              mean(fourSlots),
              mean(oneByOne));
    }

    private static double mean(int sum) {
      return (double) sum / TRAINS;
    }

    @Override
    public String toString() {
      return "%d trains, %d units tested, %d guilty, %d flaky: %d gate runs, %d of them to name the sets; bound %d; one by one %d, which names none"
          .formatted(trains, units, guilty, flaky, runs, runs - toFind, bound, oneByOne);
    }
  }

  /** Does what the train says, on trees that are lists of names. */
  static final class Yard {
    final Planted planted;
    final MergeQueue train;
    final int wide;
    final Map<String, List<String>> blamed = new LinkedHashMap<>();
    final Set<List<String>> flakes = new LinkedHashSet<>();
    java.util.function.Predicate<List<String>> red;
    int runs;
    int rounds;
    int conflicts;
    private int searching;
    private final double flaky;
    private final Random dice = new Random(7);
    private final Map<List<String>, Boolean> known = new LinkedHashMap<>();
    private final List<String> coupled = new ArrayList<>();

    Yard(Planted planted, int wide, double flaky) {
      this.planted = planted;
      this.wide = wide;
      this.flaky = flaky;
      this.red = planted::red;
      UnitGraph graph = UnitGraph.of(planted.plan());
      this.train = new MergeQueue(new MergeOrder(graph, planted.finished()), graph, false, wide);
    }

    void run() {
      Move move = train.next();
      for (int moves = 0; !(move instanceof Move.Over); moves++) {
        assertThat(moves).as("it comes to an end").isLessThan(5_000);
        perform(move);
        move = train.next();
      }
    }

    /** Returns the runs besides those that only name a set. */
    int runsToFind() {
      return runs - searching;
    }

    boolean seen(List<String> units) {
      return Boolean.TRUE.equals(known.get(units));
    }

    private void perform(Move move) {
      if (move instanceof Move.Couple couple) {
        couple(couple.units());
      } else if (move instanceof Move.Test test) {
        Map<Combination, Boolean> green = new LinkedHashMap<>();
        int before = runs;
        test.trees().forEach(mix -> green.put(mix, green(mix)));
        rounds += runs > before ? 1 : 0;
        train.tested(green);
      } else if (move instanceof Move.Blame blame) {
        blamed.put(blame.unit(), blame.with());
        train.blamed(blame.unit());
      }
    }

    private void couple(List<String> units) {
      List<String> in = new ArrayList<>(train.line());
      for (String unit : units) {
        if (planted.conflicts(in, unit)) {
          conflicts++;
          break;
        }
        in.add(unit);
      }
      List<String> now = in.subList(train.line().size(), in.size());
      coupled.clear();
      coupled.addAll(in);
      if (now.isEmpty()) {
        train.leftOut(units.get(0));
      } else {
        train.coupled(now);
      }
    }

    private boolean green(Combination mix) {
      List<String> units = new ArrayList<>(coupled.subList(0, mix.upto()));
      units.addAll(mix.more());
      if (known.containsKey(units) && !train.doubted(mix)) {
        return known.get(units);
      }
      runs++;
      searching += mix.more().isEmpty() ? 0 : 1;
      boolean green = !red.test(units);
      if (green && !known.containsKey(units) && dice.nextDouble() < flaky) {
        flakes.add(units);
        green = false;
      }
      known.put(units, green);
      return green;
    }
  }

  /** The rule itself: one unit after the other. */
  static List<String> oneByOne(Planted planted, Set<String> out) {
    MergeOrder order = new MergeOrder(UnitGraph.of(planted.plan()), planted.finished());
    List<String> in = new ArrayList<>();
    Optional<String> next = order.next(in, out, 1).stream().findFirst();
    while (next.isPresent()) {
      List<String> with = ImmutableList.<String>builder().addAll(in).add(next.get()).build();
      if (planted.conflicts(in, next.get()) || planted.red(with)) {
        out.add(next.get());
      } else {
        in.add(next.get());
      }
      next = order.next(in, out, 1).stream().findFirst();
    }
    return in;
  }
}
