package dev.aidp.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
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

  @Test
  void the_next_place_goes_to_the_run_that_has_the_fewest_whoever_asked_first() {
    Places.Ticket first = ask("large");
    Places.Ticket second = ask("large");
    ask("large");
    ask("large");
    ask("small");
    ask("other");

    first.leave();
    assertThat(begun).endsWith("large", "large", "small");
    second.leave();

    assertThat(begun).as("both had none").containsExactly("large", "large", "small", "large");
  }

  @Test
  void places_are_shared_fairly_whatever_comes_and_goes() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Places some = new Places(1 + random.nextInt(4));
      Map<Places.Ticket, String> here = new LinkedHashMap<>();
      for (int i = 0; i < 200; i++) {
        if (here.isEmpty() || random.nextInt(5) < 3) {
          String run = "r" + random.nextInt(4);
          here.put(some.ask(run, mine -> {}), run);
        } else {
          leave(here, random, "seed " + seed);
        }
      }
      assertThat(some.use().taken()).isEqualTo((int) Math.min(some.configured(), here.size()));
    }
  }

  /** Whoever waits on belongs to a run that had as many places as the one that was preferred. */
  private static void leave(Map<Places.Ticket, String> here, Random random, String seed) {
    List<Places.Ticket> all = new ArrayList<>(here.keySet());
    Places.Ticket gone = all.get(random.nextInt(all.size()));
    Map<String, Long> before = taken(here, gone);
    Set<Places.Ticket> waited =
        here.keySet().stream().filter(Places.Ticket::waits).collect(Collectors.toSet());
    here.remove(gone);
    gone.leave();
    for (Places.Ticket chosen : here.keySet()) {
      if (waited.contains(chosen) && !chosen.waits()) {
        long most = before.getOrDefault(here.get(chosen), 0L);
        assertThat(here.keySet().stream().filter(Places.Ticket::waits))
            .as(seed)
            .allMatch(other -> before.getOrDefault(here.get(other), 0L) >= most);
      }
    }
  }

  private static Map<String, Long> taken(Map<Places.Ticket, String> here, Places.Ticket without) {
    return here.entrySet().stream()
        .filter(each -> each.getKey() != without && !each.getKey().waits())
        .collect(Collectors.groupingBy(Map.Entry::getValue, Collectors.counting()));
  }
}
