package dev.aidp.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.Extensions;
import dev.aidp.RunHandle;
import dev.aidp.failure.NotFoundException;
import dev.aidp.options.AidpOptions;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.port.ToyWorkflow.Lines;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.temporal.InMemoryServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class PassingTimeTest {

  @TempDir Path folder;

  private static void waits(Toy toy) {
    Instant before = toy.context().now();
    toy.write("waits");
    toy.context().sleep(Duration.ofHours(2));
    toy.write(!toy.context().now().isBefore(before.plus(Duration.ofHours(2))));
  }

  @Test
  void a_timer_of_hours_fires_natively_when_a_test_lets_them_pass() {
    PassingTime time = new PassingTime();

    assertFires("native", AidpOptions.defaults().withTime(time), time::pass);
  }

  @Test
  void a_timer_of_hours_fires_on_the_server_in_memory_when_a_test_lets_them_pass() {
    try (InMemoryServer server = InMemoryServer.start()) {
      AidpOptions options = AidpOptions.defaults().at(server.target(), null);

      assertFires("temporal", options, server::pass);
    }
  }

  private void assertFires(String engine, AidpOptions options, Consumer<Duration> pass) {
    Path repository = SampleRepository.in(folder.resolve("repository")).top();
    Extensions toy = Extensions.none().workflow(Toy.run(PassingTimeTest::waits));
    try (Aidp aidp = Aidp.open(repository, options, toy)) {
      RunHandle run = aidp.start(ToyWorkflow.class, "toy", engine, t -> t.run("x"));
      Await.until(() -> waits(run), "the timer");

      pass.accept(Duration.ofMinutes(119));
      assertThat(waits(run)).isTrue();
      pass.accept(Duration.ofMinutes(1));

      assertThat(run.result(Lines.class).join().lines()).containsExactly("waits", "true");
    }
  }

  private static boolean waits(RunHandle run) {
    try {
      return run.query(ToyWorkflow.class, ToyWorkflow::lines).lines().equals(List.of("waits"));
    } catch (NotFoundException e) {
      return false; // it has not begun yet
    }
  }
}
