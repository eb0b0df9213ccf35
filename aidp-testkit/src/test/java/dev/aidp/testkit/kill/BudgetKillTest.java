package dev.aidp.testkit.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.Aidp;
import dev.aidp.RunHandle;
import dev.aidp.StartOptions;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.options.AidpOptions;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Limits;
import dev.aidp.run.RunState;
import dev.aidp.runtime.view.RunView;
import dev.aidp.testkit.agent.Act;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.agent.ScriptedAgent;
import dev.aidp.testkit.repo.SampleRepository;
import dev.aidp.testkit.scenario.Setting;
import dev.aidp.testkit.temporal.DevServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Units spend side by side and their process is killed: at no time is more spent and set aside than
 * the budget, and in the end nothing is set aside.
 */
class BudgetKillTest {

  private static final long SEED = 20_261_121;
  private static final String ID = "dear";
  private static final int UNITS = 5;
  private static final long DOLLAR = 1_000_000;

  private static final String PLAN =
      IntStream.range(0, UNITS)
          .mapToObj(i -> "  - {id: u" + i + ", task: Spend.}\n")
          .collect(Collectors.joining("", "units:\n", ""));

  @TempDir Path folder;

  @Test
  void the_sum_never_exceeds_the_cap_on_native() throws Exception {
    holds("native", "127.0.0.1:1", 4);
  }

  @Tag("long")
  @Test
  void the_sum_never_exceeds_the_cap_on_temporal() throws Exception {
    holds("temporal", DevServer.shared().target(), 2);
  }

  private void holds(String engine, String target, int kills) throws Exception {
    Random random = new Random(SEED);
    SampleRepository repository = SampleRepository.in(folder.resolve("repository"));
    ScriptedAgent agent = ScriptedAgent.in(folder.resolve("agent"));
    Act spends =
        Act.nothing()
            .shell("echo \"cost_usd=$AIDP_BUDGET_USD\" >> \"$AIDP_ARTIFACTS/usage\"")
            .shell("sleep 0.1");
    agent.rule("coder/*/*/1/*", spends.saying("Not yet."));
    agent.rule("coder/*/*/*/*", spends.then(Act.complete()).shell("echo done > \"$unit.txt\""));
    List<String> arguments = List.of(repository.top().toString(), agent.command(), engine, target);
    try (Aidp outside = Aidp.open(repository.top(), AidpOptions.defaults().at(target, null))) {
      for (int kill = 1; kill <= kills; kill++) {
        ChildJvm process = ChildJvm.start(Owner.class, folder.resolve("log"), arguments);
        int moment = kill * 2 * UNITS * 2 / (kills + 1) + random.nextInt(3);
        Await.until(
            () -> {
              honest(outside);
              return agent.calls().size() + agent.ended() >= moment || !process.alive();
            },
            "moment " + moment);
        process.kill();
        honest(outside);
      }
      ChildJvm last = ChildJvm.start(Owner.class, folder.resolve("log"), arguments);
      assertThat(last.exit()).as("%s", last.output()).isZero();

      RunView end = outside.run(ID).view();
      assertThat(end.state()).isEqualTo(RunState.COMPLETED);
      assertThat(end.spending().spent().costUsd()).isPositive();
      honest(outside);
    }
  }

  private static void honest(Aidp outside) {
    if (outside.runs().isEmpty()) {
      return; // not yet
    }
    RunView view = outside.run(ID).view();
    RunView.BudgetView budget = view.spending().budget();
    if (budget != null && budget.run().usd() != null) {
      assertThat(budget.spent().usd() + budget.reserved().usd())
          .isLessThanOrEqualTo(budget.run().usd() + 1e-9);
      assertThat(view.ended() ? budget.reserved().usd() : 0.0).isZero();
    }
  }

  /** The process that is killed: owns the run, and raises its budget whenever it waits. */
  static final class Owner {

    private static final Duration LOOK = Duration.ofMillis(20);

    private Owner() {}

    /** Takes the repository, the agent's command, the engine and the target. */
    public static void main(String[] arguments) {
      AidpOptions options = AidpOptions.defaults().at(arguments[3], null);
      try (Aidp aidp = Aidp.open(Path.of(arguments[0]), options)) {
        RunHandle run = start(aidp, arguments[1], arguments[2]);
        RunView view = run.view();
        while (!view.ended()) {
          RunView.BudgetView budget = view.spending().budget();
          if (view.state() == RunState.WAITING && budget != null && budget.run().usd() != null) {
            long raised = Math.round(budget.run().usd() * DOLLAR) + DOLLAR / 2;
            run.resume(Budget.ofRun(new Cap(raised, null)));
          }
          LockSupport.parkNanos(LOOK.toNanos());
          view = run.view();
        }
        System.out.println(view);
        System.out.flush();
        Runtime.getRuntime().halt(view.exitCode());
      }
    }

    private static RunHandle start(Aidp aidp, String command, String engine) {
      Budget budget = new Budget(new Cap(DOLLAR, null), Cap.NONE, new Cap(2 * DOLLAR / 10, null));
      Setting setting = Setting.plan(PLAN).limits(Limits.defaults().withBudget(budget));
      return aidp.start(
          FeatureRequest.of("A dear feature")
              .plan(PlanSource.text(String.valueOf(setting.plan())))
              .with(setting.settings(command)),
          StartOptions.id(ID).on(engine));
    }
  }
}
