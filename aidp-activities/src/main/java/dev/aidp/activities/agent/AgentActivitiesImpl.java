package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activities.git.Worktrees;
import dev.aidp.activities.layout.Layout;
import dev.aidp.activities.process.Ended;
import dev.aidp.activities.process.Launch;
import dev.aidp.activities.process.Leftovers;
import dev.aidp.activities.process.Pulse;
import dev.aidp.activities.process.Secrets;
import dev.aidp.activities.process.Supervisor;
import dev.aidp.activities.process.UnitLog;
import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UnusableException;
import dev.aidp.git.Conflict;
import dev.aidp.git.TreeState;
import dev.aidp.run.Check;
import dev.aidp.run.Defaults;
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the turns of agents that are commands, in the worktrees of this repository. Safe for use by
 * many threads.
 */
public final class AgentActivitiesImpl implements AgentActivities {

  /**
   * The end of an output that a failure is classed by, in characters: what came long before is not
   * the reason.
   */
  private static final int REASON_CHARS = 8_192;

  private final Layout layout;
  private final Worktrees worktrees;
  private final ArtifactStore store;
  private final PlannedWork plans;
  private final Clock clock;
  private final Supervisor supervisor;
  private final Leftovers leftovers;
  private final Secrets secrets = Secrets.ofThisProcess();

  /** Makes it; the clock says when limits end, in the machine's zone. */
  public AgentActivitiesImpl(
      Layout layout, Worktrees worktrees, ArtifactStore store, PlannedWork plans, Clock clock) {
    this.layout = layout;
    this.worktrees = worktrees;
    this.store = store;
    this.plans = plans;
    this.clock = clock;
    supervisor = new Supervisor(layout.processes());
    leftovers = new Leftovers(layout.processes());
  }

  @Override
  public TurnResult turn(TurnRequest request) {
    Work work = request.work();
    leftovers.end(work);
    InputsAndOutputs files = new InputsAndOutputs(layout.io(work), store);
    try (UnitLog log = UnitLog.open(layout.logs(work.run(), work.unit()))) {
      files.layOut(request.inputs(), request.iteration());
      Pulse.during(() -> worktrees.restore(work, request.state()));
      return run(request, files, log);
    } catch (IOException e) {
      throw new UnusableException(
          "The turn of %s cannot be kept on disk: %s.".formatted(work.unit(), e.getMessage()),
          "Make room on the disk that holds .aidp, then give the same command again.",
          e);
    }
  }

  private TurnResult run(TurnRequest request, InputsAndOutputs files, UnitLog log)
      throws IOException {
    log.header(
        "%s turn, iteration %d, attempt %d"
            .formatted(request.role().wireName(), request.iteration(), request.work().attempt()));
    String prompt = PromptWriter.write(facts(request));
    String promptRef = store.put(prompt);
    CompletionMark mark = new CompletionMark();
    UnitLog.Lines output = log.lines("");
    UnitLog.Lines errors = log.lines("! ");
    Launch launch =
        new Launch(
            request.work(),
            request.command(),
            worktrees.path(request.work()),
            environment(request),
            prompt,
            request.timeout(),
            (bytes, offset, length) -> {
              output.take(bytes, offset, length);
              mark.take(bytes, offset, length);
            },
            errors);
    try (Ended ended = supervisor.run(launch)) {
      output.flush();
      errors.flush();
      TurnResult result = result(request, ended, promptRef, mark.found(), files);
      log.header("turn ended after %d s: %s".formatted(ended.took().toSeconds(), outcome(result)));
      return result;
    }
  }

  private TurnResult result(
      TurnRequest request, Ended ended, String prompt, boolean complete, InputsAndOutputs files)
      throws IOException {
    Work work = request.work();
    String reply;
    try (InputStream bytes = ended.output().open()) {
      reply = store.put(bytes);
    }
    String tail = secrets.masked(ended.output().tail(Defaults.INLINE_TEXT));
    Failure failure = failure(request, ended);
    if (failure == null && !worktrees.stands(work)) {
      failure = Failure.of(FailureKind.TRANSIENT, "The agent has removed its own worktree.");
    }
    if (failure != null) {
      files.layOut(request.inputs(), request.iteration());
      Pulse.during(() -> worktrees.restore(work, request.state()));
      return new TurnResult(
          request.state(), false, reply, tail, ImmutableList.of(), failure, prompt);
    }
    List<Artifact> outputs = files.collect(work.unit(), request.outputs(), request.iteration());
    TreeState state = Pulse.during(() -> worktrees.record(work));
    return new TurnResult(state, complete, reply, tail, outputs, null, prompt);
  }

  private @Nullable Failure failure(TurnRequest request, Ended ended) throws IOException {
    Integer exitCode = ended.exitCode();
    if (ended.how() == Ended.How.NOT_STARTED) {
      return FailureClassifier.notStarted(request.command(), ended.problem());
    }
    if (exitCode == null) {
      return FailureClassifier.timedOut(request.timeout());
    }
    if (exitCode == 0) {
      return null;
    }
    return new FailureClassifier(clock.getZone())
        .classify(
            request.command(),
            exitCode,
            secrets.masked(ended.errors().tail(REASON_CHARS)),
            secrets.masked(ended.output().tail(REASON_CHARS)),
            clock.instant());
  }

  private static String outcome(TurnResult result) {
    Failure failure = result.failure();
    if (failure != null) {
      return failure.kind().wireName() + ", " + failure.message();
    }
    return result.saysComplete() ? "says that it is complete" : "goes on";
  }

  private ImmutableMap<String, String> environment(TurnRequest request) {
    Work work = request.work();
    Conflict conflict = request.brief().conflict();
    String unit = conflict == null ? AgentEnvironment.unit(work) : conflict.unit();
    Path artifacts = layout.io(work);
    return ImmutableMap.copyOf(
        AgentEnvironment.of(
            work,
            unit,
            request.role(),
            request.iteration(),
            artifacts,
            worktrees.environment(work)));
  }

  private PromptFacts facts(TurnRequest request) {
    Work work = request.work();
    String plan = request.brief().text();
    boolean unitOfPlan = request.role() == Role.CODER;
    List<Check> checks = unitOfPlan ? plans.checks(plan, work.unit()) : ImmutableList.of();
    List<String> claims = unitOfPlan ? plans.claims(plan, work.unit()) : ImmutableList.of();
    return new PromptFacts(request, tasks(request), checks, claims, layout.io(work).toString());
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
