package dev.aidp.activities.spending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.spending.Accounts.Kept;
import dev.aidp.activities.spending.BudgetBook.Balance;
import dev.aidp.activities.spending.BudgetBook.Turn;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Usage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random schedules of units that spend side by side, are cut off and ask again. */
class BudgetBookTest {

  private static final int SCHEDULES = 400;
  private static final int EVENTS = 120;
  private static final Budget DOLLAR = Budget.ofRun(new Cap(1_000_000L, null));

  private static Usage dollars(long microUsd) {
    return new Usage(0, 0, 0, 0, microUsd, false);
  }

  /** One random life of a book, in which whoever has set something aside spends at most that. */
  private static final class Life {

    final Random random;
    final Budget budget;
    final Map<String, Cap> open = new LinkedHashMap<>();
    final Map<String, Integer> turns = new LinkedHashMap<>();
    long paid;
    int calls;
    BudgetBook book = new BudgetBook(Kept.NONE);

    Life(long seed) {
      random = new Random(seed);
      Cap turn = random.nextBoolean() ? Cap.NONE : new Cap(1L + random.nextInt(300_000), null);
      Cap unit = random.nextBoolean() ? Cap.NONE : new Cap(1L + random.nextInt(600_000), null);
      budget = new Budget(new Cap(100_000L + random.nextInt(900_000), null), unit, turn);
    }

    String unit() {
      return "u" + random.nextInt(5);
    }

    Turn turn(String unit) {
      return new Turn(unit, unit + "/" + turns.getOrDefault(unit, 0));
    }

    void event() {
      String unit = unit();
      switch (random.nextInt(5)) {
        case 0, 1 -> begin(unit);
        case 2, 3 -> end(unit);
        default -> cut(unit);
      }
    }

    private void begin(String unit) {
      Allowance asked = book.asked(turn(unit), budget);
      assertThat(book.reserve(turn(unit), budget)).isEqualTo(asked);
      if (asked instanceof Allowance.Granted granted) {
        if (open.containsKey(unit)) {
          assertThat(granted.turn()).as("what was set aside is found").isEqualTo(open.get(unit));
        }
        open.put(unit, granted.turn());
      } else {
        assertThat(open).doesNotContainKey(unit);
      }
    }

    private void end(String unit) {
      Cap cap = open.remove(unit);
      if (cap != null) {
        Usage used = dollars(random.nextLong(cap.microUsd() + 1));
        String call = call();
        Usage told = book.settle(turn(unit), used, call);
        assertThat(book.settle(turn(unit), used, call)).as("the same call").isEqualTo(told);
        if (!used.equals(Usage.NONE)) {
          assertThat(book.settleOnce(turn(unit), used, call())).isEqualTo(told);
        }
        paid += used.costMicroUsd();
        turns.merge(unit, 1, Integer::sum);
      }
    }

    private void cut(String unit) {
      Cap cap = open.remove(unit);
      if (cap != null) {
        boolean known = random.nextBoolean();
        Usage used = known ? dollars(1 + random.nextLong(cap.microUsd())) : Usage.NONE;
        String call = call();
        book.cut(turn(unit), used, call);
        book.cut(turn(unit), used, call);
        paid += known ? used.costMicroUsd() : cap.microUsd();
      }
    }

    private String call() {
      return "call-" + calls++;
    }
  }

  @Test
  void no_more_is_spent_and_set_aside_than_the_budget_if_turns_keep_to_what_they_get() {
    int refused = 0;
    for (long seed = 0; seed < SCHEDULES; seed++) {
      Life life = new Life(seed);
      for (int i = 0; i < EVENTS; i++) {
        life.event();
        Balance balance = life.book.balance(life.budget);
        long reserved = life.open.values().stream().mapToLong(Cap::microUsd).sum();
        assertThat(balance.money()).isEqualTo(new Allowance.Sum(life.paid, reserved));
        assertThat(life.paid + reserved).isLessThanOrEqualTo(life.budget.run().microUsd());
      }
      refused +=
          life.book.asked(new Turn("new", "new/0"), life.budget) instanceof Allowance.Granted
              ? 0
              : 1;
      life.book.release();
      assertThat(life.book.balance(life.budget).money().reserved()).isZero();
    }
    assertThat(refused).as("schedules that met their end").isGreaterThan(SCHEDULES / 4);
  }

  @Test
  void a_book_that_is_kept_and_opened_again_goes_on_as_before() {
    for (long seed = 0; seed < SCHEDULES; seed++) {
      Life one = new Life(seed);
      Life other = new Life(seed);
      for (int i = 0; i < EVENTS; i++) {
        one.event();
        other.event();
        other.book = new BudgetBook(other.book.kept());
        assertThat(other.book.kept()).isEqualTo(one.book.kept());
      }
    }
  }

  @Test
  void a_unit_has_one_turn_under_way_and_a_new_one_releases_what_another_has_left() {
    BudgetBook book = new BudgetBook(Kept.NONE);

    book.reserve(new Turn("u", "u/1"), DOLLAR);
    book.reserve(new Turn("u", "u/2"), DOLLAR);

    assertThat(book.balance(DOLLAR).money()).isEqualTo(new Allowance.Sum(0, 100_000));
  }

  @Test
  void a_turn_that_was_settled_and_is_taken_again_is_paid_for_again() {
    BudgetBook book = new BudgetBook(Kept.NONE);
    Turn turn = new Turn("u", "u/1");

    book.reserve(turn, DOLLAR);
    Usage first = book.settle(turn, dollars(50_000), "a");
    book.reserve(turn, DOLLAR);
    Usage second = book.settle(turn, dollars(30_000), "b");

    assertThat(first.costMicroUsd()).isEqualTo(50_000);
    assertThat(second.costMicroUsd()).isEqualTo(80_000);
    assertThat(book.balance(DOLLAR).money()).isEqualTo(new Allowance.Sum(80_000, 0));
  }

  @Test
  void what_a_run_without_a_budget_spends_counts_once_it_has_one() {
    BudgetBook book = new BudgetBook(Kept.NONE);
    Turn turn = new Turn("u", "u/1");

    assertThat(book.reserve(turn, Budget.NONE)).isEqualTo(Allowance.UNLIMITED);
    book.settle(turn, dollars(995_000), "a");
    book.raise(DOLLAR);

    assertThat(book.reserve(new Turn("u", "u/2"), Budget.NONE))
        .isEqualTo(
            new Allowance.Spent("The run has spent $0.9950 of its budget of $1.00", "budget.usd"));
  }

  @Test
  void a_book_of_ten_thousand_units_can_be_sent() {
    BudgetBook book = new BudgetBook(Kept.NONE);
    List<Turn> turns = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      turns.add(
          new Turn(
              "unit-%05d".formatted(i),
              "f-csv/unit-%05d:attempt-1/iteration-3/agent".formatted(i)));
      book.settle(turns.get(i), dollars(123_456), "call-" + i);
    }

    Kept kept = book.kept();

    assertThat(kept.units()).hasSize(10_000);
    assertThat(kept.units().values().stream().filter(unit -> unit.last() != null)).hasSize(1_000);
    assertThat(kept.units().get("unit-09999").last()).isNotNull();
    assertThat(new BudgetBook(kept).balance(DOLLAR).money().settled()).isEqualTo(1_234_560_000L);
  }
}
