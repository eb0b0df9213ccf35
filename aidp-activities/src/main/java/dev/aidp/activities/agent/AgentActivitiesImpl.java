package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import dev.aidp.activities.agent.TurnMemory.Begun;
import dev.aidp.activities.agent.provider.Providers;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Heartbeat;
import dev.aidp.activities.process.OrphanReaper;
import dev.aidp.activities.process.Reserve;
import dev.aidp.activities.process.UnitLog;
import dev.aidp.activities.secret.InheritedEnvironment;
import dev.aidp.activities.secret.Secrets;
import dev.aidp.activities.spending.Allowance;
import dev.aidp.activities.spending.Spending;
import dev.aidp.activities.worktree.Preparation;
import dev.aidp.activity.StepInfo;
import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.Handoff;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import dev.aidp.provider.AgentProvider;
import dev.aidp.provider.AgentTurn;
import dev.aidp.provider.Capabilities.Feature;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Work;
import dev.aidp.text.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs the turns of agents, in the worktrees of this repository. Safe for use by many threads. */
public final class AgentActivitiesImpl implements AgentActivities {

  /** What an interrupted agent had said last, in characters. */
  private static final int SAID_CHARS = 4_000;

  /** Enough of a command, in characters, to know it. */
  private static final int SHOWN = 80;

  private final Layout layout;
  private final Worktrees worktrees;
  private final ArtifactStore store;
  private final Providers providers;
  private final Spending spending;
  private final OrphanReaper leftovers;
  private final Preparing preparing;
  private final Secrets secrets;
  private final PromptContextLoader briefing;
  private final AgentLauncher calling;
  private final TurnResultBuilder settling;
  private final MainCheckout mainCheckout;
  private final Reserve reserve;

  /** Makes it; the clock says when limits end, in the machine's zone. */
  public AgentActivitiesImpl(
      Layout layout,
      Worktrees worktrees,
      ArtifactStore store,
      PlannedWork plans,
      Providers providers,
      Supervision supervision,
      Clock clock,
      InheritedEnvironment surroundings,
      Spending spending,
      Preparation preparation) {
    this.layout = layout;
    this.worktrees = worktrees;
    this.store = store;
    this.providers = providers.with(CommandProvider.BOTH);
    this.spending = spending;
    preparing = new Preparing(layout, worktrees, surroundings, preparation);
    secrets = surroundings.secrets();
    leftovers = new OrphanReaper(layout.processes());
    reserve = new Reserve(layout.reserve());
    briefing =
        new PromptContextLoader(
            layout, worktrees, store, plans, preparation.settings().styleGuide());
    calling =
        new AgentLauncher(layout, worktrees, surroundings, supervision, preparation.supervisor());
    mainCheckout = new MainCheckout(layout, MainCheckout.PATIENCE);
    settling =
        new TurnResultBuilder(worktrees, store, secrets, clock, supervision.silence(), spending);
  }

  @Override
  public TurnResult turn(TurnRequest asked) {
    Work work = asked.work();
    AgentProvider provider = provider(asked.asked().agent());
    TurnMemory memory = new TurnMemory(layout.sessions(work.run()).resolve(work.unit()));
    String turn = StepInfo.current().key() + " " + identity(asked);
    leftovers.end(work);
    TurnRequest request =
        asked.withArtifacts(
            new TurnRequest.Artifacts(briefing.inputs(asked), asked.artifacts().outputs()));
    UnitLog.show(layout.logs(work.run(), work.unit()));
    try (UnitLog log = UnitLog.open(layout.logs(work.run(), work.unit()), secrets)) {
      TurnResult paid =
          StepInfo.current().attempt() > 1 ? memory.finished(turn).orElse(null) : null;
      if (paid != null) {
        Heartbeat.during(() -> worktrees.restore(work, paid.state()));
        log.header("turn had ended before aidp was interrupted: its result is taken");
        return spending.paid(request, paid);
      }
      TurnResult left = unrecorded(request, memory, turn);
      if (left != null) {
        log.header("turn had ended before aidp was interrupted: what it left is taken");
        return spending.paid(request, left);
      }
      reserve.hold();
      Spending.Cut cut =
          asked.asked().agent().command() == null
              ? CutTurn.of(turn, provider, memory)
              : CutTurn.of(new InputsAndOutputs(layout.io(work), store));
      return spending.during(
          request, cut, allowance -> begin(request, provider, memory, turn, allowance, log));
    } catch (IOException | UncheckedIOException e) {
      throw unkept(work, e);
    }
  }

  /** Returns the result of a turn that ended well and could not be recorded then, or null. */
  private @Nullable TurnResult unrecorded(TurnRequest request, TurnMemory memory, String turn)
      throws IOException {
    TurnResult left =
        StepInfo.current().attempt() > 1 ? memory.unrecorded(turn).orElse(null) : null;
    if (left == null || !worktrees.stands(request.work())) {
      return null;
    }
    InputsAndOutputs files = new InputsAndOutputs(layout.io(request.work()), store);
    TurnResult result = settling.later(request, files, memory, left);
    memory.finish(new TurnMemory.Finished(turn, result));
    return result;
  }

