package dev.aidp.runtime.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.spending.Accounts;
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
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.journal.Sql;
import dev.aidp.runtime.nativeengine.NativeEngine;
import dev.aidp.runtime.spending.SqlLedger;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.WorkflowDefinition;
import dev.aidp.workflows.Workflows;
import dev.aidp.workflows.wire.Wire;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random features whose units spend side by side, on the native engine: at each commit, and after a
 * cut at any of them, no more is spent and set aside than the budget, and in the end nothing is set
 * aside.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class BudgetOnNativeTest {

  private static final int PROGRAMS = 12;
  private static final int CUTS = 5;

  @Test
  void the_sum_never_exceeds_the_cap_wherever_the_process_dies() throws Exception {
    int refused = 0;
    for (long seed = 0; seed < PROGRAMS; seed++) {
      Random random = new Random(seed);
      List<Map<String, List<List<@Nullable Object>>>> disks = new ArrayList<>();
      try (Life life = new Life(seed, disks)) {
        life.start();
        refused += life.live();
      }
      for (int cut = 0; cut < CUTS; cut++) {
        try (Life life = new Life(seed, new ArrayList<>())) {
          life.restore(disks.get(random.nextInt(disks.size())));
          life.live();
        }
      }
    }
    assertThat(refused).as("programs that met their cap").isGreaterThan(PROGRAMS);
  }

  /** A process that owns the run. */
  private static final class Life implements AutoCloseable {
    private final Random random;
    private final Database database = Database.inMemory();
    private final SqlLedger ledger = new SqlLedger(database);
    private final NativeEngine engine;
    private final int units;
    private final String seed;
    private final long first;
    private volatile long cap;
    private volatile @Nullable AssertionError broken;

    Life(long seed, List<Map<String, List<List<@Nullable Object>>>> disks) {
      this.seed = "seed " + seed;
      random = new Random(seed);
      units = 2 + random.nextInt(4);
      first = 50_000 + random.nextInt(400_000);
      cap = first;
      SmallWorld world = new SmallWorld();
      world.iterations = 1 + random.nextInt(5);
      world.spending = new Spending(ledger, new PriceTable(Map.of()));
      world.plans.put(
          "plan",
          new PlanGraph(
              "plan", IntStream.range(0, units).mapToObj(i -> PlanNode.of("u" + i)).toList()));
      engine =
          NativeEngine.builder(database)
              .workflow(Workflows.definitions().toArray(new WorkflowDefinition<?>[0]))
              .activities(world)
              .build();
      database.afterCommit(
          sql -> {
            check(sql);
            disks.add(content(sql));
          });
    }

    void start() {
      FeatureWork request =
          new FeatureWork("f", 1, "text", "plan", settings(), "base", "aidp/f", null);
      engine.start(
          "f",
          FeatureOrchestrationWorkflow.class,
          feature -> feature.run(FeatureRequest.resolved(request)));
    }

    /** Lives to the run's end, raising the budget as often as it is spent; returns how often. */
    int live() throws Exception {
      int refused = 0;
      if (engine.condition("f") == dev.aidp.runtime.engine.Engine.Condition.ABSENT) {
        start();
      }
      engine.adopt("f");
      CompletableFuture<Outcome<FeatureState>> result = engine.result("f", FeatureState.class);
      while (!ended(result)) {
        if (waits()) {
          refused++;
          cap += 40_000 + random.nextInt(200_000);
          ledger.raise("f", Budget.ofRun(new Cap(cap, null)));
          engine.signal(
              "f", FeatureOrchestrationWorkflow.class, FeatureOrchestrationWorkflow::resume);
        }
      }
      FeatureState end = result.join().orThrow();
      assertThat(end.state()).as(seed).isEqualTo(RunState.COMPLETED);
      assertThat(ledger.balance("f", Budget.NONE).money().reserved()).as(seed).isZero();
      if (broken != null) {
        throw broken;
      }
      return refused;
    }

    private boolean waits() {
      FeatureState now =
          engine.query(
              "f", FeatureOrchestrationWorkflow.class, FeatureOrchestrationWorkflow::state);
      return now.state() == RunState.WAITING;
    }

    private static boolean ended(CompletableFuture<Outcome<FeatureState>> result) throws Exception {
      try {
        result.get(5, TimeUnit.MILLISECONDS);
        return true;
      } catch (TimeoutException e) {
        return false;
      }
    }

    private void check(Sql sql) {
      try {
        long sum =
            sql.first(
                    "SELECT account FROM budgets WHERE unit=''",
                    row -> Wire.<Accounts.Whole>read(row.getString(1), Accounts.Whole.class))
                .map(whole -> whole.settled().microUsd() + whole.reserved().microUsd())
                .orElse(0L);
        if (sum > cap) {
          broken = new AssertionError(seed + ": " + sum + " of " + cap);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private static Map<String, List<List<@Nullable Object>>> content(Sql sql) {
      Map<String, List<List<@Nullable Object>>> content = new TreeMap<>();
      try {
        for (String table : tables(sql)) {
          content.put(table, sql.list("SELECT * FROM " + table, Life::row));
        }
        return content;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    private static List<String> tables(Sql sql) throws SQLException {
      return sql.list(
          "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%' ORDER BY 1",
          row -> row.getString(1));
    }

    private static List<@Nullable Object> row(ResultSet row) throws SQLException {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        values.add(row.getObject(i));
      }
      return values;
    }

    void restore(Map<String, List<List<@Nullable Object>>> content) {
      cap = Long.MAX_VALUE;
      database.write(
          sql -> {
            for (Map.Entry<String, List<List<@Nullable Object>>> table : content.entrySet()) {
              sql.update("DELETE FROM " + table.getKey());
              for (List<@Nullable Object> row : table.getValue()) {
                String places = "?" + ",?".repeat(row.size() - 1);
                sql.update(
                    "INSERT INTO " + table.getKey() + " VALUES(" + places + ")", row.toArray());
              }
            }
            return content.size();
          });
      Long raised = ledger.balance("f", Budget.NONE).budget().run().microUsd();
      cap = raised == null ? first : raised;
    }

    private RunSettings settings() {
      Cap turn = random.nextBoolean() ? Cap.NONE : new Cap(cap / 4, null);
      return RunSettings.of(
          Map.of(Role.CODER, AgentChain.command("agent")),
          List.of(),
          Limits.defaults().withBudget(new Budget(new Cap(cap, null), Cap.NONE, turn)));
    }

    @Override
    public void close() {
      engine.close();
      database.close();
    }
  }
}
