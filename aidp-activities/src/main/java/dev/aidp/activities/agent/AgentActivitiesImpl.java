package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.hash.Hashing;
import dev.aidp.activities.agent.TurnMemory.Begun;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Ended;
import dev.aidp.activities.process.Launch;
import dev.aidp.activities.process.Leftovers;
import dev.aidp.activities.process.PlainText;
import dev.aidp.activities.process.Pulse;
import dev.aidp.activities.process.Supervisor;
import dev.aidp.activities.process.UnitLog;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.activities.secret.Surroundings;
import dev.aidp.activities.spending.Allowance;
import dev.aidp.activities.spending.Spending;
import dev.aidp.activity.StepInfo;
import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.Handover;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import dev.aidp.git.Conflict;
import dev.aidp.git.TreeState;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.Capabilities.Feature;
import dev.aidp.provider.Invocation;
import dev.aidp.provider.Order;
import dev.aidp.provider.Reading;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Check;
import dev.aidp.run.Defaults;
import dev.aidp.run.Role;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs the turns of agents, in the worktrees of this repository. Safe for use by many threads. */
public final class AgentActivitiesImpl implements AgentActivities {

  /**
   * The end of an output that a failure is classed by, in characters: what came long before is not
   * the reason.
   */
  private static final int REASON_CHARS = 8_192;

  /** What an interrupted agent had said last, in characters. */
  private static final int SAID_CHARS = 4_000;

  private final Layout layout;
  private final Worktrees worktrees;
  private final ArtifactStore store;
  private final PlannedWork plans;
  private final Providers providers;
  private final Supervision supervision;
  private final Spending spending;
  private final Clock clock;
  private final Supervisor supervisor;
  private final Leftovers leftovers;
  private final Surroundings surroundings;
  private final Secrets secrets;

  /** Makes it; the clock says when limits end, in the machine's zone. */
  public AgentActivitiesImpl(
      Layout layout,
      Worktrees worktrees,
      ArtifactStore store,
      PlannedWork plans,
      Providers providers,
      Supervision supervision,
      Clock clock,
      Surroundings surroundings,
      Spending spending) {
    this.layout = layout;
    this.worktrees = worktrees;
    this.store = store;
    this.plans = plans;
    this.providers = providers.with(ImmutableList.of(new CommandProvider()));
    this.supervision = supervision;
    this.clock = clock;
    this.surroundings = surroundings;
    this.spending = spending;
    secrets = surroundings.secrets();
    supervisor = new Supervisor(layout.processes(), secrets);
    leftovers = new Leftovers(layout.processes());
  }

  @Override
  public TurnResult turn(TurnRequest asked) {
    Work work = asked.work();
    AgentProvider provider = provider(asked.agent());
    TurnMemory memory = new TurnMemory(layout.sessions(work.run()).resolve(work.unit()));
    String turn = StepInfo.current().key() + " " + identity(asked);
    leftovers.end(work);
    TurnRequest request = asked.withInputs(ConflictDiffs.inputs(layout, store, asked));
    try (UnitLog log = UnitLog.open(layout.logs(work.run(), work.unit()), secrets)) {
      TurnResult paid =
          StepInfo.current().attempt() > 1 ? memory.finished(turn).orElse(null) : null;
      if (paid != null) {
        Pulse.during(() -> worktrees.restore(work, paid.state()));
        log.header("turn had ended before aidp was interrupted: its result is taken");
        return spending.paid(request, paid);
      }
      return spending.during(request, allowance -> begin(request, memory, turn, allowance, log));
    } catch (IOException e) {
      throw unkept(work, e);
    }
  }

  private TurnResult begin(
      TurnRequest request,
      TurnMemory memory,
      String turn,
      Allowance.Granted allowance,
      UnitLog log) {
    Work work = request.work();
    AgentProvider provider = provider(request.agent());
    try {
      Begun begun = memory.interrupted(turn).orElse(null);
      Optional<Left> left =
          begun == null ? Optional.empty() : Optional.of(left(request, begun.session()));
      InputsAndOutputs files = new InputsAndOutputs(layout.io(work), store);
      files.layOut(request.inputs(), request.iteration());
      Pulse.during(() -> worktrees.begin(work, request.state(), StepInfo.current().key()));
      TurnResult result =
          run(new Task(request, provider, memory, turn, allowance, left, files, log));
      if (result.failure() == null && !provider.name().equals(AgentChoice.COMMAND)) {
        memory.finish(new TurnMemory.Finished(turn, result));
      } else {
        memory.end();
      }
      return result;
    } catch (IOException e) {
      throw unkept(work, e);
    }
  }

