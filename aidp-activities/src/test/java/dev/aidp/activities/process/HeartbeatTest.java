package dev.aidp.activities.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activity.StepInfo;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class HeartbeatTest {

  /** A step each of whose beats does {@code body}. */
  private record Beating(Runnable body) implements StepInfo {

    @Override
    public String key() {
      return "run/unit:agent";
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public void beat(@Nullable Object details) {
      body.run();
    }

    @Override
    public <D> Optional<D> lastBeat(Class<D> type) {
      return Optional.empty();
    }
  }

  private static boolean during(Beating step, CountDownLatch seen) throws Exception {
    return StepInfo.performing(
        step,
        () ->
            Heartbeat.during(
                () -> {
                  try {
                    return seen.await(180, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }));
  }

  @Test
  void a_beat_that_fails_is_not_the_last_one() throws Exception {
    CountDownLatch three = new CountDownLatch(3);
    Beating step =
        new Beating(
            () -> {
              three.countDown();
              throw new IllegalStateException("the server does not answer");
            });

    assertThat(during(step, three)).isTrue();
  }

  @Test
  void a_beat_that_hangs_holds_up_no_other_steps() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch hanging = new CountDownLatch(1);
    Thread stuck =
        new Thread(
            () -> {
              try {
                during(
                    new Beating(
                        () -> {
                          hanging.countDown();
                          awaitEnd(end);
                        }),
                    end);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    stuck.start();
    assertThat(hanging.await(180, TimeUnit.SECONDS)).isTrue();
    CountDownLatch one = new CountDownLatch(1);

    assertThat(during(new Beating(one::countDown), one)).isTrue();

    end.countDown();
    stuck.join();
  }

  private static void awaitEnd(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
