package dev.aidp.workflows.workloop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.run.Defaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StagnationTest {

  private static final int CASES = 2_000;

  private final List<IterationOutcome> all = new ArrayList<>();
  private Stagnation stagnation = Stagnation.NONE;

  @Test
  void the_same_files_and_failures_stand_after_three_turns() {
    go("b", "red", "out");
    go("b", "red", "out");
    assertThat(stagnation.stands()).isFalse();

    go("b", "red", "out");

    assertThat(stagnation.due()).isTrue();
    assertThat(stagnation.what()).isEqualTo("the same files and the same failures for 3 turns");
  }

  @Test
  void turns_that_change_nothing_stand_after_three_whatever_the_checks_print() {
    go("start", "red", "at 10:00");
    go("start", "red", "at 10:01");
    assertThat(stagnation.stands()).isFalse();

    go("start", "red", "at 10:02");

    assertThat(stagnation.due()).isTrue();
    assertThat(stagnation.what()).contains("the same things lacking for 3 turns");
  }

  @Test
  void going_round_in_circles_stands_after_three_turns_of_it() {
    go("b", "red", "");
    go("c", "red", "");
    go("b", "red", "");
    go("c", "red", "");
    assertThat(stagnation.stands()).isFalse();

    go("b", "red", "");

    assertThat(stagnation.due()).isTrue();
    assertThat(stagnation.what())
        .isEqualTo(
            "edits that undo each other: for 3 turns the files went round between 2 states that were there before");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void edits_that_undo_each_other_stand_whatever_the_checks_print(int period) {
    for (int i = 0; i < period + 2; i++) {
      go("tree " + i % period, "red", "at 10:0" + i);
      assertThat(stagnation.stands()).as("after " + (i + 1)).isFalse();
    }

    go("tree " + (period + 2) % period, "red", "at noon");

    assertThat(stagnation.due()).isTrue();
    assertThat(stagnation.what()).contains("undo each other");
  }

  @Test
  void other_failures_on_the_same_files_are_news() {
    for (int i = 0; i < 20; i++) {
      go("b", "red " + i, "out");
      assertThat(stagnation.stands()).isFalse();
    }
  }

  @Test
  void after_each_thing_done_there_are_some_turns_more_and_news_forgets_all() {
    for (int i = 0; i < Defaults.STUCK_TURNS; i++) {
      go("b", "red", "out");
    }
    stagnation = stagnation.stepped();
    for (int i = 1; i < Defaults.STUCK_TRIES; i++) {
      go("b", "red", "out");
      assertThat(stagnation.due()).isFalse();
    }
    go("b", "red", "out");
    assertThat(stagnation.due()).isTrue();

    go("c", "red", "out");

    assertThat(stagnation).returns(0, Stagnation::idle).returns(0, Stagnation::steps);
    assertThat(stagnation.stands()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whoever_leaves_files_that_were_never_there_before_is_never_stuck(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      // New files at least every other turn, anything between.
      String tree = i % 2 == 0 ? "tree " + i : "tree " + (i - random.nextInt(4));
      go(tree, "red", "out " + random.nextInt(2));
      assertThat(stagnation.stands()).as("after " + all.size()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void what_stands_holds_nothing_that_was_not_there_in_each_of_its_last_turns(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      if (random.nextInt(40) == 0) {
        all.clear();
        stagnation = Stagnation.NONE;
      }
      go("tree " + random.nextInt(3), "red " + random.nextInt(2), "out " + random.nextInt(2));
      assertThat(stagnation.stands()).as("of " + all).isEqualTo(stands());
    }
  }

  /** The rule in other words, over the whole history. */
  private boolean stands() {
    int last = all.size() - 1;
    boolean same =
        all.size() >= 3
            && all.get(last).sameAs(all.get(last - 1))
            && all.get(last).sameAs(all.get(last - 2));
    boolean idle = all.size() >= 3;
    for (int i = Math.max(0, last - 2); i <= last && idle; i++) {
      idle = !news(i);
    }
    return same || idle;
  }

  private boolean news(int i) {
    IterationOutcome each = all.get(i);
    boolean still = !each.changed() && (i == 0 || all.get(i - 1).lacking().equals(each.lacking()));
    return !still && all.subList(0, i).stream().noneMatch(each::backAt);
  }

  private void go(String tree, String lacking, String output) {
    String before = all.isEmpty() ? "start" : all.get(all.size() - 1).tree();
    IterationOutcome next =
        new IterationOutcome(
            all.size() + 1,
            "agent",
            tree,
            !tree.equals(before),
            List.of(lacking),
            output,
            "I did something.");
    all.add(next);
    stagnation = stagnation.after(next);
  }
}
