package dev.aidp.activities.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StreamPumpTest {

  private static final int BYTES = 300_000;

  @Test
  void who_fails_to_take_output_fails_alone_and_all_of_it_is_read() throws Exception {
    AtomicLong taken = new AtomicLong();
    AtomicInteger told = new AtomicInteger();
    AtomicInteger over = new AtomicInteger();
    OutputSink broken =
        (bytes, offset, length) -> {
          throw new IllegalStateException("a fault of its own");
        };
    OutputSink good =
        new OutputSink() {
          @Override
          public void take(byte[] bytes, int offset, int length) {
            taken.addAndGet(length);
          }

          @Override
          public void over() {
            over.incrementAndGet();
          }
        };
    StreamPump drain =
        new StreamPump(
            "drain",
            new ByteArrayInputStream(new byte[BYTES]),
            List.of(broken, good),
            told::incrementAndGet);

    drain.start();
    drain.finish(Duration.ofSeconds(30));

    assertThat(taken).hasValue(BYTES);
    assertThat(over).hasValue(1);
    assertThat(told).hasValue(1);
    assertThat(drain.failure()).hasMessageContaining("a fault of its own");
  }
}