  private TurnResult begin(
      TurnRequest request,
      AgentProvider provider,
      TurnMemory memory,
      String turn,
      Allowance.Granted allowance,
      UnitLog log) {
    Work work = request.work();
    try {
      Begun begun = memory.interrupted(turn).orElse(null);
      Optional<Interrupted> left =
          begun == null ? Optional.empty() : Optional.of(left(request, begun.session()));
      InputsAndOutputs files = new InputsAndOutputs(layout.io(work), store);
      files.layOut(request.artifacts().inputs(), request.iteration());
      preparing.before(request, log);
      Heartbeat.during(
          () ->
              worktrees.begin(
                  work, request.state(), StepInfo.current().key(), request.brief().conflict()));
      TurnResult result =
          run(new TurnAttempt(request, provider, memory, turn, allowance, left, files, log));
      if (result.failure() == null && request.asked().agent().command() == null) {
        memory.finish(new TurnMemory.Finished(turn, result));
      } else {
        memory.end();
      }
      return result;
    } catch (IOException e) {
      throw unkept(work, e);
    }
  }

  private static UnusableException unkept(Work work, Exception e) {
    Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
    return UnusableException.ofStorage(
        "The turn of %s cannot be kept on disk".formatted(work.unit()), cause);
  }

  private AgentProvider provider(AgentChoice agent) {
    AgentProvider provider = providers.named(agent.provider());
    if (provider == null) {
      throw new UnusableException(
          "This process has no agent %s; it knows %s."
              .formatted(agent.provider(), String.join(", ", providers.names())),
          "Go on with the run in the application that has that agent.");
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

  private Interrupted left(TurnRequest request, @Nullable String session) {
    Work work = request.work();
    String said = UnitLog.lastPart(layout.logs(work.run(), work.unit()), SAID_CHARS);
    if (!worktrees.stands(work)) {
      return new Interrupted(session, said, "", ImmutableList.of());
    }
    String from = request.state().tree();
    String tree = Heartbeat.during(() -> worktrees.tree(work));
    return new Interrupted(session, said, tree, worktrees.changed(from, tree));
  }

  private TurnResult run(TurnAttempt task) throws IOException {
    TurnRequest request = task.request();
    String asked = prompt(task, request);
    String left = task.left().map(Interrupted::session).orElse(null);
    String session = left != null ? left : request.asked().session();
    boolean resumes = task.provider().capabilities().can(Feature.RESUMES);
    if (session != null && resumes && knows(task, session)) {
      String prompt = left != null ? Interrupted.goingOn(asked) : asked;
      TurnResult result = call(task, new AgentTurn.Session(session, true), prompt);
      if (result != null) {
        return result;
      }
    }
    String anew = session != null && resumes ? prompt(task, handedOver(request)) : asked;
    String prompt = task.left().map(l -> l.toAnother(asked, request.state().tree())).orElse(anew);
    AgentTurn.Session fresh = new AgentTurn.Session(UUID.randomUUID().toString(), false);
    return Objects.requireNonNull(call(task, fresh, prompt));
  }

  private String prompt(TurnAttempt task, TurnRequest request) {
    return secrets.masked(PromptWriter.write(briefing.facts(request, task.allowance())));
  }

  /** Code of an application says itself what it does not know, and may keep it for all hosts. */
  private static boolean knows(TurnAttempt task, String session) {
    return task.provider() instanceof AgentInProcess || task.memory().knows(session);
  }

  /** A new session knows nothing of what the one before it has done. */
  private static TurnRequest handedOver(TurnRequest request) {
    if (request.brief().handover() != null) {
      return request;
    }
    String agent = request.asked().agent().shown();
    Handoff handover = new Handoff(agent, null, request.state().head(), "");
    return request.withBrief(request.brief().withHandover(handover));
  }

  /** Calls the program; returns null if it does not know the session. */
  private @Nullable TurnResult call(TurnAttempt task, AgentTurn.Session session, String prompt)
      throws IOException {
    TurnRequest request = task.request();
    String ref = store.put(prompt);
    task.log()
        .header(
            "%s, iteration %d, attempt %d%s"
                .formatted(
                    isStep(request)
                        ? "command " + Excerpt.start(request.asked().agent().shown(), SHOWN)
                        : request.role().wireName() + " turn",
                    request.iteration(),
                    request.work().attempt(),
                    session.resumes() ? ", going on with session " + session.id() : ""));
    MainCheckout.Look before = mainCheckout.look();
    try (AgentInvocation call = calling.perform(task, session, prompt)) {
      if (call.lostSession()) {
        task.log().header("turn: the session is not known any more; a new one follows");
        return null;
      }
      reserve.release();
      TurnResult result = settling.result(task, call, ref).finding(mainCheckout.since(before));
      task.log()
          .header(
              "turn ended after %d s: %s"
                  .formatted(call.ended().took().toSeconds(), outcome(request, result)));
      return result;
    }
  }

  private static boolean isStep(TurnRequest request) {
    return request.asked().agent().provider().equals(AgentChoice.STEP);
  }

  private static String outcome(TurnRequest request, TurnResult result) {
    Failure failure = result.failure();
    if (failure != null) {
      return failure.kind().wireName() + ", " + failure.message();
    }
    if (isStep(request)) {
      return "exit 0";
    }
    return result.saysComplete() ? "says that it is complete" : "says no STATUS: COMPLETE";
  }
}