  private static UnusableException unkept(Work work, IOException e) {
    return new UnusableException(
        "The turn of %s cannot be kept on disk: %s.".formatted(work.unit(), e.getMessage()),
        "Make room on the disk that holds .aidp, then give the same command again.",
        e);
  }

  /**
   * A turn to be taken.
   *
   * @param request what it is
   * @param provider who takes it
   * @param memory what is kept of the unit's turns
   * @param turn what tells it from all others
   * @param allowance what it may spend
   * @param left what an earlier start of it has left, if there was one
   * @param files the agent's inputs and outputs
   * @param log where people follow it
   */
  private record Task(
      TurnRequest request,
      AgentProvider provider,
      TurnMemory memory,
      String turn,
      Allowance.Granted allowance,
      Optional<Left> left,
      InputsAndOutputs files,
      UnitLog log) {}

  /**
   * What a turn that was interrupted has left.
   *
   * @param session its session, or null if it was not known yet
   * @param said what the agent had said last
   * @param tree what it had made of the worktree, or empty
   * @param files what differs there from where it began
   */
  private record Left(@Nullable String session, String said, String tree, List<String> files) {}

  private AgentProvider provider(AgentChoice agent) {
    AgentProvider provider = providers.named(agent.provider());
    if (provider == null) {
      throw impossible(
          "There is no agent %s; known are %s."
              .formatted(agent.provider(), String.join(", ", providers.names())));
    }
    if (!provider.capabilities().permissions().contains(agent.permission())) {
      throw impossible(
          "The agent %s cannot be held to the permission %s; set agents.%s.permission to another."
              .formatted(agent.provider(), agent.permission().wireName(), agent.provider()));
    }
    return provider;
  }

  private static StepFailedException impossible(String message) {
    return new StepFailedException(Failure.of(FailureKind.PERMANENT, message));
  }

  private static String identity(TurnRequest request) {
    return Hashing.sha256().hashString(request.toString(), StandardCharsets.UTF_8).toString();
  }

  private Left left(TurnRequest request, @Nullable String session) {
    Work work = request.work();
    String said = UnitLog.lastPart(layout.logs(work.run(), work.unit()), SAID_CHARS);
    if (!worktrees.stands(work)) {
      return new Left(session, said, "", ImmutableList.of());
    }
    String from = request.state().tree();
    String tree = Pulse.during(() -> worktrees.tree(work));
    return new Left(session, said, tree, worktrees.changed(from, tree));
  }

  private TurnResult run(Task task) throws IOException {
    TurnRequest request = task.request();
    String asked = secrets.masked(PromptWriter.write(facts(request, task.allowance())));
    String left = task.left().map(Left::session).orElse(null);
    boolean resumes = task.provider().capabilities().can(Feature.RESUMES);
    String session = left != null ? left : request.session();
    if (session != null && resumes) {
      String prompt = left != null ? Interrupted.goingOn(asked) : asked;
      TurnResult result = call(task, new Order.Session(session, true), prompt);
      if (result != null) {
        return result;
      }
    }
    String prompt = task.left().map(l -> handover(request, l, asked)).orElse(asked);
    Order.Session fresh = new Order.Session(UUID.randomUUID().toString(), false);
    return Objects.requireNonNull(call(task, fresh, prompt));
  }

  private static String handover(TurnRequest request, Left left, String prompt) {
    return Interrupted.toAnother(
        prompt, left.said(), request.state().tree(), left.tree(), left.files());
  }

