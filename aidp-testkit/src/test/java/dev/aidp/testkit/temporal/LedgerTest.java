package dev.aidp.testkit.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aidp.activities.spending.Allowance;
import dev.aidp.activities.spending.Allowance.Busy;
import dev.aidp.activities.spending.Allowance.Granted;
import dev.aidp.activities.spending.Allowance.Spent;
import dev.aidp.activities.spending.Allowance.Sum;
import dev.aidp.activities.spending.BudgetBook.Balance;
import dev.aidp.activities.spending.Ledger;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import dev.aidp.runtime.journal.Database;
import dev.aidp.runtime.spending.LedgerLook;
import dev.aidp.runtime.spending.LedgerWorkflow;
import dev.aidp.runtime.spending.ServiceLedger;
import dev.aidp.runtime.spending.SqlLedger;
import dev.aidp.runtime.temporal.BesideRun;
import dev.aidp.runtime.temporal.KeptWorkflow;
import dev.aidp.runtime.temporal.TemporalEngine;
import dev.aidp.runtime.temporal.TemporalSettings;
import dev.aidp.testkit.agent.Await;
import dev.aidp.testkit.port.RecordedSteps;
import dev.aidp.testkit.port.Toy;
import dev.aidp.testkit.port.ToyWorkflow;
import dev.aidp.workflows.temporal.RunPlace;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of each ledger: one in a repository's database, and one on the service. */
@Timeout(300)
class LedgerTest {

  private static final String RUN = "f-dear";
  private static final Budget DOLLAR = Budget.ofRun(new Cap(1_000_000L, null));

  /** So few that who makes many has it go on as new several times; a server takes a second each. */
  private static final int MOST_CALLS = 25;

  @TempDir Path state;

  private final RunPlace place =
      new RunPlace("repo-" + UUID.randomUUID(), UUID.randomUUID().toString());
  private final Database database = Database.inMemory();
  private TemporalEngine engine;

  /** One of the two, and how it is looked at and raised. */
  private interface Kind {
    Ledger ledger();

    Balance balance(Budget started);

    void raise(Budget more);
  }

  /** Which of the two. */
  enum Which {
    DATABASE,
    SERVICE
  }

  @BeforeEach
  void begin_a_run() {
    engine =
        TemporalEngine.connect(
            TemporalSettings.of(DevServer.shared().target(), place, state),
            List.of(Toy.run(toy -> toy.awaitHearing("end")), ServiceLedger.workflow(MOST_CALLS)));
    engine.host(List.of(new RecordedSteps(), new LedgerLook()));
    engine.start(RUN, ToyWorkflow.class, toy -> toy.run("input"));
  }

  @AfterEach
  void close() {
    engine.signal(RUN, ToyWorkflow.class, toy -> toy.say("end"));
    engine.close();
    database.close();
  }

  private BesideRun run() {
    return engine.beside(RUN, of -> of);
  }

  private Balance onService(Budget started) {
    return engine.query(
        ServiceLedger.id(RUN), LedgerWorkflow.class, ledger -> ledger.balance(started));
  }

  private Kind kind(Which which) {
    if (which == Which.DATABASE) {
      SqlLedger ledger = new SqlLedger(database);
      return new Kind() {
        @Override
        public Ledger ledger() {
          return ledger;
        }

        @Override
        public Balance balance(Budget started) {
          return ledger.balance(RUN, started);
        }

        @Override
        public void raise(Budget more) {
          ledger.raise(RUN, more);
        }
      };
    }
    return new Kind() {
      @Override
      public Ledger ledger() {
        return new ServiceLedger(LedgerTest.this::run);
      }

      @Override
      public Balance balance(Budget started) {
        return onService(started);
      }

      @Override
      public void raise(Budget more) {
        ServiceLedger.of(run(), RUN).demandSignal(ledger -> ledger.raise(more));
      }
    };
  }

  static Stream<Which> kinds() {
    return Stream.of(Which.values());
  }

