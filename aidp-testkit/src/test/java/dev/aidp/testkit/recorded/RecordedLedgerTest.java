package dev.aidp.testkit.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.aidp.activities.spending.Allowance.Busy;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import dev.aidp.runtime.spending.LedgerLook;
import dev.aidp.runtime.spending.LedgerWorkflow;
import dev.aidp.runtime.spending.ServiceLedger;
import dev.aidp.runtime.temporal.BesideRun;
import dev.aidp.runtime.temporal.KeptWorkflow;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.testkit.temporal.DevServer;
import dev.aidp.workflows.temporal.RunPlace;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Histories of a ledger that went on as new in the middle, and of its end, as an earlier build
 * recorded them; {@code -Daidp.record=true} records them anew.
 */
class RecordedLedgerTest {

  private static final String RUN = "f-dear";
  private static final int MOST_CALLS = 4;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"ledger-goes-on.json", "ledger-ends.json"})
  void a_ledger_of_before_is_replayed(String file) throws Exception {
    String history = RecordedHistory.read(file);

    assertThatCode(
            () -> RecordedHistory.replay(history, List.of(ServiceLedger.workflow(MOST_CALLS))))
        .doesNotThrowAnyException();
  }

  @Test
  @EnabledIfSystemProperty(named = "aidp.record", matches = "true")
  void record() throws IOException {
    RunPlace place = new RunPlace("repo-" + UUID.randomUUID(), UUID.randomUUID().toString());
    try (TemporalEngine engine =
        TemporalEngine.connect(
            TemporalSettings.of(DevServer.shared().target(), place, folder),
            List.of(Toy.run(toy -> toy.awaitHearing("end")), ServiceLedger.workflow(MOST_CALLS)))) {
      engine.host(List.of(new LedgerLook()));
      engine.start(RUN, ToyWorkflow.class, toy -> toy.run("input"));
      BesideRun run = engine.beside(RUN, of -> of);
      String ledger = place.workflowId(ServiceLedger.id(RUN));
      Await.until(() -> !KeptWorkflow.ended(run.client(), run.workflowId()), "the run");

      spend(run);
      String first = run.client().newUntypedWorkflowStub(ledger).describe().getFirstRunId();
      engine.signal(RUN, ToyWorkflow.class, toy -> toy.say("end"));
      Await.until(() -> KeptWorkflow.ended(run.client(), run.workflowId()), "the run's end");
      ServiceLedger.of(run, RUN).signal(LedgerWorkflow::look);
      Await.until(() -> KeptWorkflow.ended(run.client(), ledger), "the ledger's end");
      write(run.client(), ledger, first, "ledger-goes-on.json");
      write(run.client(), ledger, null, "ledger-ends.json");
    }
  }

  private static void spend(BesideRun run) {
    ServiceLedger ledger = new ServiceLedger(() -> run);
    Budget dollar = new Budget(new Cap(1_000_000L, null), Cap.NONE, new Cap(600_000L, null));
    Usage usage = new Usage(0, 0, 0, 0, 500_000, false);
    Work one = new Work(RUN, 1, "one", 1);
    Work two = new Work(RUN, 1, "two", 1);
    ledger.reserve("one/1", one, dollar);
    assertThat(ledger.reserve("two/1", two, dollar)).isInstanceOf(Busy.class);
    ledger.cut("one/1", one, Usage.NONE);
    ledger.reserve("one/1", one, dollar);
    ledger.settle("one/1", one, usage);
    ServiceLedger.of(run, RUN)
        .demandSignal(kept -> kept.raise(Budget.ofRun(new Cap(9_000_000L, null))));
    ledger.reserve("two/1", two, dollar);
    assertThat(ledger.settle("two/1", two, usage)).isEqualTo(usage);
  }

  private static void write(WorkflowClient client, String id, @Nullable String runId, String file)
      throws IOException {
    WorkflowExecutionHistory history =
        runId == null ? client.fetchHistory(id) : client.fetchHistory(id, runId);
    RecordedHistory.write(history.toJson(true), file);
  }
}
