package dev.aidp.testkit.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyChild;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.port.ToyWorkflow.Lines;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Promise;
import dev.aidp.workflow.Step;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.temporal.AidpPlugin;
import dev.aidp.workflows.temporal.RunPlace;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A journal and a history that an earlier build recorded. Whoever breaks them breaks the runs that
 * are under way at users'; {@code -Daidp.record=true} records them anew, which is only right before
 * a release.
 */
class RecordedRunsTest {

  private static final Path FOLDER = Path.of("src/test/resources/recorded");
  private static final List<String> TABLES =
      List.of("native_runs", "native_entries", "native_inbox", "native_starts");

  @TempDir Path folder;

  /** All that a program can ask for, with what may differ between two times. */
  private static void release(Toy toy) {
    toy.write(toy.context().uuid());
    toy.write(toy.context().random().nextInt());
    toy.write(toy.command("build").echo("built"));
    toy.write(toy.context().step("name", String.class, () -> "seven"));
    toy.write(toy.steps(Step.quick().named("quick")).echo("quick"));
    Promise<String> one = toy.context().start(() -> toy.command("one").echo("one"));
    toy.write(one.within(Duration.ofHours(1)).ok());
    toy.context().sleep(Duration.ofMillis(20));
    Child<ToyChild> child = toy.context().child(ToyChild.class, "child");
    Promise<Lines> result = child.start(c -> c.run("x"));
    child.signal(c -> c.say("go"));
    toy.write(result.get().lines());
    toy.context().signal("nobody", ToyWorkflow.class, other -> other.say("you?"));
    toy.write(toy.context().async("beside", () -> toy.command("two").echo("two")).get());
  }

  /** What the run has waited for when it was recorded. */
  private static void recorded(Toy toy) {
    release(toy);
    toy.awaitHearing("go");
    toy.write(toy.command("publish").echo("published"));
    toy.awaitHearing("end");
  }

  /** A change behind a version. */
  private static void versioned(Toy toy) {
    release(toy);
    // tag::version[]
    if (toy.context().version("tell", 1) >= 1) {
      toy.command("tell").note("told");
    }
    // end::version[]
    toy.awaitHearing("go");
    toy.write(toy.command("publish").echo("published"));
    toy.awaitHearing("end");
  }

  /** The same change without one. */
  private static void changed(Toy toy) {
    release(toy);
    toy.awaitHearing("go");
    toy.command("tell").note("told");
    toy.write(toy.command("publish").echo("published"));
    toy.awaitHearing("end");
  }

  private static List<WorkflowDefinition<?>> definitions(Toy.Program program) {
    return List.of(
        Toy.run(program),
        Toy.child(
            child -> {
              child.awaitHearing("go");
              child.write(child.commands().echo("went"));
            }));
  }

  @Test
  void a_journal_of_before_is_replayed() throws Exception {
    List<String> lines = asked(RecordedRunsTest::recorded);

    assertThat(lines)
        .hasSize(9)
        .contains("built", "seven", "[went]", "two")
        .last()
        .isEqualTo("published");
    assertThat(asked(RecordedRunsTest::versioned)).isEqualTo(lines);
  }

  @Test
  void a_change_that_a_journal_of_before_does_not_bear_is_said_with_its_step() {
    assertThatThrownBy(() -> asked(RecordedRunsTest::changed))
        .hasMessageContaining("has changed")
        .hasMessageContaining("'publish'");
  }

  private static List<String> asked(Toy.Program program) throws Exception {
    try (Database database = Database.inMemory();
        NativeEngine engine =
            NativeEngine.builder(database)
                .workflow(definitions(program).toArray(WorkflowDefinition<?>[]::new))
                .build()) {
      for (String row : Files.readAllLines(FOLDER.resolve("journal.sql"))) {
        database.write(sql -> sql.update(row));
      }
      return engine.query("recorded", ToyWorkflow.class, ToyWorkflow::lines).lines();
    }
  }

  @Test
  void a_history_of_before_is_replayed() {
    assertThatCode(() -> replay(RecordedRunsTest::recorded)).doesNotThrowAnyException();
    assertThatCode(() -> replay(RecordedRunsTest::versioned)).doesNotThrowAnyException();
    assertThatThrownBy(() -> replay(RecordedRunsTest::changed)).isNotNull();
  }

  private static void replay(Toy.Program program) throws Exception {
    WorkflowClientOptions options =
        WorkflowClientOptions.newBuilder()
            .setPlugins(new AidpPlugin(definitions(program), List.of()))
            .build();
    try (TestWorkflowEnvironment server =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder().setWorkflowClientOptions(options).build())) {
      String history = Files.readString(FOLDER.resolve("history.json"));
      server
          .newWorker("replay")
          .replayWorkflowExecution(WorkflowExecutionHistory.fromJson(history));
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "aidp.record", matches = "true")
  void record() throws Exception {
    Files.createDirectories(FOLDER);
    List<WorkflowDefinition<?>> definitions = definitions(RecordedRunsTest::recorded);
    try (Database database = Database.open(folder.resolve("aidp.db"));
        NativeEngine engine =
            NativeEngine.builder(database)
                .workflow(definitions.toArray(WorkflowDefinition<?>[]::new))
                .activities(new RecordedSteps())
                .build()) {
      run(engine);
      Files.write(FOLDER.resolve("journal.sql"), rows(database));
    }
    RunPlace place = new RunPlace("repo", "recording");
    try (TemporalEngine engine =
        TemporalEngine.connect(
            TemporalSettings.of(DevServer.shared().target(), place, folder), definitions)) {
      engine.host(List.of(new RecordedSteps()));
      run(engine);
    }
    WorkflowServiceStubs stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setTarget(DevServer.shared().target())
                .build());
    String history = WorkflowClient.newInstance(stubs).fetchHistory("repo/recorded").toJson(true);
    stubs.shutdownNow();
    Files.writeString(FOLDER.resolve("history.json"), history);
  }

  private static void run(dev.aidp.runtime.engine.Engine engine) throws Exception {
    engine.start("recorded", ToyWorkflow.class, toy -> toy.run("input"));
    engine.signal("recorded", ToyWorkflow.class, toy -> toy.say("go"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (engine.query("recorded", ToyWorkflow.class, ToyWorkflow::lines).lines().size() < 9) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  /** Returns the rows as statements that write them again. */
  private static List<String> rows(Database database) {
    return TABLES.stream()
        .flatMap(
            table ->
                database
                    .read(sql -> sql.list("SELECT * FROM " + table, row -> insert(table, row)))
                    .stream())
        .toList();
  }

  /** The owner was this process. */
  private static String insert(String table, ResultSet row) throws SQLException {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      String name = row.getMetaData().getColumnName(i);
      names.add(name);
      values.add(literal(name.equals("owner") ? null : row.getObject(i)));
    }
    return "INSERT INTO %s(%s) VALUES(%s)"
        .formatted(table, String.join(", ", names), String.join(", ", values));
  }

  private static String literal(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    return value instanceof Number
        ? value.toString()
        : "'" + value.toString().replace("'", "''") + "'";
  }
}
