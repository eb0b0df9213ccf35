package dev.aidp.runtime.nativeengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activity.StepInfo;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.Sql;
import dev.aidp.workflow.Step;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is on the disk when something follows from it: a power cut finds no effect without cause.
 */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EffectsWaitForDiskTest {

  @TempDir Path folder;
  private final List<String> happened = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch checked = new CountDownLatch(1);

  @Test
  void an_effect_and_an_end_wait_until_the_disk_has_the_turn_before_and_checks_go_on_beside_it() {
    try (Database database = Database.open(folder.resolve("aidp.db"));
        NativeEngine engine = engine(database, twoIterations())) {
      database.afterCommit(this::note);
      // The disk has the first turn's outcome only when the checks after it are done.
      database.afterSync(
          () -> {
            if (happened.contains("recorded STEP turn-1")) {
              await(checked);
            }
            happened.add("on the disk");
          });

      engine.start("r", Job.class, job -> job.run(""));
      engine.result("r", String.class).join();
      happened.add("told");
    }
    assertThat(happened)
        .containsSubsequence(
            "on the disk",
            "turn-1 reaches outside",
            "recorded STEP turn-1",
            "checks-1 done",
            "on the disk",
            "turn-2 reaches outside",
            "recorded STEP turn-2",
            "recorded end",
            "on the disk",
            "told");
    assertThat(between("recorded STEP turn-1", "checks-1 done")).doesNotContain("on the disk");
  }

  @Test
  void an_effect_waits_until_the_disk_has_what_its_step_has_kept() {
    try (Database database = Database.open(folder.resolve("aidp.db"));
        NativeEngine engine = engine(database, keeping())) {
      engine.start("r", Job.class, job -> job.run("before"));
      engine.result("r", String.class).join();
      database.afterSync(() -> happened.add("on the disk"));
      happened.clear();

      engine.start("kept", Job.class, job -> job.run("kept"));
      engine.result("kept", String.class).join();
    }
    assertThat(happened.subList(happened.indexOf("keeps"), happened.indexOf("reaches outside")))
        .containsExactly("keeps", "on the disk");
  }

  private ScriptedJob.Script keeping() {
    return (self, input) ->
        self.context.steps(Work.class, Step.turn().named("turn")).act("kept " + input);
  }

  private List<String> between(String first, String last) {
    return happened.subList(happened.indexOf(first), happened.indexOf(last));
  }

  private static ScriptedJob.Script twoIterations() {
    return (self, input) -> {
      for (int i = 1; i <= 2; i++) {
        self.context.steps(Work.class, Step.turn().named("turn-" + i)).act("turn-" + i);
        self.named("checks-" + i).act("checks-" + i);
      }
      return "done";
    };
  }

  private NativeEngine engine(Database database, ScriptedJob.Script script) {
    Work work =
        new Work() {
          @Override
          public String act(String input) {
            if (input.startsWith("kept")) {
              happened.add("keeps");
              StepInfo.current().keep(input);
              StepInfo.current().awaitDurable();
              happened.add("reaches outside");
            } else if (input.startsWith("turn")) {
              StepInfo.current().awaitDurable();
              happened.add(input + " reaches outside");
            } else {
              happened.add(input + " done");
              checked.countDown();
            }
            return input;
          }

          @Override
          public void nothing() {}
        };
    return NativeEngine.builder(database)
        .workflow(ScriptedJob.running(script))
        .activities(work)
        .build();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void note(Sql sql) {
    try {
      boolean over =
          sql.first("SELECT ended FROM native_runs", row -> row.getLong(1) > 0).orElse(false);
      String last =
          sql.first(
                  "SELECT trim(kind || ' ' || key) FROM native_entries ORDER BY seq DESC",
                  row -> row.getString(1))
              .orElse("nothing");
      happened.add("recorded " + (over ? "end" : last));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
