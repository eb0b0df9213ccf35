package dev.aidp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.LinkedHashMultimap;
import dev.aidp.failure.UsageException;
import dev.aidp.runtime.engine.HistoryEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever goes on after a cursor hears the rest, whatever was recorded beside it meanwhile. */
class EventCursorTest {

  private static final String RUN = "f-csv";

  /** A run that grows, with a clock that may be put back. */
  private static final class Growing {

    private final Random random;
    private final Map<String, List<HistoryEntry>> parts = new LinkedHashMap<>();
    private long clock = 1_000_000;
    private int count;

    Growing(long seed) {
      random = new Random(seed);
    }

    void grow() {
      String part = RUN + List.of("", "", "/a", "/b", "/b/x:1,%3A", "/c").get(random.nextInt(6));
      clock += random.nextInt(10) == 0 ? -50 : random.nextInt(3);
      Instant at = Instant.EPOCH.plusMillis(clock);
      parts
          .computeIfAbsent(part, one -> new ArrayList<>())
          .add(new HistoryEntry(at, part, HistoryEntry.Kind.STEP, "key-" + count++, "null", false));
    }

    void beginAnew(String part) {
      parts.keySet().removeIf(one -> one.startsWith(part));
      clock += 1;
    }

    List<HistoryEntry> whole() {
      return HistoryEntry.sorted(parts.values().stream().flatMap(List::stream).toList());
    }
  }

  private static LinkedHashMultimap<String, HistoryEntry> byPart(List<HistoryEntry> entries) {
    LinkedHashMultimap<String, HistoryEntry> parts = LinkedHashMultimap.create();
    for (HistoryEntry entry : entries) {
      assertThat(parts.put(entry.run(), entry)).as("%s is told once", entry).isTrue();
    }
    return parts;
  }

  private static void assertSameWithinEachPart(List<HistoryEntry> heard, List<HistoryEntry> whole) {
    Map<String, List<HistoryEntry>> told = new LinkedHashMap<>();
    byPart(heard).asMap().forEach((part, entries) -> told.put(part, List.copyOf(entries)));
    Map<String, List<HistoryEntry>> there = new LinkedHashMap<>();
    byPart(whole).asMap().forEach((part, entries) -> there.put(part, List.copyOf(entries)));
    assertThat(told).isEqualTo(there);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void what_was_heard_and_what_comes_after_its_cursor_is_all(long seed) {
    Growing run = new Growing(seed);
    List<HistoryEntry> heard = new ArrayList<>();
    String kept = RunEvent.BEGINNING;
    for (int look = 0; look < 40; look++) {
      for (int i = run.random.nextInt(8); i > 0; i--) {
        run.grow();
      }
      List<RunEvent> fresh = EventCursor.of(kept).advance(RUN, run.whole());
      // The process dies after some of them.
      for (RunEvent event : fresh.subList(0, run.random.nextInt(fresh.size() + 1))) {
        heard.add(event.entry());
        kept = event.cursor();
      }
    }
    EventCursor.of(kept).advance(RUN, run.whole()).forEach(event -> heard.add(event.entry()));

    assertSameWithinEachPart(heard, run.whole());
  }

  @Test
  void nothing_is_told_twice_of_parts_that_are_not_read_again() {
    Growing run = new Growing(7);
    for (int i = 0; i < 50; i++) {
      run.grow();
    }
    EventCursor cursor = EventCursor.generation(1);
    assertThat(cursor.advance(RUN, run.whole())).hasSize(50);

    List<HistoryEntry> root =
        run.whole().stream().filter(entry -> entry.run().equals(RUN)).toList();
    assertThat(cursor.advance(RUN, root)).isEmpty();
    assertThat(EventCursor.of(cursor.text())).isEqualTo(cursor);
  }

  @Test
  void what_has_begun_anew_is_told_from_its_beginning() {
    Growing run = new Growing(3);
    for (int i = 0; i < 60; i++) {
      run.grow();
    }
    EventCursor cursor = EventCursor.generation(1);
    cursor.advance(RUN, run.whole());
    run.beginAnew(RUN);
    for (int i = 0; i < 30; i++) {
      run.grow();
    }

    List<RunEvent> fresh = EventCursor.of(cursor.text()).advance(RUN, run.whole());

    assertThat(fresh).extracting(RunEvent::entry).isEqualTo(run.whole());
  }

  @Test
  void what_is_no_cursor_is_refused() {
    for (String text : List.of("x", "1,", "1,a:b", "1,a:1:-", "-")) {
      assertThatThrownBy(() -> EventCursor.of(text))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("no cursor");
    }
  }
}
