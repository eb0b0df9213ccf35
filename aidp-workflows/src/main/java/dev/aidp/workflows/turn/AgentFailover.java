package dev.aidp.workflows.turn;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.aidp.agent.Handoff;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.Defaults;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.workflow.Step;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The agents of a role, as far as one piece of work knows them: who takes its next turn, with which
 * model and session, and what he is told of those before him. Pure; each method is one event.
 *
 * <p>The first agent of the chain that can be asked is. One that is limited, has spent its
 * allowance or lost its login is away for a time, and for good once it was asked again as often
 * after limits as the settings say, while nobody came to the end of a turn. Of a plain command
 * nothing is known but what each turn says: only a limit is waited for.
 *
 * @param settings the run's
 * @param chain who there is, in order
 * @param known what is known of them
 * @param ladder how strong a model the work needs
 * @param start the commit that the work began from
 * @param last the last turn that came to its own end, in this worktree; or null
 * @param broken the turn after it that did not, or null
 * @param told what a person should know of it
 */
@RecordBuilder
record AgentFailover(
    RunSettings settings,
    AgentChain chain,
    Known known,
    ModelEscalation ladder,
    String start,
    @Nullable Last last,
    @Nullable Broken broken,
    ImmutableList<String> told)
    implements AgentFailoverBuilder.With {

  /**
   * What is known of agents.
   *
   * @param away who cannot be asked, by name
   * @param insisted whom a person wants to be asked whatever is known of them
   */
  record Known(ImmutableMap<String, Unavailability> away, ImmutableSet<String> insisted) {}

  /** More is not read; the log has every turn. */
  private static final int MOST_TOLD = 10;

  /** A turn that came to its own end. */
  record Last(AgentChoice agent, @Nullable String model, @Nullable String session, String tail) {}

  /** A turn that failed, and whom of the chain was found to be away since the last good one. */
  record Broken(
      AgentChoice agent, @Nullable String model, Failure why, ImmutableSet<String> gone) {}

  /** What to do about the next turn. */
  sealed interface Next {}

  /** Ask this agent. */
  record Ask(AgentChoice agent, @Nullable String model) implements Next {}

  /** Wait: all are away, but some for a time only. */
  record Wait(AwaitedAgents parked) implements Next {}

  /** Give up: nobody can be asked until a person has done something. */
  record Nobody(Failure why) implements Next {}

  /** Returns the agents that play {@code role} in work of this weight. */
  static AgentFailover of(RunSettings settings, Role role, Step.Weight weight) {
    return new AgentFailover(
        settings,
        TurnExecutor.agent(settings, role),
        new Known(ImmutableMap.of(), ImmutableSet.of()),
        ModelEscalation.begin(settings.tiers(), weight),
        "",
        null,
        null,
        ImmutableList.of());
  }

  /** The work begins, or begins again, at this commit. */
  AgentFailover begins(String commit) {
    return withStart(commit).withLast(null).withBroken(null);
  }

  /** What the last turn left was not good enough. */
  AgentFailover red() {
    return last == null ? this : withLadder(ladder.red(last.agent));
  }

  /** Several turns brought nothing new: a stronger model or somebody else goes on, if there is. */
  AgentFailover stuck() {
    if (last == null) {
      return this;
    }
    AgentChoice agent = last.agent;
    List<AgentChoice> others =
        chain.agents().stream().filter(other -> mayGoOn(other, agent)).toList();
    return withLadder(ladder.stuck(agent, others));
  }

  /** A person wants it to go on: whoever was away is asked again, whatever is known of him. */
  AgentFailover resumed() {
    ImmutableSet<String> all =
        chain.agents().stream().map(AgentChoice::shown).collect(ImmutableSet.toImmutableSet());
    return withKnown(new Known(ImmutableMap.of(), all));
  }

  /** Returns what to do about the next turn. */
  Next next(Instant now) {
    ImmutableList<AgentChoice> asked = asked();
    for (AgentChoice agent : asked) {
      Unavailability gone = known.away.get(agent.shown());
      if (gone == null || !gone.at(now) && !gone.spent(again())) {
        return new Ask(agent, ladder.model(agent));
      }
    }
    if (asked.stream().allMatch(this::lockedOut)) {
      return new Nobody(Logins.expired(known.away));
    }
    return asked.stream().allMatch(this::hopeless)
        ? new Nobody(FailoverMessage.spent(known.away, again()))
        : new Wait(parked(asked));
  }

  /** How often an agent is asked again after limits, in a row and in vain. */
  private int again() {
    return settings.limits().further().after(FailureKind.RATE_LIMITED);
  }

  private boolean hopeless(AgentChoice agent) {
    Unavailability gone = known.away.get(agent.shown());
    return lockedOut(agent) || gone != null && gone.spent(again());
  }

  /** Who is passed is asked only where all others have lost their logins. */
  private ImmutableList<AgentChoice> asked() {
    ImmutableList<AgentChoice> fresh =
        chain.agents().stream()
            .filter(agent -> !ladder.passes(agent))
            .collect(ImmutableList.toImmutableList());
    return fresh.stream().allMatch(this::lockedOut) ? ImmutableList.copyOf(chain.agents()) : fresh;
  }

  private boolean lockedOut(AgentChoice agent) {
    Unavailability gone = known.away.get(agent.shown());
    return gone != null && gone.kind() == FailureKind.AUTH_EXPIRED;
  }

  private AwaitedAgents parked(List<AgentChoice> asked) {
    Map<String, Unavailability> gone = new LinkedHashMap<>(known.away);
    gone.keySet().retainAll(asked.stream().map(AgentChoice::shown).toList());
    gone.values().removeIf(each -> each.spent(again()));
    Unavailability next =
        gone.values().stream().min(Comparator.comparing(Unavailability::until)).orElseThrow();
    Instant until = next.until();
    List<String> first =
        gone.entrySet().stream()
            .filter(each -> each.getValue().until().equals(until))
            .map(Map.Entry::getKey)
            .toList();
    boolean counts = next.kind().limit() && !chain.plainCommand();
    return new AwaitedAgents(
        first,
        until,
        next.kind(),
        counts ? new AwaitedAgents.Again(Math.max(1, next.vain()), again()) : null);
  }

  /** Returns {@code request} as {@code ask} is to be asked it. */
  TurnRequest request(TurnRequest request, Ask ask) {
    String session = last != null && same(ask, last.agent, last.model) ? last.session : null;
    boolean insists = known.insisted.contains(ask.agent.shown());
    Duration timeout = settings.tiers().timeout(ladder.tier(ask.agent), settings.limits());
    return request
        .withAsked(new TurnRequest.Asked(ask.agent, ask.model, session, insists))
        .withBounds(request.bounds().within(timeout))
        .withBrief(brief(request, ask, session));
  }

  /** A reviewer has the whole change before it, whoever takes the turn. */
  private PromptContext brief(TurnRequest request, Ask ask, @Nullable String session) {
    return request.role() == Role.REVIEWER
        ? request.brief()
        : request.brief().withHandover(handover(ask, session));
  }

  /** Who goes on with a session knows all but that a turn of it was undone. */
  private @Nullable Handoff handover(Ask ask, @Nullable String session) {
    if (chain.plainCommand()) {
      return null;
    }
    String said = last == null ? "" : last.tail;
    if (broken != null && same(ask, broken.agent, broken.model) == (session != null)) {
      return new Handoff(shown(broken.agent, broken.model), broken.why.message(), start, said);
    }
    return session == null && last != null && !same(ask, last.agent, last.model)
        ? new Handoff(shown(last.agent, last.model), null, start, said)
        : null;
  }

  private static boolean same(Ask ask, AgentChoice agent, @Nullable String model) {
    return ask.agent.shown().equals(agent.shown()) && Objects.equals(ask.model, model);
  }

  static String shown(AgentChoice agent, @Nullable String model) {
    return model == null ? agent.shown() : agent.shown() + " (" + model + ")";
  }

  /** The turn that {@code ask} was asked for has ended. */
  AgentFailover ended(Ask ask, TurnResult result, Instant now) {
    Failure failure = result.failure();
    return failure == null ? done(ask, result) : broke(ask, failure, now);
  }

  /** Returns whether somebody else, or the same agent later, shall take the turn that failed so. */
  boolean passesOver(Failure failure) {
    return chain.plainCommand()
        ? failure.kind() == FailureKind.RATE_LIMITED
        : failure.kind().passesOver();
  }

  /** Returns whether the attempt of {@code role} has failed, and the wait is before its next. */
  boolean endsAttempt(Role role) {
    return chain.plainCommand() && role != Role.RESOLVER && role != Role.REVIEWER;
  }

  /**
   * Returns whether an agent whose turn failed once more after all its repeats is left alone for a
   * while: somebody else of the chain is there or will be, and not all have had their chance.
   *
   * @param rests how often that was so in this turn
   */
  boolean rests(Ask ask, Failure failure, int rests) {
    return failure.kind().repeatsTurn()
        && rests < chain.agents().size()
        && chain.agents().stream().anyMatch(other -> mayGoOn(other, ask.agent));
  }

  private boolean mayGoOn(AgentChoice other, AgentChoice instead) {
    return !other.equals(instead) && !lockedOut(other);
  }

  /**
   * An agent's turn failed once more after all its repeats; it is left alone until the time that it
   * names, else for a while.
   */
  AgentFailover rested(Ask ask, Failure failure, Instant now) {
    Instant named = failure.retryAt();
    Instant until = named == null ? now.plus(Defaults.BREAKER_PAUSE) : named;
    return without(
        ask, failure, new Unavailability(failure.kind(), until, failure.message(), 1, 1));
  }

  private AgentFailover done(Ask ask, TurnResult result) {
    Map<String, Unavailability> others = new LinkedHashMap<>(known.away);
    others.remove(ask.agent.shown());
    others.replaceAll((agent, away) -> away.notInVain());
    Last now = new Last(ask.agent, ask.model, result.session(), result.texts().tail());
    return withKnown(new Known(ImmutableMap.copyOf(others), ImmutableSet.of()))
        .withLast(now)
        .withBroken(null)
        .withTold(told(ask));
  }

  private ImmutableList<String> told(Ask ask) {
    Set<String> all = new LinkedHashSet<>(told);
    if (broken != null) {
      broken.gone.stream()
          .filter(agent -> !agent.equals(ask.agent.shown()))
          .forEach(
              agent ->
                  all.add(FailoverMessage.text(agent, known.away.get(agent), ask.agent.shown())));
    }
    return all.stream().limit(MOST_TOLD).collect(ImmutableList.toImmutableList());
  }

  private AgentFailover broke(Ask ask, Failure failure, Instant now) {
    return without(
        ask,
        failure,
        passesOver(failure)
            ? Unavailability.of(failure, known.away.get(ask.agent.shown()), now)
            : null);
  }

  private AgentFailover without(Ask ask, Failure failure, @Nullable Unavailability until) {
    String name = ask.agent.shown();
    Map<String, Unavailability> others = new LinkedHashMap<>(known.away);
    Set<String> gone = new LinkedHashSet<>(broken == null ? ImmutableSet.of() : broken.gone);
    if (until != null) {
      others.put(name, until);
      gone.add(name);
    }
    ImmutableSet<String> rest =
        known.insisted.stream()
            .filter(each -> !each.equals(name))
            .collect(ImmutableSet.toImmutableSet());
    return withKnown(new Known(ImmutableMap.copyOf(others), rest))
        .withBroken(new Broken(ask.agent, ask.model, failure, ImmutableSet.copyOf(gone)));
  }
}
