package dev.aidp.runtime.nativeengine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class SystemTickerTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

  @Test
  void a_timer_is_not_late_by_the_time_that_a_machine_slept() {
    try (SystemTicker ticker = new SystemTicker(now::get, Duration.ofMillis(5))) {
      CompletableFuture<String> fired = new CompletableFuture<>();
      ticker.at("wake", Instant.EPOCH.plus(Duration.ofHours(1)), () -> fired.complete("now"));

      now.set(Instant.EPOCH.plus(Duration.ofHours(2))); // the clock went on; the machine did not

      assertThat(fired).succeedsWithin(180, TimeUnit.SECONDS);
    }
  }

  @Test
  void a_timer_that_is_forgotten_never_comes() {
    try (SystemTicker ticker = new SystemTicker(now::get, Duration.ofMillis(5))) {
      CompletableFuture<String> forgotten = new CompletableFuture<>();
      CompletableFuture<String> other = new CompletableFuture<>();
      ticker.at("a", Instant.EPOCH.plusSeconds(60), () -> forgotten.complete("too late")).run();
      ticker.at("b", Instant.EPOCH.plusSeconds(61), () -> other.complete("now"));

      now.set(Instant.EPOCH.plusSeconds(120));

      assertThat(other).succeedsWithin(180, TimeUnit.SECONDS);
      assertThat(forgotten).isNotDone();
    }
  }
}
