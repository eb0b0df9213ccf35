package dev.aidp.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacesTest {

  private final Places places = new Places(2);
  private final List<String> begun = new ArrayList<>();

  private Places.Ticket ask(String run) {
    return places.ask(run, mine -> begun.add(run));
  }

  @Test
  void the_parts_of_one_run_all_have_a_place() {
    for (String part : List.of("run/a", "run/b", "run/c", "run/d")) {
      ask(part);
    }

    assertThat(begun).hasSize(4);
    assertThat(places.crowded()).isFalse();
  }

  @Test
  void many_steps_of_one_part_share_what_is_configured() {
    Places.Ticket first = ask("run");
    ask("run");
    Places.Ticket third = ask("run");

    assertThat(begun).hasSize(2);
    assertThat(third.waits()).isTrue();
    first.leave();
    assertThat(begun).hasSize(3);
    assertThat(third.waits()).isFalse();
  }

  @Test
  void several_runs_share_as_many_as_the_largest_needs_in_the_order_they_asked() {
    Places.Ticket first = ask("large/a");
    ask("large/b");
    ask("large/c");
    ask("small/a");
    ask("large/d");
    assertThat(begun).containsExactly("large/a", "large/b", "large/c", "small/a");

    first.leave();

    assertThat(begun).endsWith("large/d");
  }

  @Test
  void who_leaves_passes_his_place_on_unless_somebody_waits() {
    Places.Ticket first = ask("one");
    ask("two");
    Places.Ticket passed = first.pass("one");
    assertThat(passed).isNotNull();

    Places.Ticket third = ask("three");
    assertThat(passed.pass("one")).isNull();
    third.leave();
    assertThat(passed.pass("one")).isNotNull();
  }
}
