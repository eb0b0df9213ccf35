package dev.aidp.runtime.nativeengine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is on the disk when the run goes on: a power cut takes no turn, no message and no end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SyncedCommitsTest {

  private static final int FULL = 2;

  @TempDir Path folder;
  private final List<String> commits = Collections.synchronizedList(new ArrayList<>());

  @Test
  void an_iteration_waits_for_the_disk_once_after_its_turn() {
    try (Database database = Database.open(folder.resolve("aidp.db"));
        NativeEngine engine = engine(database)) {
      database.afterCommit(this::note);

      engine.start("r", Job.class, job -> job.run(""));
      engine.result("r", String.class).join();

      database.afterCommit(null);
    }
    assertThat(commits)
        .containsSubsequence(
            "START synced",
            "STEP turn-1 synced",
            "STEP checks-1 soon",
            "STEP turn-2 synced",
            "STEP checks-2 soon",
            "end synced");
  }

  private static NativeEngine engine(Database database) {
    ScriptedJob.Script twoIterations =
        (self, input) -> {
          for (int i = 1; i <= 2; i++) {
            self.context
                .steps(Work.class, dev.aidp.workflow.Step.turn().named("turn-" + i))
                .act("x");
            self.named("checks-" + i).act("x");
          }
          return "done";
        };
    Work work =
        new Work() {
          @Override
          public String act(String input) {
            return input;
          }

          @Override
          public void nothing() {}
        };
    return NativeEngine.builder(database)
        .workflow(ScriptedJob.running(twoIterations))
        .activities(work)
        .build();
  }

  private void note(Sql sql) {
    try {
      boolean synced = sql.first("PRAGMA synchronous", row -> row.getInt(1)).orElseThrow() == FULL;
      boolean over =
          sql.first("SELECT ended FROM native_runs", row -> row.getLong(1) > 0).orElse(false);
      String last =
          sql.first(
                  "SELECT trim(kind || ' ' || key) FROM native_entries ORDER BY seq DESC",
                  row -> row.getString(1))
              .orElse("nothing");
      commits.add((over ? "end" : last) + (synced ? " synced" : " soon"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
