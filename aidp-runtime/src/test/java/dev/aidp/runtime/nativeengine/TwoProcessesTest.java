package dev.aidp.runtime.nativeengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Engine.Condition;
import dev.aidp.runtime.journal.Database;
import dev.aidp.workflow.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoProcessesTest {

  @TempDir Path folder;
  private Database database;
  private NativeEngine engine;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("aidp.db"));
    engine = OtherProcess.engine(database, folder, line -> {});
  }

  @AfterEach
  void close() {
    engine.close();
    database.close();
  }

  @Test
  void a_run_has_one_owner_and_who_starts_it_again_sees_its_result() throws Exception {
    try (OtherProcess other = OtherProcess.starting(folder, "r")) {
      other.says("owns");
      other.says("did x");

      engine.start("r", Job.class, job -> job.run("x"));
      assertThat(engine.condition("r")).isEqualTo(Condition.OWNED);
      assertThat(engine.adopt("r")).isFalse();
      CompletableFuture<Outcome<String>> result = engine.result("r", String.class);
      tell("a", "b", "c");

      assertThat(result.get(180, TimeUnit.SECONDS).orThrow()).isEqualTo("x![a, b, c]y!");
      assertThat(OtherProcess.effects(folder)).containsExactly("r:first 1", "r:second 1");
    }
  }

  @Test
  void of_two_processes_that_start_a_run_at_once_one_owns_it() throws Exception {
    try (OtherProcess one = OtherProcess.starting(folder, "r");
        OtherProcess two = OtherProcess.starting(folder, "r")) {
      while (engine.condition("r") == Condition.ABSENT) {
        LockSupport.parkNanos(10_000_000);
      }
      tell("a", "b", "c");

      one.says("x![a, b, c]y!");
      two.says("x![a, b, c]y!");
      assertThat(OtherProcess.effects(folder)).containsExactly("r:first 1", "r:second 1");
    }
  }

  @Test
  void a_run_whose_owner_is_killed_is_orphaned_at_once_and_goes_on_where_it_was() throws Exception {
    try (OtherProcess other = OtherProcess.starting(folder, "r")) {
      other.says("did x");
      tell("a");
      while (!engine.query("r", Job.class, Job::seen).equals(List.of("a"))) {
        LockSupport.parkNanos(10_000_000);
      }
      CompletableFuture<Outcome<String>> watched = engine.result("r", String.class);

      other.kill();
      assertThat(engine.condition("r")).isEqualTo(Condition.ORPHANED);
      tell("b", "c");
      assertThatThrownBy(() -> watched.get(180, TimeUnit.SECONDS))
          .hasCauseInstanceOf(UnusableException.class);
      assertThat(engine.adopt("r")).isTrue();

      assertThat(engine.result("r", String.class).get(180, TimeUnit.SECONDS).orThrow())
          .isEqualTo("x![a, b, c]y!");
      assertThat(OtherProcess.effects(folder)).containsExactly("r:first 1", "r:second 1");
    }
  }

  private void tell(String... texts) {
    for (String text : texts) {
      assertThat(engine.signal("r", Job.class, job -> job.tell(text))).isTrue();
    }
  }
}
