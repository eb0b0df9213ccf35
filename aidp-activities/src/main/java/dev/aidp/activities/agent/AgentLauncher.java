package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Launch;
import dev.aidp.activities.process.ProcessResult;
import dev.aidp.activities.process.Supervisor;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.agent.TurnRequest;
import dev.aidp.git.Conflict;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.Capabilities.Feature;
import dev.aidp.provider.Invocation;
import dev.aidp.provider.ProviderError;
import dev.aidp.provider.TurnOutput;
import dev.aidp.provider.TurnReader;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the programs of agents in the worktrees of their units, and listens to them. */
final class AgentLauncher {

  /**
   * The end of an output that a failure is classed by, in characters: what came long before is not
   * the reason.
   */
  private static final int REASON_CHARS = 8_192;

  private final Layout layout;
  private final Worktrees worktrees;
  private final InheritedEnvironment surroundings;
  private final Supervision supervision;
  private final Secrets secrets;
  private final Supervisor supervisor;

  AgentLauncher(
      Layout layout,
      Worktrees worktrees,
      InheritedEnvironment surroundings,
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
  AgentInvocation perform(TurnAttempt task, AgentTurn.Session session, String prompt)
      throws IOException {
    AgentProvider provider = task.provider();
    AgentTurn order = order(task, session, prompt);
    boolean named = provider.capabilities().can(Feature.SESSION_NAMED) || session.resumes();
    String id = named ? session.id() : null;
    task.note(id, Usage.NONE);
    TurnReader reader = provider.reader(order);
    OutputListener listening = listening(task, reader, id);
    ProcessResult ended = run(task, order, reader, listening);
    TurnOutput reading = masked(listening.end(ended.exitCode()));
    return new AgentInvocation(
        provider,
        order,
        task.request().asked().agent().shown(),
        ended,
        reading,
        session(provider, order, reading, listening.session()),
        provider.name().equals(AgentChoice.STEP)
            ? new AgentInvocation.Marks(true, null, new NoteLines())
            : listening.marks(reading),
        new AgentInvocation.Said(
            secrets.masked(ended.errors().tail(REASON_CHARS)),
            secrets.masked(
                provider.capabilities().can(Feature.STRUCTURED)
                    ? listening.noise()
                    : ended.output().tail(REASON_CHARS))));
  }

  /** What a program says is masked as it comes; code of this process hands over texts. */
  private TurnOutput masked(TurnOutput reading) {
    ProviderError fault = reading.fault();
    return fault == null
        ? reading
        : new TurnOutput(
            reading.reply(),
            reading.usage(),
            reading.over(),
            new ProviderError(fault.kind(), secrets.masked(fault.message()), fault.retryAt()));
  }

  private AgentTurn order(TurnAttempt task, AgentTurn.Session session, String prompt)
      throws IOException {
    TurnRequest request = task.request();
    return new AgentTurn(
        request.asked().agent(),
        request.asked().model(),
        session,
        task.memory().prompt(prompt),
        new AgentTurn.Place(
            worktrees.path(request.work()),
            task.memory().files(session.id()),
            layout.io(request.work())),
        new AgentTurn.Bounds(request.bounds().timeout(), task.allowance().turn().microUsd()),
        new AgentTurn.Occasion(
            request.work().run(),
            unit(request),
            request.role(),
            request.iteration(),
            request.work().attempt()));
  }

  /** A resolver works for the unit that conflicts. */
  private static String unit(TurnRequest request) {
    Conflict conflict = request.brief().conflict();
    return conflict == null ? AgentEnvironment.unit(request.work()) : conflict.unit();
  }

  private OutputListener listening(TurnAttempt task, TurnReader reader, @Nullable String session) {
    AgentProvider provider = task.provider();
    boolean program =
        task.request().asked().agent().command() == null && !(reader instanceof Launch.Code);
    return new OutputListener(
        reader,
        provider.capabilities().can(Feature.STRUCTURED),
        program ? supervision : Supervision.NONE,
        (shown, used) -> task.note(shown == null ? session : shown, used),
        task.log());
  }

  private ProcessResult run(
      TurnAttempt task, AgentTurn order, TurnReader reader, OutputListener listening) {
    Invocation invocation = task.provider().invocation(order);
    return supervisor.run(
        new Launch(
            task.request().work(),
            reader instanceof Launch.Code code ? code : new Launch.Command(invocation.arguments()),
            order.place().worktree(),
            environment(task, invocation),
            invocation.promptOnInput() ? order.prompt().text() : "",
            order.bounds().timeout(),
            new Launch.Sinks(listening.output(), listening.errors()),
            listening));
  }

  private Map<String, String> environment(TurnAttempt task, Invocation invocation) {
    TurnRequest request = task.request();
    String command = request.asked().agent().command();
    Map<String, String> inherited =
        command == null
            ? surroundings.ofProgram(task.provider().variables())
            : surroundings.ofAgent(command);
    Work work = request.work();
    return ImmutableMap.<String, String>builder()
        .putAll(
            AgentEnvironment.of(
                Maps.filterKeys(inherited, name -> !invocation.withheld().contains(name)),
                work,
                unit(request),
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
      AgentProvider provider, AgentTurn order, TurnOutput reading, @Nullable String shown) {
    boolean named = provider.capabilities().can(Feature.SESSION_NAMED);
    return shown == null && named && reading.over() && reading.fault() == null
        ? order.session().id()
        : shown;
  }
}
