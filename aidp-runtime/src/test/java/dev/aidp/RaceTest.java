package dev.aidp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.Limits;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Strategy;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.Views;
import dev.aidp.workflows.wire.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two who do something to one run that has ended, each with what it saw before the other. */
class RaceTest {

  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  private final Database database = Database.inMemory();
  private final RunRegistry registry = new RunRegistry(database);

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void of_two_retries_one_is_told_that_it_changed_nothing() {
    RunRecord run = registry.registerOrFind(merge());

    Receipt first = retry(run);
    Receipt second = retry(run);

    assertThat(first.changed()).isTrue();
    assertThat(second.outcome()).isEqualTo(Receipt.Outcome.OVERTAKEN);
    assertThat(second.text()).contains("'m'", "retried by somebody else");
    assertThat(registry.find("m").orElseThrow().generation()).isEqualTo(2);
  }

  @Test
  void the_first_last_document_of_a_run_stays() {
    RunRecord seen = registry.registerOrFind(merge());

    assertThat(registry.finish(seen, "first")).isTrue();
    assertThat(registry.finish(seen, "second")).isFalse();

    RunRecord known = registry.find("m").orElseThrow();
    assertThat(known.finished()).isEqualTo("first");
    assertThat(registry.finish(known, "rolled back")).isTrue();
    assertThat(registry.find("m").orElseThrow().finished()).isEqualTo("rolled back");
  }

  @Test
  void a_run_that_was_retried_is_not_finished_by_who_saw_the_end_before() {
    RunRecord seen = registry.registerOrFind(merge());
    retry(seen);

    assertThat(registry.finish(seen, "late")).isFalse();
    assertThat(registry.find("m").orElseThrow().finished()).isNull();
  }

  private Receipt retry(RunRecord run) {
    try (NativeEngine engine = NativeEngine.builder(database).build()) {
      return new Retry(engine, registry::advance)
          .perform(TypedRun.of(run, type -> Optional.empty()), failed(), List.of());
    }
  }

  private static RunRecord merge() {
    RunSettings settings = RunSettings.of(Map.of(), List.of(), Limits.defaults());
    MergeWork request =
        new MergeWork(
            "m",
            1,
            new PlanGraph("plan", List.of(PlanNode.of("topic"))),
            List.of(),
            settings,
            new MergeWork.Into("base", "release", null, false),
            null,
            MergeWork.Known.NOTHING);
    return new RunRecord(
        "m", "merge", "native", 1, new RunRecord.Start("{}", Wire.json(request)), null, NOW, null);
  }

  private static RunView failed() {
    Views.Frame frame =
        new Views.Frame(
            new RunView.RunRef("m", "merge", "native", 1, null), "base", "release", NOW, NOW, null);
    return Views.failed(
        frame, Failure.of(FailureKind.PERMANENT, "red"), MergeReport.empty(Strategy.MERGE));
  }
}
