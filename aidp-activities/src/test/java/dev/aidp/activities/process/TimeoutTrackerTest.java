package dev.aidp.activities.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimeoutTrackerTest {

  private final TimeoutTracker patience =
      new TimeoutTracker(
          Duration.ofSeconds(100),
          new ProcessWatch() {
            @Override
            public Duration silence() {
              return Duration.ofSeconds(30);
            }

            @Override
            public Duration grace() {
              return Duration.ofSeconds(10);
            }
          },
          0);

  @Test
  void a_command_that_writes_may_take_its_time_and_no_longer() {
    for (int second = 1; second < 100; second++) {
      look(second, second, false, false);
      assertThat(patience.verdict()).isNull();
    }

    look(100, 100, false, false);

    assertThat(patience.verdict()).isEqualTo(ProcessResult.How.TIMED_OUT);
  }

  @Test
  void silence_is_ended_and_a_byte_begins_it_anew() {
    look(29, 0, false, false);
    look(30, 1, false, false);
    look(59, 1, false, false);
    assertThat(patience.verdict()).isNull();

    look(60, 1, false, false);

    assertThat(patience.verdict()).isEqualTo(ProcessResult.How.SILENT);
  }

  @Test
  void what_is_held_by_a_signal_grows_no_older() {
    look(20, 1, false, false);
    look(10_000, 1, true, false);
    look(10_020, 1, false, false);

    assertThat(patience.verdict()).isNull();
    assertThat(patience.left()).isEqualTo(TimeUnit.SECONDS.toNanos(10));
  }

  @Test
  void who_has_said_all_is_ended_soon_unless_more_follows() {
    look(1, 1, false, true);
    look(8, 2, false, false);
    look(9, 3, false, true);
    look(18, 3, false, true);
    assertThat(patience.verdict()).isNull();

    look(19, 3, false, true);

    assertThat(patience.verdict()).isEqualTo(ProcessResult.How.LINGERED);
  }

  private void look(int second, long written, boolean stopped, boolean done) {
    patience.look(TimeUnit.SECONDS.toNanos(second), written, stopped, done);
  }
}
