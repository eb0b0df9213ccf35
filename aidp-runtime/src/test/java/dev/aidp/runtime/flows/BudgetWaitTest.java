package dev.aidp.runtime.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.spending.PriceTable;
import dev.aidp.activities.spending.Spending;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.AgentChain;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Limits;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.Tuning;
import dev.aidp.run.UnitTimes;
import dev.aidp.run.Waiting;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.runtime.nativeengine.VirtualTime;
import dev.aidp.runtime.spending.SqlLedger;
import dev.aidp.workflow.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A feature that waits for a larger budget, in virtual time. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class BudgetWaitTest {

  private static final Instant START = Instant.parse("2026-11-21T00:00:00Z");
  private static final long DOLLAR = 1_000_000;

  private final VirtualTime time = new VirtualTime(START);
  private final Database database = Database.inMemory();
  private final SqlLedger ledger = new SqlLedger(database);
  private final SmallWorld world = new SmallWorld();
  private final NativeEngine engine = time.engine(database, world);

  BudgetWaitTest() {
    world.iterations = 20;
    world.spending = new Spending(ledger, new PriceTable(Map.of()));
  }

  @AfterEach
  void close() {
    time.close();
    engine.close();
    database.close();
  }

  @Test
  void time_in_which_all_units_wait_for_a_larger_budget_does_not_count() {
    CompletableFuture<Outcome<FeatureState>> result = start("a", "b");
    time.at("person", START.plus(Duration.ofHours(9)), () -> resume(100 * DOLLAR));

    time.passUntil(result::isDone);

    FeatureState end = result.join().orThrow();
    assertThat(end.state()).as("%s", end.error()).isEqualTo(RunState.COMPLETED);
    assertThat(time.now()).isAfterOrEqualTo(START.plus(Duration.ofHours(9)));
    assertThat(end.units())
        .allSatisfy(
            unit -> {
              UnitTimes times = unit.times();
              assertThat(Duration.between(times.startedAt(), times.finishedAt()))
                  .isGreaterThan(Duration.ofHours(8));
              assertThat(times.startedAt().plus(times.waited())).isEqualTo(times.finishedAt());
            });
  }

  @Test
  void time_in_which_only_one_of_two_units_waits_does_count() {
    Duration turn = Duration.ofMinutes(20);
    world.agents =
        request -> {
          if (request.work().unit().equals("a")) {
            return world.spending.during(request, granted -> world.worked(request, DOLLAR));
          }
          time.sleep(turn);
          return world.worked(request, 0);
        };
    CompletableFuture<Outcome<FeatureState>> result = start("a", "b");

    time.passUntil(result::isDone);

    FeatureState end = result.join().orThrow();
    assertThat(end.state()).isEqualTo(RunState.FAILED);
    assertThat(Objects.requireNonNull(end.error()).message()).contains("time of PT1H is over");
    assertThat(time.now()).isEqualTo(START.plus(Duration.ofHours(1)));
  }

  @Test
  void a_raised_budget_without_a_resume_still_waits_and_a_refused_resume_waits_anew() {
    CompletableFuture<Outcome<FeatureState>> result = start("a", "b");

    Waiting first = waits(1);
    resume(null);
    Waiting again = waits(2);
    ledger.raise("f", Budget.ofRun(new Cap(100 * DOLLAR, null)));
    Waiting raised = waits(3);
    signal(FeatureOrchestrationWorkflow::resume);
    time.passUntil(result::isDone);

    assertThat(first.reason()).isEqualTo(Waiting.Reason.BUDGET);
    assertThat(first.message()).contains("has spent").contains("of its budget of $1.00");
    assertThat(first.setting()).isEqualTo("budget.usd");
    assertThat(again).isNotEqualTo(first);
    assertThat(raised).isEqualTo(again);
    assertThat(result.join().orThrow().state()).isEqualTo(RunState.COMPLETED);
  }

  /** Returns what the run waits for, {@code hours} after its start. */
  private Waiting waits(int hours) {
    passUntil(START.plus(Duration.ofHours(hours)));
    CompletableFuture<FeatureState> answer =
        CompletableFuture.supplyAsync(
            () ->
                engine.query(
                    "f", FeatureOrchestrationWorkflow.class, FeatureOrchestrationWorkflow::state));
    while (!answer.isDone()) {
      passUntil(time.now());
    }
    assertThat(answer.join().state()).isEqualTo(RunState.WAITING);
    return Objects.requireNonNull(answer.join().standing().waiting());
  }

  private void passUntil(Instant moment) {
    boolean[] there = new boolean[1];
    time.at("look", moment, () -> there[0] = true);
    time.passUntil(() -> there[0]);
  }

  private CompletableFuture<Outcome<FeatureState>> start(String... units) {
    world.plans.put(
        "plan", new PlanGraph("plan", List.of(units).stream().map(PlanNode::of).toList()));
    Limits limits =
        Limits.defaults()
            .withBudget(new Budget(new Cap(DOLLAR, null), Cap.NONE, new Cap(DOLLAR / 4, null)))
            .with(new Tuning(null, Duration.ofHours(1)));
    RunSettings settings =
        RunSettings.of(Map.of(Role.CODER, AgentChain.command("agent")), List.of(), limits);
    FeatureWork request = new FeatureWork("f", 1, "text", "plan", settings, "base", "aidp/f", null);
    engine.start(
        "f",
        FeatureOrchestrationWorkflow.class,
        feature -> feature.run(FeatureRequest.resolved(request)));
    return engine.result("f", FeatureState.class);
  }

  private void resume(Long microUsd) {
    if (microUsd != null) {
      ledger.raise("f", Budget.ofRun(new Cap(microUsd, null)));
    }
    signal(FeatureOrchestrationWorkflow::resume);
  }

  private void signal(java.util.function.Consumer<FeatureOrchestrationWorkflow> call) {
    engine.signal("f", FeatureOrchestrationWorkflow.class, call);
  }
}
