package dev.aidp.runtime.nativeengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aidp.activity.StepInfo;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.NotFoundException;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import dev.aidp.runtime.engine.Engine.Condition;
import dev.aidp.runtime.engine.HistoryEntry;
import dev.aidp.runtime.engine.PoolSizes;
import dev.aidp.runtime.journal.Database;
import dev.aidp.workflow.Child;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflow.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NativeEngineTest {

  @TempDir Path folder;
  private final LinkedBlockingQueue<String> performed = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private volatile UnaryOperator<String> acting = input -> input + "!";

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void a_failed_step_is_a_value_where_it_is_awaited_and_an_exception_where_it_is_called() {
    acting = input -> fail(FailureKind.RATE_LIMITED, "slow down");

    String result =
        run(
            (self, input) -> {
              Promise<String> later = self.context.start(() -> self.named("a").act("x"));
              try {
                return self.named("b").act("x");
              } catch (StepFailedException e) {
                return e.failure().message()
                    + ((Outcome.Failed<String>) later.outcome()).failure().kind();
              }
            });

    assertThat(result).isEqualTo("slow downRATE_LIMITED");
  }

  @Test
  void an_unknown_exception_of_a_step_is_a_permanent_failure_that_names_it() {
    acting =
        input -> {
          throw new ArithmeticException("by zero");
        };
    NativeEngine engine = engine((self, input) -> self.work.act("x"));
    engine.start("r", Job.class, job -> job.run(""));

    Outcome<String> outcome = engine.result("r", String.class).join();

    assertThat(outcome)
        .isEqualTo(
            new Outcome.Failed<>(
                Failure.of(FailureKind.PERMANENT, "java.lang.ArithmeticException: by zero")));
  }

  @Test
  void a_key_used_twice_leaves_the_run_interrupted_with_the_key_in_the_message() {
    NativeEngine engine = engine((self, input) -> self.work.act("x") + self.work.act("y"));
    engine.start("r", Job.class, job -> job.run(""));

    assertThatThrownBy(() -> engine.result("r", String.class).join())
        .hasCauseInstanceOf(UnusableException.class)
        .hasMessageContaining("'act' is used twice");
    assertThat(engine.condition("r")).isEqualTo(Condition.ORPHANED);
  }

  @Test
  void a_changed_program_is_said_so_and_the_old_one_can_go_on() {
    NativeEngine before = engine((self, input) -> self.named("a").act("x") + heard(self, 1));
    before.start("r", Job.class, job -> job.run(""));
    await("x");
    awaitRecorded(before, "a");
    before.close();

    NativeEngine changed = engine((self, input) -> self.named("b").act("x"));
    changed.start("r", Job.class, job -> job.run(""));
    assertThatThrownBy(() -> changed.result("r", String.class).join())
        .hasMessageContaining("has changed")
        .hasMessageContaining("'a'");
    changed.close();

    NativeEngine again = engine((self, input) -> self.named("a").act("x") + heard(self, 1));
    assertThat(again.adopt("r")).isTrue();
    again.signal("r", Job.class, job -> job.tell("go"));
    assertThat(again.result("r", String.class).join().orThrow()).isEqualTo("x![go]");
    assertThat(performed).isEmpty();
  }

  @Test
  void who_asks_while_the_engine_is_being_closed_is_answered_by_the_journal() {
    AtomicBoolean closed = new AtomicBoolean();
    Executor threads =
        task -> {
          if (closed.get()) {
            throw new RejectedExecutionException();
          }
          new Thread(task).start();
        };
    NativeEngine engine =
        opened(
            NativeEngine.builder(opened(Database.open(file())))
                .workflow(ScriptedJob.running((self, input) -> heard(self, 1)))
                .everythingOn(threads)
                .build());
    engine.start("r", Job.class, job -> job.run(""));
    assertThat(engine.<Job, List<String>>query("r", Job.class, Job::seen)).isEmpty();

    closed.set(true);

    assertThat(engine.<Job, List<String>>query("r", Job.class, Job::seen)).isEmpty();
    closed.set(false);
  }

  @Test
  void what_cannot_be_closed_keeps_nothing_else_open() {
    AtomicBoolean closed = new AtomicBoolean();
    NativeEngine.Resources resources =
        new NativeEngine.Resources(
            new StepPools(PoolSizes.USUAL),
            List.of(
                () -> {
                  throw new IOException("it sticks");
                },
                () -> closed.set(true)));

    assertThatThrownBy(resources::close).hasRootCauseMessage("it sticks");
    assertThat(closed).isTrue();
  }

  @Test
  void a_full_disk_interrupts_the_run_which_goes_on_when_there_is_space() {
    ScriptedJob.Script script =
        (self, input) -> {
          for (int i = 0; i < 200; i++) {
            self.named("s" + i).act("x".repeat(2_000));
          }
          return "done";
        };
    Database small = opened(Database.open(file(), new Database.Options(60)));
    NativeEngine engine = engine(small, script);
    engine.start("r", Job.class, job -> job.run(""));

    assertThatThrownBy(() -> engine.result("r", String.class).join())
        .hasCauseInstanceOf(UnusableException.class)
        .hasMessageContaining("full");
    int before = performed.size();
    engine.close();
    small.close();

    NativeEngine again = engine(script);
    again.start("r", Job.class, job -> job.run(""));
    assertThat(again.result("r", String.class).join().orThrow()).isEqualTo("done");
    assertThat(before).isBetween(1, 199);
    assertThat(performed).hasSizeBetween(200, 201);
  }

  @Test
  void a_file_of_a_newer_format_is_refused() throws Exception {
    Database.open(file()).close();
    try (var raw = DriverManager.getConnection("jdbc:sqlite:" + file());
        var statement = raw.createStatement()) {
      statement.execute("PRAGMA user_version=" + (Database.FORMAT + 1));
    }

    assertThatThrownBy(() -> Database.open(file()))
        .isInstanceOf(UnusableException.class)
        .hasMessageContaining("newer aidp");
  }

  @Test
  void messages_that_wait_are_handled_before_pending_steps_start() {
    CountDownLatch never = new CountDownLatch(1);
    ScriptedJob.Script script =
        (self, input) ->
            self.context.until(() -> !self.seen.isEmpty(), () -> self.work.act("x")).ok()
                ? "ran"
                : "stopped by " + self.seen;
    acting = input -> waiting(never);
    NativeEngine first = engine(script);
    first.start("r", Job.class, job -> job.run(""));
    await("x");
    first.close();
    assertThat(first.condition("r")).isEqualTo(Condition.ORPHANED);

    acting =
        input -> {
          StepInfo.current().beat(null);
          return "too far";
        };
    NativeEngine second = engine(script);
    assertThat(second.signal("r", Job.class, job -> job.tell("cancel"))).isTrue();
    second.adopt("r");

    assertThat(second.result("r", String.class).join().orThrow()).isEqualTo("stopped by [cancel]");
  }

  @Test
  void a_step_under_way_is_stopped_and_awaited() {
    CountDownLatch never = new CountDownLatch(1);
    List<String> order = new ArrayList<>();
    acting =
        input -> {
          try {
            return waiting(never);
          } finally {
            order.add("step ended");
          }
        };
    NativeEngine engine =
        engine(
            (self, input) -> {
              Outcome<String> outcome =
                  self.context.until(() -> !self.seen.isEmpty(), () -> self.work.act("x"));
              order.add("workflow goes on");
              return ((Outcome.Failed<String>) outcome).failure().kind().wireName();
            });
    engine.start("r", Job.class, job -> job.run(""));
    await("x");

    engine.signal("r", Job.class, job -> job.tell("stop"));

    assertThat(engine.result("r", String.class).join().orThrow()).isEqualTo("cancelled");
    assertThat(order).containsExactly("step ended", "workflow goes on");
  }

  @Test
  void whoever_hears_that_a_run_is_interrupted_may_close_the_engine_that_told_him() {
    CountDownLatch never = new CountDownLatch(1);
    acting = input -> waiting(never);
    NativeEngine first = engine((self, input) -> self.work.act("x"));
    first.start("r", Job.class, job -> job.run(""));
    await("x");
    NativeEngine second = engine((self, input) -> self.work.act("x"));
    CompletableFuture<Void> both =
        CompletableFuture.allOf(closedOnceHeard(first), closedOnceHeard(second));

    first.close();

    assertThat(both).succeedsWithin(Duration.ofSeconds(20));
  }

  private static CompletableFuture<Void> closedOnceHeard(NativeEngine engine) {
    return engine
        .result("r", String.class)
        .handle(
            (outcome, e) -> {
              engine.close();
              return e;
            })
        .thenAccept(e -> assertThat(e).hasCauseInstanceOf(UnusableException.class));
  }

  @Test
  void a_step_begun_again_knows_what_its_last_start_said() {
    CountDownLatch never = new CountDownLatch(1);
    acting =
        input -> {
          StepInfo.current().beat("pid 7");
          performed.add("said");
          return waiting(never);
        };
    NativeEngine first = engine((self, input) -> self.work.act("x"));
    first.start("r", Job.class, job -> job.run(""));
    await("x");
    await("said");
    first.close();

    acting =
        input ->
            StepInfo.current().attempt()
                + " after "
                + StepInfo.current().lastBeat(String.class).orElse("-");
    NativeEngine second = engine((self, input) -> self.work.act("x"));
    second.adopt("r");

    assertThat(second.result("r", String.class).join().orThrow()).isEqualTo("2 after pid 7");
  }

  @Test
  void a_run_answers_queries_while_it_lives_when_nobody_owns_it_and_when_it_has_ended() {
    ScriptedJob.Script script = (self, input) -> heard(self, 2);
    NativeEngine first = engine(script);
    first.start("r", Job.class, job -> job.run(""));
    while (first.history("r").isEmpty()) {
      LockSupport.parkNanos(10_000_000);
    }
    first.signal("r", Job.class, job -> job.tell("a"));
    while (first.query("r", Job.class, Job::seen).isEmpty()) {
      LockSupport.parkNanos(10_000_000);
    }
    first.close();

    NativeEngine second = engine(script);
    assertThat(second.query("r", Job.class, Job::seen)).containsExactly("a");
    assertThat(second.condition("r")).isEqualTo(Condition.ORPHANED);
    second.adopt("r");
    second.signal("r", Job.class, job -> job.tell("b"));
    assertThat(second.result("r", String.class).join().orThrow()).isEqualTo("[a, b]");
    assertThat(second.query("r", Job.class, Job::seen)).containsExactly("a", "b");
    assertThat(second.signal("r", Job.class, job -> job.tell("late"))).isFalse();
    assertThat(second.history("r"))
        .extracting(HistoryEntry::kind)
        .containsExactly(
            HistoryEntry.Kind.STARTED,
            HistoryEntry.Kind.MESSAGE,
            HistoryEntry.Kind.MESSAGE,
            HistoryEntry.Kind.ENDED);
    assertThatThrownBy(() -> second.query("nobody", Job.class, Job::seen))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void who_waits_for_an_async_body_goes_on_with_the_event_that_ends_it() {
    String result =
        run((self, input) -> self.context.async("beside", () -> self.work.act("x")).get() + "?");

    assertThat(result).isEqualTo("x!?");
  }

  @Test
  void two_hundred_children_end_in_one_parent() {
    String result =
        run(
            (self, input) -> {
              if (!input.isEmpty()) {
                return self.work.act(input);
              }
              List<Promise<String>> parts = new ArrayList<>();
              for (int i = 0; i < 200; i++) {
                Child<Job> child = self.context.child(Job.class, "c" + i);
                String number = String.valueOf(i);
                parts.add(child.start(job -> job.run(number)));
              }
              return self.context.all(parts).get(199);
            });

    assertThat(result).isEqualTo("199!");
    assertThat(performed).hasSize(200);
  }

  @Test
  void a_signal_to_a_child_is_handled_once_and_one_that_has_ended_is_left_alone() {
    String result =
        run(
            (self, input) -> {
              if (!input.isEmpty()) {
                return heard(self, 1);
              }
              Child<Job> child = self.context.child(Job.class, "c");
              Promise<String> heard = child.start(job -> job.run("child"));
              child.signal(job -> job.tell("hello"));
              String answer = heard.get();
              child.signal(job -> job.tell("again"));
              return answer;
            });

    assertThat(result).isEqualTo("[hello]");
  }

  @Test
  void a_deadline_passes_by_the_events_time() {
    String result =
        run(
            (self, input) -> {
              var before = self.context.now();
              boolean held = self.context.await(Duration.ofMillis(30), () -> false);
              return held + " " + !self.context.now().isBefore(before.plusMillis(30));
            });

    assertThat(result).isEqualTo("false true");
  }

  @Test
  void a_fault_of_the_program_interrupts_the_run_and_its_own_failure_ends_it() {
    NativeEngine engine =
        engine(
            (self, input) -> {
              if (input.equals("fault")) {
                throw new IllegalArgumentException("oops");
              }
              throw new StepFailedException(Failure.of(FailureKind.PERMANENT, "given up"));
            });
    engine.start("a", Job.class, job -> job.run("fault"));
    engine.start("b", Job.class, job -> job.run(""));

    assertThatThrownBy(() -> engine.result("a", String.class).join()).hasMessageContaining("oops");
    assertThat(engine.condition("a")).isEqualTo(Condition.ORPHANED);
    assertThat(engine.result("b", String.class).join().ok()).isFalse();
    assertThat(engine.condition("b")).isEqualTo(Condition.ENDED);
  }

  @Test
  void an_unusable_thing_in_a_step_interrupts_the_run_and_records_nothing() {
    acting =
        input -> {
          throw new UnusableException("no disk", "Buy one.");
        };
    NativeEngine engine = engine((self, input) -> self.work.act("x"));
    engine.start("r", Job.class, job -> job.run(""));

    assertThatThrownBy(() -> engine.result("r", String.class).join())
        .hasMessageContaining("no disk");
    assertThat(engine.history("r"))
        .extracting(HistoryEntry::kind)
        .containsExactly(HistoryEntry.Kind.STARTED);

    acting = input -> "now";
    assertThat(engine.adopt("r")).isTrue();
    assertThat(engine.result("r", String.class).join().orThrow()).isEqualTo("now");
  }

  private String run(ScriptedJob.Script script) {
    NativeEngine engine = engine(script);
    engine.start("r", Job.class, job -> job.run(""));
    return engine.result("r", String.class).join().orThrow();
  }

  private NativeEngine engine(ScriptedJob.Script script) {
    return engine(opened(Database.open(file())), script);
  }

  private NativeEngine engine(Database database, ScriptedJob.Script script) {
    Work work =
        new Work() {
          @Override
          public String act(String input) {
            performed.add(input);
            return acting.apply(input);
          }

          @Override
          public void nothing() {}
        };
    return opened(
        NativeEngine.builder(database)
            .workflow(ScriptedJob.running(script))
            .activities(work)
            .build());
  }

  private <T extends AutoCloseable> T opened(T thing) {
    open.add(thing);
    return thing;
  }

  private Path file() {
    return folder.resolve("aidp.db");
  }

  private void await(String input) {
    try {
      assertThat(performed.poll(180, TimeUnit.SECONDS)).isEqualTo(input);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitRecorded(NativeEngine engine, String key) {
    while (engine.history("r").stream().noneMatch(entry -> entry.key().equals(key))) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static String heard(ScriptedJob self, int messages) {
    self.context.await(() -> self.seen.size() >= messages);
    return self.seen.toString();
  }

  private static String waiting(CountDownLatch latch) {
    try {
      latch.await();
      return "woken";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String fail(FailureKind kind, String message) {
    throw new StepFailedException(Failure.of(kind, message));
  }
}
