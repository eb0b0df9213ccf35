package dev.aidp.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.agent.Handoff;
import dev.aidp.agent.TurnFindings;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExcerptTest {

  private static String random(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(random.nextBoolean() ? "\uD83D\uDE00" : "x");
    }
    return text.toString();
  }

  private static boolean whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(text);
  }

  @Test
  void is_as_long_as_it_may_be_and_tears_no_character_apart() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      String text = random(random);
      int most = 1 + random.nextInt(12);
      String start = Excerpt.start(text, most);
      String end = Excerpt.end(text, most);

      assertThat(List.of(start, end)).as("%s in %d", text, most).allMatch(ExcerptTest::whole);
      if (text.length() <= most) {
        assertThat(List.of(start, end)).containsOnly(text);
      } else {
        assertThat(start.length()).isBetween(Math.max(1, most - 1), most);
        assertThat(end.length()).isBetween(Math.max(1, most - 1), most);
        assertThat(text).startsWith(start.substring(0, start.length() - 1));
        assertThat(text).endsWith(end.substring(1));
      }
    }
  }

  @Test
  void what_is_recorded_of_long_texts_holds_whole_characters() {
    for (String first : List.of("", "x")) {
      String text = first + "\uD83D\uDE00".repeat(2_000);

      assertThat(whole(Failure.of(FailureKind.PERMANENT, text).message())).isTrue();
      assertThat(whole(new Handoff("a", null, "c", text).said())).isTrue();
      assertThat(new TurnFindings(List.of(text), List.of(text)).faults())
          .allMatch(ExcerptTest::whole);
    }
  }
}
