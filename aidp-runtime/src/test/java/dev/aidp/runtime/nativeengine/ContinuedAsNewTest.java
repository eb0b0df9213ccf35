package dev.aidp.runtime.nativeengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.runtime.journal.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContinuedAsNewTest {

  private final List<String> performed = new CopyOnWriteArrayList<>();

  private final Work work =
      new Work() {
        @Override
        public String act(String input) {
          performed.add(input);
          return input;
        }

        @Override
        public void nothing() {}
      };

  @Test
  void a_run_that_is_cut_anywhere_begins_anew_as_often_as_it_should() {
    List<List<List<List<@Nullable Object>>>> cuts = new ArrayList<>();
    try (Database database = Database.inMemory()) {
      database.afterCommit(sql -> cuts.add(Disk.content(sql)));
      try (NativeEngine engine = engine(database)) {
        engine.start("r", Job.class, job -> job.run("1"));
        assertThat(result(engine)).isEqualTo("1[told]2[]3[]");
      }
      database.afterCommit(null);
      assertThat(performed).containsExactly("1", "2", "3");
      assertThat(cuts).hasSizeGreaterThan(9);

      for (int i = 0; i < cuts.size(); i++) {
        Disk.restore(database, cuts.get(i));
        performed.clear();
        try (NativeEngine engine = engine(database)) {
          var unused = engine.adopt("r");
          assertThat(result(engine)).as("cut " + i).isEqualTo("1[told]2[]3[]");
        }
        assertThat(performed).as("cut " + i).doesNotHaveDuplicates();
      }
    }
  }

  private static String result(NativeEngine engine) {
    return engine.result("r", String.class).join().orThrow();
  }

  /** Tells itself something once, so that a message is among what is cut. */
  private NativeEngine engine(Database database) {
    return NativeEngine.builder(database)
        .workflow(
            ScriptedJob.running(
                (self, input) -> {
                  if (input.length() == 1) {
                    self.context.signal("r", Job.class, job -> job.tell("told"));
                    self.context.await(() -> !self.seen.isEmpty());
                  }
                  char number = input.charAt(input.length() - 1);
                  String done = input + self.seen;
                  self.named("work").act(String.valueOf(number));
                  if (number < '3') {
                    String next = done + (char) (number + 1);
                    self.context.continueAsNew(Job.class, job -> job.run(next));
                  }
                  return done;
                }))
        .activities(work)
        .build();
  }
}
