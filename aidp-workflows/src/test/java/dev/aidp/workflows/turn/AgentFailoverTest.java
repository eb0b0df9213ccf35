package dev.aidp.workflows.turn;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.agent.Handoff;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnFindings;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.git.TreeState;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.Budget;
import dev.aidp.run.Check;
import dev.aidp.run.Defaults;
import dev.aidp.run.Permission;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Tier;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import dev.aidp.workflow.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AgentFailoverTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final List<FailureKind> KINDS = List.of(FailureKind.values());

  @Test
  void the_first_agent_that_can_be_asked_is() {
    for (int seed = 0; seed < 3_000; seed++) {
      Play play = new Play(new Random(seed), false);
      for (int i = 0; i < 30; i++) {
        play.step();
      }
    }
  }

  /** Without expired logins nobody gives up who may ask again: there is a time to wait for. */
  @Test
  void limits_alone_are_waited_for_and_never_longer_than_eight_days() {
    for (int seed = 0; seed < 2_000; seed++) {
      Play play = new Play(new Random(seed), true);
      for (int i = 0; i < 30; i++) {
        play.step();
        assertThat(play.crew.next(play.now)).isNotInstanceOf(AgentFailover.Nobody.class);
      }
    }
  }

  @Test
  void a_limit_that_is_over_at_once_is_believed_less_each_time() {
    AgentFailover crew =
        AgentFailover.of(patient(chain(agent("a"))), Role.CODER, Step.Weight.STANDARD);
    Instant now = NOW;
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      AgentFailover.Ask ask = (AgentFailover.Ask) crew.next(now);
      crew = crew.ended(ask, failed(new Failure(FailureKind.RATE_LIMITED, "x", now)), now);
      Instant until = ((AgentFailover.Wait) crew.next(now)).parked().until();
      waits.add(Duration.between(now, until).toSeconds());
      now = until;
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L, 300L);
  }

  @Test
  void nobody_is_asked_once_every_login_has_expired_and_each_is_named_with_its_remedy() {
    AgentFailover crew =
        AgentFailover.of(chain(agent("claude"), agent("mine")), Role.CODER, Step.Weight.STANDARD);
    for (int i = 0; i < 2; i++) {
      AgentFailover.Ask ask = (AgentFailover.Ask) crew.next(NOW);
      crew = crew.ended(ask, failed(Failure.of(FailureKind.AUTH_EXPIRED, "401")), NOW);
    }

    AgentFailover.Nobody nobody = (AgentFailover.Nobody) crew.next(NOW);

    assertThat(nobody.why().kind()).isEqualTo(FailureKind.AUTH_EXPIRED);
    assertThat(nobody.why().message())
        .contains("claude: run `claude` and type /login (401).", "mine: log in again (401).");
  }

  @Test
  void a_person_who_says_go_on_is_believed_about_every_agent_once() {
    AgentFailover crew =
        AgentFailover.of(chain(agent("a"), agent("b")), Role.CODER, Step.Weight.STANDARD);
    Failure limit = new Failure(FailureKind.RATE_LIMITED, "x", NOW.plusSeconds(900));
    crew = crew.ended((AgentFailover.Ask) crew.next(NOW), failed(limit), NOW);
    crew = crew.ended((AgentFailover.Ask) crew.next(NOW), failed(limit), NOW).resumed();

    AgentFailover.Ask first = (AgentFailover.Ask) crew.next(NOW);
    assertThat(first.agent().provider()).isEqualTo("a");
    assertThat(crew.request(asked(), first).asked().insists()).isTrue();
    crew = crew.ended(first, failed(limit), NOW);
    AgentFailover.Ask second = (AgentFailover.Ask) crew.next(NOW);
    assertThat(crew.request(asked(), second).asked().insists()).isTrue();
    crew = crew.ended(second, failed(limit), NOW);
    assertThat(crew.next(NOW)).isInstanceOf(AgentFailover.Wait.class);
  }

  @Test
  void who_goes_on_for_a_limited_agent_is_told_to_the_person_with_the_time() {
    AgentFailover crew =
        AgentFailover.of(chain(agent("a"), agent("b")), Role.CODER, Step.Weight.STANDARD);
    Failure limit = new Failure(FailureKind.RATE_LIMITED, "429", NOW.plusSeconds(900));
    crew = crew.ended((AgentFailover.Ask) crew.next(NOW), failed(limit), NOW);
    crew = crew.ended((AgentFailover.Ask) crew.next(NOW), good("s"), NOW);

    assertThat(crew.told())
        .containsExactly("a was limited until 2026-11-21T10:15:00Z, b went on (429)");
  }

  @Test
  void who_is_stuck_is_passed_until_all_others_have_lost_their_logins() {
    AgentFailover crew =
        AgentFailover.of(chain(agent("a"), agent("b")), Role.CODER, Step.Weight.STANDARD);
    crew = crew.ended((AgentFailover.Ask) crew.next(NOW), good("s"), NOW).stuck();
    AgentFailover.Ask other = (AgentFailover.Ask) crew.next(NOW);
    assertThat(other.agent().provider()).isEqualTo("b");

    Failure limit = new Failure(FailureKind.RATE_LIMITED, "429", NOW.plusSeconds(900));
    AgentFailover limited = crew.ended(other, failed(limit), NOW);
    AgentFailover lockedOut =
        crew.ended(other, failed(Failure.of(FailureKind.AUTH_EXPIRED, "401")), NOW);

    assertThat(((AgentFailover.Wait) limited.next(NOW)).parked().agents()).containsExactly("b");
    assertThat(((AgentFailover.Ask) lockedOut.next(NOW)).agent().provider()).isEqualTo("a");
    assertThat(crew.ended(other, good("t"), NOW).stuck().ladder()).isEqualTo(crew.ladder());
  }

  @Test
  void a_plain_command_is_asked_without_session_or_handover_and_waited_for_at_a_limit_only() {
    AgentFailover crew =
        AgentFailover.of(
            RunSettings.of("agent", new Check("c", "true")), Role.CODER, Step.Weight.STANDARD);
    for (FailureKind kind : KINDS) {
      crew = crew.ended((AgentFailover.Ask) crew.next(NOW), failed(Failure.of(kind, "x")), NOW);
      boolean limited = kind == FailureKind.RATE_LIMITED;
      assertThat(crew.passesOver(Failure.of(kind, "x"))).isEqualTo(limited);
      assertThat(crew.next(NOW) instanceof AgentFailover.Wait).isEqualTo(limited);
      crew = crew.resumed();

      TurnRequest request = crew.request(asked(), (AgentFailover.Ask) crew.next(NOW));

      assertThat(request.asked().session()).isNull();
      assertThat(request.brief().handover()).isNull();
    }
  }

  @Test
  void a_limit_that_names_no_time_is_waited_for_five_minutes_then_double_up_to_an_hour() {
    for (RunSettings settings : List.of(chain(agent("a")), RunSettings.of("agent"))) {
      AgentFailover crew = AgentFailover.of(patient(settings), Role.CODER, Step.Weight.STANDARD);
      Instant now = NOW;
      List<Long> minutes = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        AgentFailover.Ask ask = (AgentFailover.Ask) crew.next(now);
        crew = crew.ended(ask, failed(Failure.of(FailureKind.RATE_LIMITED, "x")), now);
        Instant until = ((AgentFailover.Wait) crew.next(now)).parked().until();
        minutes.add(Duration.between(now, until).toMinutes());
        now = until;
      }
      assertThat(minutes).containsExactly(5L, 10L, 20L, 40L, 60L, 60L, 60L);
    }
  }

  @Test
  void an_agent_is_asked_again_three_times_after_limits_and_then_somebody_else_or_nobody() {
    AgentFailover crew =
        AgentFailover.of(chain(agent("a"), agent("b")), Role.CODER, Step.Weight.STANDARD);
    Failure tomorrow = new Failure(FailureKind.RATE_LIMITED, "429", NOW.plusSeconds(90_000));
    crew = crew.ended(asks(crew, NOW, "a"), failed(tomorrow), NOW);
    crew = crew.ended(asks(crew, NOW, "b"), failed(soon(NOW)), NOW);
    Instant now = NOW;
    for (int again = 1; again <= 3; again++) {
      AwaitedAgents parked = ((AgentFailover.Wait) crew.next(now)).parked();
      assertThat(parked.agents()).containsExactly("b");
      assertThat(parked.reason()).isEqualTo(FailureKind.RATE_LIMITED);
      assertThat(parked.again()).isEqualTo(new AwaitedAgents.Again(again, 3));
      now = parked.until();
      crew = crew.ended(asks(crew, now, "b"), failed(soon(now)), now);
    }

    AwaitedAgents parked = ((AgentFailover.Wait) crew.next(now)).parked();
    assertThat(parked.agents()).containsExactly("a");
    assertThat(parked.until()).isEqualTo(tomorrow.retryAt());
    assertThat(parked.again()).isEqualTo(new AwaitedAgents.Again(1, 3));
    now = parked.until();
    AgentFailover resting = crew.ended(asks(crew, now, "a"), failed(soon(now)), now);
    for (int again = 2; again <= 3; again++) {
      now = ((AgentFailover.Wait) resting.next(now)).parked().until();
      resting = resting.ended(asks(resting, now, "a"), failed(soon(now)), now);
    }

    Failure why = ((AgentFailover.Nobody) resting.next(now)).why();
    assertThat(why.kind()).isEqualTo(FailureKind.RATE_LIMITED);
    assertThat(why.message()).contains("4 limits in a row", "a: 429", "b: 429");
    assertThat(resting.resumed().next(now)).isInstanceOf(AgentFailover.Ask.class);
  }

  @Test
  void a_turn_that_comes_to_its_end_begins_the_count_of_limits_anew_whoever_took_it() {
    AgentFailover crew =
        AgentFailover.of(chain(agent("a"), agent("b")), Role.CODER, Step.Weight.STANDARD);
    Instant now = NOW;
    for (int i = 0; i < 9; i++) {
      crew = crew.ended(asks(crew, now, "a"), failed(soon(now)), now);
      crew = crew.ended(asks(crew, now, "b"), good("s"), now);
      now = now.plusSeconds(3_600);
    }
    crew = crew.ended(asks(crew, now, "a"), failed(soon(now)), now);
    crew = crew.ended(asks(crew, now, "b"), failed(soon(now)), now);

    assertThat(((AgentFailover.Wait) crew.next(now)).parked().again())
        .isEqualTo(new AwaitedAgents.Again(1, 3));
  }

  @Test
  void tries_at_a_login_are_no_limits() {
    AgentFailover crew =
        AgentFailover.of(chain(agent("a"), agent("b")), Role.CODER, Step.Weight.STANDARD);
    Failure week = new Failure(FailureKind.RATE_LIMITED, "weekly limit", NOW.plusSeconds(500_000));
    crew = crew.ended(asks(crew, NOW, "a"), failed(week), NOW);
    Instant now = NOW;
    for (int i = 0; i < 20; i++) {
      crew =
          crew.ended(
              asks(crew, now, "b"), failed(Failure.of(FailureKind.AUTH_EXPIRED, "401")), now);
      AwaitedAgents parked = ((AgentFailover.Wait) crew.next(now)).parked();
      assertThat(parked.reason()).isEqualTo(FailureKind.AUTH_EXPIRED);
      assertThat(parked.again()).isNull();
      now = parked.until();
    }
  }

  private static AgentFailover.Ask asks(AgentFailover crew, Instant now, String whom) {
    AgentFailover.Ask ask = (AgentFailover.Ask) crew.next(now);
    assertThat(ask.agent().provider()).isEqualTo(whom);
    return ask;
  }

  private static Failure soon(Instant now) {
    return new Failure(FailureKind.RATE_LIMITED, "429", now.plusSeconds(60));
  }

  /** A crew, what happens to it at random, and what the rules say in other words. */
  private static final class Play {

    private final Random random;
    private final boolean loginsHold;
    private final List<AgentChoice> agents = new ArrayList<>();
    private final Map<String, Integer> redsOnTier = new HashMap<>();
    private AgentFailover crew;
    private Instant now = NOW;
    private AgentFailover.Ask last;
    private String lastSession;
    private boolean broken;

    Play(Random random, boolean loginsHold) {
      this.random = random;
      this.loginsHold = loginsHold;
      int size = 1 + random.nextInt(4);
      for (int i = 0; i < size; i++) {
        agents.add(agent("p" + i, random));
      }
      crew =
          AgentFailover.of(
              patient(chain(agents.toArray(AgentChoice[]::new))),
              Role.CODER,
              Step.Weight.values()[random.nextInt(3)]);
    }

    void step() {
      now = now.plusSeconds(random.nextInt(600));
      AgentFailover.Next next = crew.next(now);
      if (next instanceof AgentFailover.Ask ask) {
        asks(ask);
      } else if (next instanceof AgentFailover.Wait wait) {
        Instant earliest =
            crew.known().away().values().stream()
                .map(Unavailability::until)
                .min(Instant::compareTo)
                .orElseThrow();
        assertThat(wait.parked().until()).isEqualTo(earliest).isAfter(now);
        assertThat(Duration.between(now, earliest)).isLessThanOrEqualTo(Defaults.LONGEST_WAIT);
        assertThat(crew.known().away()).hasSameSizeAs(agents);
        now = random.nextBoolean() ? earliest : now;
      } else {
        assertThat(crew.known().away().values())
            .hasSameSizeAs(agents)
            .allMatch(away -> away.kind() == FailureKind.AUTH_EXPIRED);
        crew = crew.resumed();
      }
      if (random.nextInt(10) == 0) {
        crew = crew.begins("start-" + random.nextInt());
        last = null;
        broken = false;
      }
    }

    private void asks(AgentFailover.Ask ask) {
      for (AgentChoice before : agents) {
        if (before.equals(ask.agent())) {
          break;
        }
        assertThat(crew.known().away().get(before.shown()).at(now)).isTrue();
      }
      TurnRequest request = crew.request(asked(), ask);
      boolean same =
          last != null
              && last.agent().equals(ask.agent())
              && Objects.equals(last.model(), ask.model());
      assertThat(request.asked().session()).isEqualTo(same ? lastSession : null);
      Handoff handover = request.brief().handover();
      if (last != null && !same) {
        assertThat(handover).isNotNull();
      }
      if (last == null && !broken) {
        assertThat(handover).isNull();
      }
      end(ask);
    }

    private void end(AgentFailover.Ask ask) {
      FailureKind kind = KINDS.get(random.nextInt(KINDS.size()));
      if (random.nextBoolean() || (loginsHold && kind == FailureKind.AUTH_EXPIRED)) {
        lastSession = random.nextBoolean() ? "s" + random.nextInt() : null;
        crew = crew.ended(ask, good(lastSession), now);
        last = ask;
        broken = false;
        if (random.nextBoolean()) {
          red(ask);
        }
      } else {
        Instant retryAt =
            random.nextBoolean() ? null : now.plusSeconds(random.nextInt(2_000_000) - 1_000);
        crew = crew.ended(ask, failed(new Failure(kind, "x", retryAt)), now);
        broken = true;
      }
    }

    /** It never climbs down, and only after two red iterations by one model. */
    private void red(AgentFailover.Ask ask) {
      Tier before = crew.ladder().tier();
      int reds = redsOnTier.merge(ask.agent().shown(), 1, Integer::sum);
      crew = crew.red();
      Tier after = crew.ladder().tier();
      if (after != before) {
        assertThat(reds).isGreaterThanOrEqualTo(Defaults.MODEL_ATTEMPTS);
        assertThat(ask.agent().models().containsKey(after) || after == Tier.STANDARD).isTrue();
        assertThat(crew.ladder().tier(ask.agent())).isEqualTo(after);
        redsOnTier.clear();
      }
    }
  }

  private static AgentChoice agent(String name, Random random) {
    Map<Tier, String> models = new EnumMap<>(Tier.class);
    for (Tier tier : Tier.values()) {
      if (random.nextBoolean()) {
        models.put(tier, name + "-" + tier);
      }
    }
    return new AgentChoice(name, null, Permission.EDIT, ImmutableMap.copyOf(models));
  }

  private static AgentChoice agent(String name) {
    return AgentChoice.provider(name);
  }

  private static RunSettings chain(AgentChoice... agents) {
    RunSettings usual = RunSettings.of("x");
    return RunSettings.of(
        ImmutableMap.of(Role.CODER, new AgentChain(ImmutableList.copyOf(agents))),
        usual.checks(),
        usual.limits());
  }

  private static RunSettings patient(RunSettings settings) {
    return settings.withLimits(settings.limits().withRetries(1_000));
  }

  private static TurnRequest asked() {
    return new TurnRequest(
        new Work("run", 1, "unit", 1),
        Role.CODER,
        1,
        TurnRequest.Asked.of(AgentChoice.command("nobody")),
        new TurnRequest.Bounds(Defaults.AGENT_TIMEOUT, Budget.NONE),
        new TreeState("tree", "head"),
        new PromptContext("text", "", List.of(), null),
        TurnRequest.Artifacts.NONE);
  }

  private static TurnResult good(String session) {
    return new TurnResult(
        new TreeState("tree", "head"),
        true,
        new TurnResult.Texts("", "done so far"),
        List.of(),
        null,
        Usage.NONE,
        session,
        TurnFindings.NONE);
  }

  private static TurnResult failed(Failure why) {
    return TurnResult.failed(new TreeState("tree", "head"), why);
  }
}
