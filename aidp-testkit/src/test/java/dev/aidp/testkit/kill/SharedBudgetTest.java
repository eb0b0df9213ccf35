package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.RunFilter;
import dev.aidp.RunHandle;
import dev.aidp.Runs;
import dev.aidp.options.AidpOptions;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.ScriptedAgent;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts with clones of their own spend what one run may. */
@Timeout(600)
class SharedBudgetTest {

  private static final int UNITS = 8;

  /** Each of five turns may have a fifth of the dollar; so no host alone could hold the rest. */
  private static final Map<String, Object> DOLLAR = Map.of("usd", 1.0, "turn_usd", 0.2);

  /** Spends all that it may, and says so. */
  private static final Act SPENDS =
      Act.complete()
          .shell("echo \"cost_usd=$AIDP_BUDGET_USD\" >> \"$AIDP_ARTIFACTS/usage\"")
          .shell("sleep 1; echo \"$unit\" > \"$unit.txt\"");

  @TempDir Path folder;

  private HubHosts hosts;
  private ScriptedAgent agent;

  @BeforeEach
  void make_hub() {
    hosts = new HubHosts(folder);
    agent = ScriptedAgent.in(folder.resolve("agent"));
  }

  @AfterEach
  void end_hosts() throws Exception {
    hosts.close();
  }

  private void start() {
    var unused =
        hosts.feature(
            IntStream.range(0, UNITS)
                .mapToObj("{id: u%d, task: Spend.}"::formatted)
                .collect(Collectors.joining(", ", "{feature: F, units: [", "]}")),
            Map.of(
                "agents",
                Map.of("command", agent.command()),
                "limits",
                Map.of("max_parallel", UNITS),
                "budget",
                DOLLAR));
  }

  /** Returns the runs of the service, as they are seen from a folder that has nothing. */
  private Runs runs() {
    AidpOptions options = OneHost.options(hosts.hub(), OneHost.target(), hosts.name());
    return Aidp.connect(options);
  }

  private static RunView.BudgetView budget(RunHandle run) {
    RunView.BudgetView budget = run.view().spending().budget();
    assertThat(budget).isNotNull();
    return budget;
  }

  /** What is spent or may be soon, both of one moment: what is reserved now is spent later. */
  private static double promised(RunHandle run) {
    RunView.BudgetView budget = budget(run);
    return budget.reserved().usd() + budget.spent().usd();
  }

  @Tag("long")
  @Test
  void two_hosts_spend_no_more_than_the_run_may_and_who_has_no_repository_raises_it()
      throws Exception {
    agent.rule("coder/*", SPENDS);
    hosts.start("a");
    hosts.start("b");
    try (Runs runs = runs()) {
      start();
      RunHandle run = runs.run(hosts.name());

      Await.until(() -> run.view().state() == RunState.WAITING, "the budget is spent");
      assertThat(budget(run).spent().usd()).isEqualTo(1.0);
      assertThat(budget(run).reserved().usd()).isZero();
      assertThat(agent.calls()).as("turns of a fifth of it").hasSize(5);
      assertThat(runs.views(RunFilter.all()).stream().map(RunView::id))
          .as("its ledger is no run")
          .contains(hosts.name())
          .noneMatch(id -> id.contains("_ledger"));

      assertThat(run.resume(Budget.ofRun(new Cap(2_000_000L, null))).changed()).isTrue();
      Await.until(() -> run.view().ended(), "the rest is done");
      assertThat(run.view().state()).isEqualTo(RunState.COMPLETED);
      assertThat(agent.calls()).hasSize(UNITS);
      assertThat(budget(run).spent().usd()).isEqualTo(1.6);
    }
  }

  @Tag("long")
  @Test
  void what_a_host_that_dies_had_set_aside_is_neither_lost_nor_set_aside_twice() throws Exception {
    agent.rule("coder/*/*/*/*", SPENDS.then(Act.nothing().shell("sleep 1")));
    ChildJvm doomed = hosts.start("a");
    try (Runs runs = runs()) {
      start();
      RunHandle run = runs.run(hosts.name());
      Await.until(() -> agent.calls().size() == 5, "all that the budget allows has begun");
      hosts.start("b");
      doomed.kill();

      assertThat(promised(run)).isEqualTo(1.0);
      Await.until(
          () -> {
            assertThat(promised(run)).isLessThanOrEqualTo(1.0);
            return run.view().state() == RunState.WAITING;
          },
          "another host has come to its end");
      assertThat(budget(run).spent().usd()).isEqualTo(1.0);
      assertThat(budget(run).reserved().usd()).isZero();
      assertThat(agent.counts().size()).as("the turns that had begun were taken on").isEqualTo(5);
    }
  }
}
