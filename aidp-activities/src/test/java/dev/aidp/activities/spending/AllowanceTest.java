package dev.aidp.activities.spending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.spending.Allowance.Busy;
import dev.aidp.activities.spending.Allowance.Granted;
import dev.aidp.activities.spending.Allowance.Spent;
import dev.aidp.activities.spending.Allowance.Standing;
import dev.aidp.activities.spending.Allowance.Sum;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AllowanceTest {

  private static final Budget DOLLAR = Budget.ofRun(new Cap(1_000_000L, null));

  @Test
  void nothing_is_set_aside_where_nothing_is_limited() {
    assertThat(Allowance.of(Budget.NONE, run(5_000_000, 0, 1), Standing.NONE))
        .isEqualTo(Allowance.UNLIMITED);
  }

  @Test
  void a_first_turn_gets_a_tenth_and_a_later_one_twice_the_largest() {
    assertThat(money(DOLLAR, Standing.NONE)).isEqualTo(100_000);
    assertThat(money(DOLLAR, run(300_000, 100_000, 150_000))).isEqualTo(300_000);
  }

  @Test
  void a_turn_gets_its_cap_but_never_more_than_what_is_left() {
    Budget capped = DOLLAR.with(new Budget(Cap.NONE, Cap.NONE, new Cap(400_000L, null)));

    assertThat(money(capped, Standing.NONE)).isEqualTo(400_000);
    assertThat(money(capped, run(800_000, 0, 400_000))).isEqualTo(200_000);
  }

  @Test
  void who_finds_the_rest_held_by_others_waits_for_them() {
    assertThat(Allowance.of(DOLLAR, run(500_000, 450_000, 450_000), Standing.NONE))
        .isInstanceOf(Busy.class);
  }

  @Test
  void what_is_spent_but_for_a_hundredth_is_spent() {
    assertThat(Allowance.of(DOLLAR, run(991_000, 0, 1), Standing.NONE))
        .isEqualTo(new Spent("The run has spent $0.9910 of its budget of $1.00", "budget.usd"));
    assertThat(Allowance.of(DOLLAR, run(990_000, 0, 1), Standing.NONE)).isInstanceOf(Granted.class);
  }

  @Test
  void a_unit_has_a_budget_of_its_own_and_tokens_count_too() {
    Budget unit = new Budget(Cap.NONE, new Cap(null, 1000L), Cap.NONE);
    Standing used = new Standing(new Sum(5000, 0), new Sum(1000, 0), 500);

    assertThat(Allowance.of(unit, Standing.NONE, used))
        .isEqualTo(
            new Spent(
                "The unit has spent 1000 tokens of its budget of 1000 tokens",
                "budget.unit_tokens"));
    assertThat(Allowance.of(unit, Standing.NONE, new Standing(used.run(), Sum.NONE, 500)))
        .isEqualTo(new Granted(new Cap(null, 1000L), Cap.NONE));
  }

  @Test
  void honest_turns_never_exceed_it_and_none_waits_for_ever() {
    for (long seed = 0; seed < 5_000; seed++) {
      new Spenders(new Random(seed)).spend();
    }
  }

  private static long money(Budget budget, Standing standing) {
    Granted granted = (Granted) Allowance.of(budget, standing, Standing.NONE);
    return granted.turn().microUsd() == null ? -1 : granted.turn().microUsd();
  }

  private static Standing run(long settled, long reserved, long largest) {
    return new Standing(new Sum(settled, reserved), Sum.NONE, largest);
  }

  /** Units that begin and end turns in any order, each spending at most what it was granted. */
  private static final class Spenders {
    private final Random random;
    private final Budget budget;
    private final Map<Integer, Long> underWay = new TreeMap<>();
    private final Map<Integer, Long> spent = new TreeMap<>();
    private long largest;

    Spenders(Random random) {
      this.random = random;
      this.budget = new Budget(some(1_000_000), some(300_000), some(200_000));
    }

    private Cap some(long most) {
      return new Cap(random.nextInt(4) == 0 ? null : 1 + (long) random.nextInt((int) most), null);
    }

    void spend() {
      for (int i = 0; i < 200; i++) {
        int unit = random.nextInt(6);
        if (underWay.containsKey(unit)) {
          end(unit);
        } else {
          begin(unit);
        }
        holds(budget.run().microUsd(), sum(spent) + sum(underWay));
        int one = unit;
        holds(
            budget.unit().microUsd(), spent.getOrDefault(one, 0L) + underWay.getOrDefault(one, 0L));
      }
    }

    private void begin(int unit) {
      Standing standing =
          new Standing(
              new Sum(sum(spent), sum(underWay)),
              new Sum(spent.getOrDefault(unit, 0L), 0),
              largest);
      Allowance allowance = Allowance.of(budget, standing, Standing.NONE);
      if (allowance instanceof Granted granted && granted.turn().microUsd() != null) {
        assertThat(granted.turn().microUsd()).isPositive();
        underWay.put(unit, granted.turn().microUsd());
      }
      if (allowance instanceof Busy) {
        assertThat(underWay).isNotEmpty();
      }
    }

    private void end(int unit) {
      long granted = underWay.remove(unit);
      long used = random.nextBoolean() ? granted : (long) (random.nextDouble() * granted);
      spent.merge(unit, used, Long::sum);
      largest = Math.max(largest, used);
    }

    private static long sum(Map<Integer, Long> amounts) {
      return amounts.values().stream().mapToLong(Long::longValue).sum();
    }

    private void holds(@Nullable Long cap, long sum) {
      if (cap != null) {
        assertThat(sum).isLessThanOrEqualTo(cap);
      }
    }
  }
}
