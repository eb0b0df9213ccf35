package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Ended;
import dev.aidp.activities.process.Launch;
import dev.aidp.activities.process.Supervisor;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.activities.secret.Surroundings;
import dev.aidp.agent.TurnRequest;
import dev.aidp.git.Conflict;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.Capabilities.Feature;
import dev.aidp.provider.Invocation;
import dev.aidp.provider.Order;
import dev.aidp.provider.Reading;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the programs of agents in the worktrees of their units, and listens to them. */
final class Calling {

  /**
   * The end of an output that a failure is classed by, in characters: what came long before is not
   * the reason.
   */
  private static final int REASON_CHARS = 8_192;

  private final Layout layout;
  private final Worktrees worktrees;
  private final Surroundings surroundings;
  private final Supervision supervision;
  private final Secrets secrets;
  private final Supervisor supervisor;

  Calling(
      Layout layout,
      Worktrees worktrees,
      Surroundings surroundings,
      Supervision supervision,
      Supervisor supervisor) {
    this.layout = layout;
    this.worktrees = worktrees;
    this.surroundings = surroundings;
    this.supervision = supervision;
    secrets = surroundings.secrets();
    this.supervisor = supervisor;
  }

  /** Calls the program of the task's agent, and returns how that ended. */
  Call perform(Task task, Order.Session session, String prompt) throws IOException {
    AgentProvider provider = task.provider();
    Order order = order(task, session, prompt);
    boolean named = provider.capabilities().can(Feature.SESSION_NAMED) || session.resumes();
    String id = named ? session.id() : null;
    task.note(id, Usage.NONE);
    Listening listening = listening(task, order, id);
    Ended ended = run(task, order, listening);
    Reading reading = listening.end(ended.exitCode());
    return new Call(
        provider,
        order,
        task.request().agent().shown(),
        ended,
        reading,
        session(provider, order, reading, listening.session()),
        listening.saysComplete(reading),
        secrets.masked(ended.errors().tail(REASON_CHARS)),
        secrets.masked(
            provider.capabilities().can(Feature.STRUCTURED)
                ? listening.noise()
                : ended.output().tail(REASON_CHARS)));
  }

  private Order order(Task task, Order.Session session, String prompt) throws IOException {
    TurnRequest request = task.request();
    return new Order(
        request.agent(),
        request.model(),
        session,
        task.memory().prompt(prompt),
        new Order.Place(worktrees.path(request.work()), task.memory().files(session.id())),
        new Order.Bounds(request.timeout(), task.allowance().turn().microUsd()));
  }

  private Listening listening(Task task, Order order, @Nullable String session) {
    AgentProvider provider = task.provider();
    return new Listening(
        provider.reader(order),
        provider.capabilities().can(Feature.STRUCTURED),
        provider.name().equals(AgentChoice.COMMAND) ? Supervision.NONE : supervision,
        (shown, used) -> task.note(shown == null ? session : shown, used),
        task.log());
  }

  private Ended run(Task task, Order order, Listening listening) throws IOException {
    Invocation invocation = task.provider().invocation(order);
    return supervisor.run(
        new Launch(
            task.request().work(),
            invocation.arguments(),
            order.place().worktree(),
            environment(task, invocation),
            invocation.promptOnInput() ? order.prompt().text() : "",
            order.bounds().timeout(),
            listening.output(),
            listening.errors(),
            listening));
  }

  private Map<String, String> environment(Task task, Invocation invocation) {
    TurnRequest request = task.request();
    Work work = request.work();
    String command = request.agent().command();
    Map<String, String> inherited =
        command == null
            ? surroundings.ofProgram(task.provider().variables())
            : surroundings.ofAgent(command);
    Conflict conflict = request.brief().conflict();
    String unit = conflict == null ? AgentEnvironment.unit(work) : conflict.unit();
    return ImmutableMap.<String, String>builder()
        .putAll(
            AgentEnvironment.of(
                Maps.filterKeys(inherited, name -> !invocation.withheld().contains(name)),
                work,
                unit,
                request.role(),
                request.iteration(),
                layout.io(work),
                worktrees.environment(work)))
        .putAll(invocation.environment())
        .putAll(TurnLimit.variables(task.allowance()))
        .buildKeepingLast();
  }

  /** A program that takes its session's id need not show it; one that never began has none. */
  private static @Nullable String session(
      AgentProvider provider, Order order, Reading reading, @Nullable String shown) {
    boolean named = provider.capabilities().can(Feature.SESSION_NAMED);
    return shown == null && named && reading.over() && reading.fault() == null
        ? order.session().id()
        : shown;
  }
}