  private static Work unit(String id) {
    return new Work(RUN, 1, id, 1);
  }

  private static Usage dollars(double usd) {
    return new Usage(0, 0, 0, 0, Math.round(usd * 1e6), false);
  }

  private static Sum cents(int settled, int reserved) {
    return new Sum(settled * 10_000L, reserved * 10_000L);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void what_is_set_aside_is_found_again_and_what_was_used_takes_its_place(Which which) {
    Kind kind = kind(which);

    Allowance first = kind.ledger().reserve("one", unit("u"), DOLLAR);
    Allowance again = kind.ledger().reserve("one", unit("u"), DOLLAR);

    assertThat(first).isEqualTo(new Granted(new Cap(100_000L, null), new Cap(1_000_000L, null)));
    assertThat(again).isEqualTo(first);
    assertThat(kind.balance(DOLLAR).money()).isEqualTo(cents(0, 10));
    assertThat(kind.ledger().settle("one", unit("u"), dollars(0.07))).isEqualTo(dollars(0.07));
    assertThat(kind.balance(DOLLAR).money()).isEqualTo(cents(7, 0));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void what_others_hold_is_waited_for_and_what_is_spent_is_said(Which which) {
    Kind kind = kind(which);
    Budget half = DOLLAR.with(new Budget(Cap.NONE, Cap.NONE, new Cap(600_000L, null)));

    assertThat(kind.ledger().reserve("one", unit("u"), half)).isInstanceOf(Granted.class);
    assertThat(kind.ledger().reserve("two", unit("v"), half)).isInstanceOf(Busy.class);
    kind.ledger().settle("one", unit("u"), dollars(1));
    assertThat(kind.ledger().reserve("two", unit("v"), half))
        .isEqualTo(new Spent("The run has spent $1.00 of its budget of $1.00", "budget.usd"));
    kind.raise(Budget.ofRun(new Cap(3_000_000L, null)));
    assertThat(kind.ledger().reserve("two", unit("v"), half))
        .isEqualTo(new Granted(new Cap(600_000L, null), new Cap(2_000_000L, null)));
    assertThat(kind.balance(half).budget().run().microUsd()).isEqualTo(3_000_000);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_start_that_was_cut_off_is_charged_and_told_with_the_rest(Which which) {
    Kind kind = kind(which);

    kind.ledger().reserve("one", unit("u"), DOLLAR);
    kind.ledger().cut("one", unit("u"), Usage.NONE);
    kind.ledger().reserve("one", unit("u"), DOLLAR);
    Usage told = kind.ledger().settle("one", unit("u"), dollars(0.05));

    assertThat(told.costMicroUsd()).isEqualTo(150_000);
    assertThat(told.estimated()).isTrue();
    assertThat(kind.ledger().settleOnce("one", unit("u"), dollars(0.05)).costMicroUsd())
        .isEqualTo(150_000);
    assertThat(kind.balance(DOLLAR).money()).isEqualTo(cents(15, 0));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_unit_that_begins_another_turn_has_given_up_the_one_before(Which which) {
    Kind kind = kind(which);

    kind.ledger().reserve("one", unit("u"), DOLLAR);
    kind.ledger().reserve("two", unit("u"), DOLLAR);

    assertThat(kind.balance(DOLLAR).money()).isEqualTo(cents(0, 10));
  }

  @Test
  void both_give_the_same_answers_whatever_comes() {
    Ledger one = kind(Which.DATABASE).ledger();
    Ledger other = kind(Which.SERVICE).ledger();
    Random random = new Random(20_261_129);
    Map<String, Integer> turns = new LinkedHashMap<>();
    for (int i = 0; i < 120; i++) {
      String unit = "u" + random.nextInt(4);
      String step = unit + "/" + turns.getOrDefault(unit, 0);
      Usage usage = random.nextInt(4) == 0 ? Usage.NONE : dollars(random.nextInt(9) / 100.0);
      switch (random.nextInt(6)) {
        case 0, 1, 2 ->
            assertThat(other.reserve(step, unit(unit), DOLLAR))
                .isEqualTo(one.reserve(step, unit(unit), DOLLAR));
        case 3 -> {
          one.cut(step, unit(unit), usage);
          other.cut(step, unit(unit), usage);
        }
        case 4 ->
            assertThat(other.settleOnce(step, unit(unit), usage))
                .isEqualTo(one.settleOnce(step, unit(unit), usage));
        default -> {
          assertThat(other.settle(step, unit(unit), usage))
              .isEqualTo(one.settle(step, unit(unit), usage));
          turns.merge(unit, 1, Integer::sum);
        }
      }
      assertThat(onService(DOLLAR)).isEqualTo(kind(Which.DATABASE).balance(DOLLAR));
    }
  }

  @Test
  void no_call_is_lost_or_made_twice_while_it_goes_on_as_new_under_many_hosts() throws Exception {
    int hosts = 12;
    int turns = 10;
    ExecutorService all = Executors.newFixedThreadPool(hosts);
    try {
      List<Future<?>> working = new ArrayList<>();
      IntStream.range(0, hosts)
          .forEach(
              host ->
                  working.add(
                      all.submit(
                          () -> {
                            Ledger ledger = new ServiceLedger(this::run);
                            for (int i = 0; i < turns; i++) {
                              String step = "u" + host + "/" + i;
                              ledger.reserve(step, unit("u" + host), Budget.NONE);
                              Usage told = ledger.settle(step, unit("u" + host), dollars(0.01));
                              assertThat(told).isEqualTo(dollars(0.01));
                            }
                          })));
      for (Future<?> one : working) {
        one.get();
      }
    } finally {
      all.shutdownNow();
    }

    assertThat(onService(DOLLAR).money()).isEqualTo(cents(hosts * turns, 0));
  }

  @Test
  void it_ends_with_its_run_and_begins_again_with_what_it_knew() {
    Ledger ledger = kind(Which.SERVICE).ledger();
    ledger.settle("one", unit("u"), dollars(0.4));
    engine.signal(RUN, ToyWorkflow.class, toy -> toy.say("end"));
    Await.until(() -> KeptWorkflow.ended(client(), run().workflowId()), "the run has ended");

    assertThat(ServiceLedger.of(run(), RUN).signal(LedgerWorkflow::look)).isTrue();
    Await.until(() -> KeptWorkflow.ended(client(), ledgerId()), "its ledger has ended");
    assertThat(onService(DOLLAR).money()).as("it still tells").isEqualTo(cents(40, 0));

    ledger.settle("two", unit("u"), dollars(0.1));
    assertThat(onService(DOLLAR).money()).isEqualTo(cents(50, 0));
    ServiceLedger.of(run(), RUN).signal(LedgerWorkflow::look);
    Await.until(() -> KeptWorkflow.ended(client(), ledgerId()), "it has ended again");
    kind(Which.SERVICE).raise(Budget.ofRun(new Cap(7_000_000L, null)));
    Await.until(
        () -> onService(DOLLAR).budget().run().microUsd() == 7_000_000, "it hears when it is over");
    assertThat(onService(DOLLAR).money()).isEqualTo(cents(50, 0));
  }

  @Test
  void who_terminates_it_takes_nothing_from_what_it_knew() {
    Ledger ledger = kind(Which.SERVICE).ledger();
    ledger.settle("one", unit("u"), dollars(0.4));
    client().newUntypedWorkflowStub(ledgerId()).terminate("by mistake");

    ledger.settle("two", unit("u"), dollars(0.1));

    assertThat(onService(DOLLAR).money()).isEqualTo(cents(50, 0));
  }

  private WorkflowClient client() {
    return run().client();
  }

  private String ledgerId() {
    return place.workflowId(ServiceLedger.id(RUN));
  }
}