  /** Calls the program; returns null if it does not know the session. */
  private @Nullable TurnResult call(Task task, Order.Session session, String prompt)
      throws IOException {
    TurnRequest request = task.request();
    String ref = store.put(prompt);
    task.log()
        .header(
            "%s turn, iteration %d, attempt %d%s"
                .formatted(
                    request.role().wireName(),
                    request.iteration(),
                    request.work().attempt(),
                    session.resumes() ? ", going on with session " + session.id() : ""));
    try (Call call = perform(task, order(task, session, prompt))) {
      if (call.lostSession()) {
        task.log().header("turn: the session is not known any more; a new one follows");
        return null;
      }
      TurnResult result = result(task, call, ref);
      task.log()
          .header(
              "turn ended after %d s: %s"
                  .formatted(call.ended().took().toSeconds(), outcome(result)));
      return result;
    }
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

  private Call perform(Task task, Order order) throws IOException {
    AgentProvider provider = task.provider();
    boolean named = provider.capabilities().can(Feature.SESSION_NAMED) || order.session().resumes();
    note(task, named ? order.session().id() : null);
    Listening listening =
        new Listening(
            provider.reader(order),
            provider.capabilities().can(Feature.STRUCTURED),
            provider.name().equals(AgentChoice.COMMAND) ? Supervision.NONE : supervision,
            known -> note(task, known),
            task.log());
    Invocation invocation = provider.invocation(order);
    Ended ended =
        supervisor.run(
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

  private static void note(Task task, @Nullable String session) {
    if (task.request().agent().command() != null) {
      return; // of a command nothing is known that could be gone on with
    }
    try {
      task.memory().begin(new Begun(task.turn(), task.provider().name(), session));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program that takes its session's id need not show it; one that never began has none. */
  private static @Nullable String session(
      AgentProvider provider, Order order, Reading reading, @Nullable String shown) {
    boolean named = provider.capabilities().can(Feature.SESSION_NAMED);
    return shown == null && named && reading.over() && reading.fault() == null
        ? order.session().id()
        : shown;
  }

  private TurnResult result(Task task, Call call, String prompt) throws IOException {
    TurnRequest request = task.request();
    Work work = request.work();
    String reply = reply(call);
    String said = call.reading().reply();
    String tail =
        secrets.masked(said == null ? call.ended().output().tail(Defaults.INLINE_TEXT) : end(said));
    Usage usage =
        request.agent().command() == null ? settled(task.memory(), call) : task.files().usage();
    Failure failure = call.failure(clock, supervision.silence());
    if (failure == null && !worktrees.stands(work)) {
      failure = Failure.of(FailureKind.TRANSIENT, "The agent has removed its own worktree.");
    }
    if (failure != null) {
      task.files().layOut(request.inputs(), request.iteration());
      Pulse.during(() -> worktrees.undo(work, request.state(), StepInfo.current().key()));
      return new TurnResult(
          request.state(),
          false,
          reply,
          tail,
          ImmutableList.of(),
          failure,
          usage,
          call.session(),
          prompt);
    }
    List<Artifact> outputs =
        task.files().collect(work.unit(), request.outputs(), request.iteration());
    TreeState state = Pulse.during(() -> worktrees.record(work));
    return new TurnResult(
        state, call.complete(), reply, tail, outputs, null, usage, call.session(), prompt);
  }

  /** The reply is stored; so is all that the program wrote, where that is something else. */
  private String reply(Call call) throws IOException {
    String stream;
    try (InputStream bytes = call.ended().output().open()) {
      stream = store.put(bytes);
    }
    String reply = call.reading().reply();
    return reply == null ? stream : store.put(secrets.masked(reply));
  }

  private static String end(String text) {
    int from = Math.max(0, text.length() - Defaults.INLINE_TEXT);
    return PlainText.of(text.substring(PlainText.start(text, from)));
  }

  private static Usage settled(TurnMemory memory, Call call) throws IOException {
    String session = call.session();
    if (session == null || !call.provider().capabilities().can(Feature.RUNNING_TOTALS)) {
      return call.reading().usage();
    }
    Usage used = call.usage(memory.total(session));
    if (call.reading().over()) {
      memory.total(session, call.reading().usage());
    }
    return used;
  }

  private static String outcome(TurnResult result) {
    Failure failure = result.failure();
    if (failure != null) {
      return failure.kind().wireName() + ", " + failure.message();
    }
    return result.saysComplete() ? "says that it is complete" : "goes on";
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

  private PromptFacts facts(TurnRequest request, Allowance.Granted allowance) {
    Work work = request.work();
    String plan = request.brief().text();
    boolean unitOfPlan = request.role() == Role.CODER;
    List<Check> checks = unitOfPlan ? plans.checks(plan, work.unit()) : ImmutableList.of();
    List<String> claims = unitOfPlan ? plans.claims(plan, work.unit()) : ImmutableList.of();
    return new PromptFacts(
        request,
        tasks(request),
        checks,
        claims,
        layout.io(work).toString(),
        diff(request),
        ConflictDiffs.shown(store, request.inputs()),
        TurnLimit.text(allowance));
  }

  private String diff(TurnRequest request) {
    Handover handover = request.brief().handover();
    return handover == null
        ? ""
        : worktrees.patch(handover.start(), request.state().tree()).orElse("(too large to show)");
  }

  private ImmutableMap<String, String> tasks(TurnRequest request) {
    String text = request.brief().text();
    Conflict conflict = request.brief().conflict();
    if (request.role() == Role.PLANNER) {
      return ImmutableMap.of(request.work().unit(), store.text(text));
    }
    if (conflict == null) {
      return ImmutableMap.of(request.work().unit(), plans.task(text, request.work().unit()));
    }
    ImmutableMap.Builder<String, String> tasks = ImmutableMap.builder();
    tasks.put(conflict.unit(), plans.task(text, conflict.unit()));
    conflict.with().forEach(unit -> tasks.put(unit, plans.task(text, unit)));
    return tasks.buildKeepingLast();
  }
}
