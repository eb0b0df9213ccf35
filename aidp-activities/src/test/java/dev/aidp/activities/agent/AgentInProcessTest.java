package dev.aidp.activities.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.activities.fixture.ObservedStep;
import dev.aidp.activities.fixture.Sandbox;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.spending.Spending;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import dev.aidp.provider.Agent;
import dev.aidp.provider.AgentReply;
import dev.aidp.provider.AgentTurn;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Budget;
import dev.aidp.run.Role;
import dev.aidp.run.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentInProcessTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Usage SOME = new Usage(100, 20, 3, 40, 5_000, false);

  @TempDir Path folder;
  private Sandbox sandbox;
  private Duration timeout = LONG;
  private String session;

  @BeforeEach
  void open() throws Exception {
    sandbox = new Sandbox(folder);
  }

  @Test
  void what_it_writes_and_says_is_the_turn() throws Exception {
    TurnResult result =
        turn(
            (turn, listener) -> {
              write(turn, "new.txt", turn.prompt().text());
              listener.says("reading");
              listener.says("writing");
              return AgentReply.complete("Written.").using(SOME).in("s-1");
            });

    assertThat(result.failure()).isNull();
    assertThat(result.saysComplete()).isTrue();
    assertThat(result.usage()).isEqualTo(SOME);
    assertThat(result.session()).isEqualTo("s-1");
    assertThat(sandbox.store.text(result.texts().reply()))
        .isEqualTo("Written.\n\nSTATUS: COMPLETE");
    assertThat(sandbox.store.text(result.texts().transcript())).startsWith("reading\nwriting\n");
    assertThat(sandbox.log()).contains("reading\nwriting\n");
    assertThat(sandbox.file("new.txt")).content().contains("Do the work.");
    assertThat(result.state().tree()).isNotEqualTo(sandbox.state.tree());
  }

  @Test
  void is_told_whose_turn_it_is_and_where() throws Exception {
    List<AgentTurn> turns = new CopyOnWriteArrayList<>();

    turn((turn, listener) -> said(turns, turn));

    AgentTurn turn = turns.get(0);
    assertThat(turn.occasion()).isEqualTo(new AgentTurn.Occasion("run", "unit", Role.CODER, 1, 1));
    assertThat(turn.place().worktree()).isEqualTo(sandbox.worktrees.path(Sandbox.WORK));
    assertThat(turn.place().artifacts()).isEqualTo(sandbox.layout.io(Sandbox.WORK));
    assertThat(turn.bounds().timeout()).isEqualTo(LONG);
    assertThat(turn.session().resumes()).isFalse();
  }

  @Test
  void an_exception_may_not_happen_again_and_undoes_the_turn() throws Exception {
    TurnResult result =
        turn(
            (turn, listener) -> {
              write(turn, "half.txt", "half");
              throw new IOException("Connection reset", new IllegalStateException("pool is shut"));
            });

    assertThat(failure(result).kind()).isEqualTo(FailureKind.TRANSIENT);
    assertThat(failure(result).message()).contains("Connection reset", "pool is shut");
    assertThat(sandbox.file("half.txt")).doesNotExist();
    assertThat(result.state()).isEqualTo(sandbox.state);
  }

  @Test
  void an_exception_that_speaks_of_a_limit_is_one() throws Exception {
    TurnResult result = failing(new RuntimeException("429 too many requests, try again in 30s"));

    assertThat(result.failure())
        .returns(FailureKind.RATE_LIMITED, Failure::kind)
        .returns(NOW.plusSeconds(30), Failure::retryAt);
  }

  @Test
  void an_exception_of_ours_says_itself_what_it_is() throws Exception {
    Failure spent = Failure.of(FailureKind.QUOTA_EXCEEDED, "Nothing is left of it.");

    assertThat(failure(failing(new StepFailedException(spent))).kind())
        .isEqualTo(FailureKind.QUOTA_EXCEEDED);
    assertThat(failure(failing(StepFailedException.permanent("Never."))).kind())
        .isEqualTo(FailureKind.PERMANENT);
  }

  @Test
  void a_failure_may_be_a_value_too() throws Exception {
    Instant end = NOW.plusSeconds(600);
    TurnResult result = turn((turn, listener) -> AgentReply.limited("Wait.", end).using(SOME));

    assertThat(result.failure())
        .returns(FailureKind.RATE_LIMITED, Failure::kind)
        .returns(end, Failure::retryAt);
    assertThat(result.usage()).isEqualTo(SOME);
  }

  @Test
  void a_fault_of_its_own_code_is_not_tried_again() throws Exception {
    assertThat(failure(turn((turn, listener) -> null)).kind()).isEqualTo(FailureKind.PERMANENT);
    assertThat(
            failure(
                    turn(
                        (turn, listener) -> {
                          throw new NoClassDefFoundError("a/Library");
                        }))
                .kind())
        .isEqualTo(FailureKind.PERMANENT);
  }

  @Test
  void what_cannot_be_used_now_leaves_the_turn_open() {
    assertThatThrownBy(() -> failing(new UnusableException("The key store is shut.", "Open it.")))
        .isInstanceOf(UnusableException.class)
        .hasMessage("The key store is shut.");
  }

  @Test
  void a_process_without_the_agent_leaves_the_turn_to_one_that_has_it() {
    assertThatThrownBy(
            () ->
                ObservedStep.lasting()
                    .perform(() -> activities("other", (turn, listener) -> null).turn(request())))
        .isInstanceOf(UnusableException.class)
        .hasMessageStartingWith("This process has no agent mine; it knows claude,");
  }

  @Test
  void no_secret_is_told() throws Exception {
    TurnResult said =
        turn(
            (turn, listener) -> {
              listener.says("I use sesame-12345");
              return AgentReply.of("It was sesame-12345.");
            });
    TurnResult failed = failing(new IOException("GET /?key=sesame-12345 failed"));

    assertThat(
            sandbox.store.text(said.texts().reply())
                + sandbox.store.text(said.texts().transcript())
                + said.texts().tail()
                + failure(failed).message()
                + sandbox.log())
        .doesNotContain("sesame-12345")
        .contains("I use ***", "It was ***.", "key=***");
  }

  @Test
  void of_an_endless_reply_the_middle_is_left_out() throws Exception {
    TurnResult result = turn((turn, listener) -> AgentReply.complete("a".repeat(9 << 20)));

    assertThat(sandbox.store.text(result.texts().reply())).hasSizeLessThan((8 << 20) + 100);
    assertThat(result.saysComplete()).isTrue();
  }

  @Test
  void goes_on_with_the_session_that_it_has_told() throws Exception {
    List<AgentTurn> turns = new CopyOnWriteArrayList<>();
    session = "s-1";

    turn((turn, listener) -> said(turns, turn));

    assertThat(turns.get(0).session()).isEqualTo(new AgentTurn.Session("s-1", true));
  }

  @Test
  void takes_the_turn_in_a_new_session_where_the_old_one_is_lost() throws Exception {
    List<AgentTurn> turns = new CopyOnWriteArrayList<>();
    session = "s-1";

    TurnResult result =
        turn(
            (turn, listener) ->
                turn.session().resumes() ? AgentReply.sessionLost() : said(turns, turn));

    assertThat(result.failure()).isNull();
    assertThat(turns).singleElement().returns(false, turn -> turn.session().resumes());
  }

  @Test
  void a_turn_that_takes_too_long_is_interrupted() throws Exception {
    timeout = Duration.ofMillis(200);

    TurnResult result = turn((turn, listener) -> asleep());

    assertThat(failure(result).kind()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void one_that_goes_on_after_its_interrupt_is_not_repeated() throws Exception {
    timeout = Duration.ofMillis(200);
    CountDownLatch end = new CountDownLatch(1);

    TurnResult result = turn((turn, listener) -> deaf(end));
    end.countDown();

    assertThat(failure(result))
        .returns(FailureKind.PERMANENT, Failure::kind)
        .returns(true, why -> why.message().contains("the agent mine goes on"));
  }

  @Test
  void a_cancelled_turn_is_interrupted_and_goes_on_in_its_session_later() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    AtomicBoolean interrupted = new AtomicBoolean();
    List<AgentTurn> turns = new CopyOnWriteArrayList<>();
    ObservedStep step = ObservedStep.cancelledWhen(cancelled::get);
    Agent first =
        (turn, listener) -> {
          write(turn, "half.txt", "half");
          listener.used(SOME);
          listener.session("s-1");
          cancelled.set(true);
          try {
            return asleep();
          } catch (InterruptedException e) {
            interrupted.set(true);
            throw e;
          }
        };
    TurnRequest request = request();

    assertThatThrownBy(() -> step.perform(() -> activities(first).turn(request)))
        .isInstanceOf(StepCancelledException.class);
    cancelled.set(false);
    TurnResult result =
        step.perform(() -> activities((turn, listener) -> said(turns, turn)).turn(request));

    assertThat(interrupted).isTrue();
    assertThat(result.failure()).isNull();
    assertThat(turns.get(0).session()).isEqualTo(new AgentTurn.Session("s-1", true));
    assertThat(turns.get(0).prompt().text()).startsWith("The previous run was interrupted.");
    assertThat(sandbox.file("half.txt")).doesNotExist();
  }

  private static AgentReply said(List<AgentTurn> turns, AgentTurn turn) {
    turns.add(turn);
    return AgentReply.of("Done.");
  }

  private static AgentReply asleep() throws InterruptedException {
    new CountDownLatch(1).await();
    throw new AssertionError("Nobody wakes it");
  }

  private static AgentReply deaf(CountDownLatch end) {
    while (true) {
      try {
        end.await();
        return AgentReply.of("At last.");
      } catch (InterruptedException e) {
        // It does not want to hear of it.
      }
    }
  }

  private static void write(AgentTurn turn, String name, String content) throws IOException {
    Files.writeString(turn.place().worktree().resolve(name), content);
  }

  private static Failure failure(TurnResult result) {
    assertThat(result.failure()).isNotNull();
    return result.failure();
  }

  private TurnResult failing(RuntimeException why) throws Exception {
    return turn(
        (turn, listener) -> {
          throw why;
        });
  }

  private TurnResult failing(IOException why) throws Exception {
    return turn(
        (turn, listener) -> {
          throw why;
        });
  }

  private TurnResult turn(Agent agent) throws Exception {
    return ObservedStep.lasting().perform(() -> activities(agent).turn(request()));
  }

  private TurnRequest request() throws IOException {
    return new TurnRequest(
        Sandbox.WORK,
        Role.CODER,
        1,
        new TurnRequest.Asked(AgentChoice.provider("mine"), null, session, false),
        new TurnRequest.Bounds(timeout, Budget.NONE),
        sandbox.state,
        new PromptContext(sandbox.plan(), "", ImmutableList.of(), null),
        TurnRequest.Artifacts.NONE);
  }

  private AgentActivitiesImpl activities(Agent agent) {
    return activities("mine", agent);
  }

  private AgentActivitiesImpl activities(String name, Agent agent) {
    InheritedEnvironment surroundings =
        InheritedEnvironment.in(
            ImmutableMap.of("DOOR_TOKEN", "sesame-12345"), ImmutableList.of(), ImmutableList.of());
    return new AgentActivitiesImpl(
        sandbox.layout,
        sandbox.worktrees,
        sandbox.store,
        new PlanTexts(sandbox.store),
        Providers.builtIn().with(ImmutableList.of(new AgentInProcess(name, agent))),
        Supervision.USUAL,
        Clock.fixed(NOW, ZoneOffset.UTC),
        surroundings,
        Spending.unlimited(),
        Preparation.none(sandbox.layout, surroundings.secrets()));
  }
}
