package dev.aidp.workflows.workloop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import dev.aidp.agent.TaskNote;
import dev.aidp.agent.TurnFindings;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.Artifact;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.git.TreeState;
import dev.aidp.plan.PlanNode;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Check;
import dev.aidp.run.Claims;
import dev.aidp.run.Instruction;
import dev.aidp.run.Limits;
import dev.aidp.run.Priority;
import dev.aidp.run.RunSettings;
import dev.aidp.run.UnitAction;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.workflow.Step;
import dev.aidp.workflows.script.Samples;
import dev.aidp.workflows.script.ScriptedContext;
import dev.aidp.workflows.script.World;
import dev.aidp.workloop.LoopPhase;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.WorkLoopRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** One life of a loop, drawn from a seed: what its agent, its checks and people do to it. */
final class GeneratedLoop {

  private static final List<FailureKind> FAILURES =
      List.of(
          FailureKind.TRANSIENT,
          FailureKind.TRANSIENT,
          FailureKind.TIMEOUT,
          FailureKind.RATE_LIMITED,
          FailureKind.PERMANENT);

  /** From then on all goes well, so that there is an end. */
  private static final int TROUBLED_TURNS = 60;

  /** A turn that was taken. */
  private record Taken(TurnRequest asked, TurnResult result) {}

  private final Random random;
  private final World world = new World();
  private final ScriptedContext context;
  private final WorkLoopWorkflowImpl loop;
  private final RunSettings settings;
  private final PlanNode node;
  private final boolean flaky;
  private final List<Taken> taken = new ArrayList<>();
  private final Map<String, CheckReport> clean = new HashMap<>();
  private final Set<String> told = new LinkedHashSet<>();
  private final Set<Integer> open = new LinkedHashSet<>();
  private int filed;
  private boolean cancelled;
  private int stoodStill = -1;

  GeneratedLoop(long seed) {
    random = new Random(seed);
    context = new ScriptedContext("f/a", world, random);
    loop = new WorkLoopWorkflowImpl(context);
    flaky = one(4);
    settings = settings();
    List<String> outputs = one(4) ? List.of("schema") : List.of();
    PlanNode.Rules rules =
        PlanNode.Rules.DEFAULT.withAllowNoChange(one(5)).withSeparateChecks(one(3));
    node = new PlanNode("a", List.of(), Step.Weight.STANDARD, rules, outputs, List.of(), List.of());
    world.agent("a", this::turn).checking(this::checks);
  }

  private Limits.Retries retries() {
    Limits.Retries retries = Limits.Retries.of(random.nextInt(3));
    for (FailureKind kind : Limits.Retries.CLASSES) {
      retries = one(3) ? retries.with(kind, random.nextInt(4)) : retries;
    }
    return retries;
  }

  private RunSettings settings() {
    Limits limits =
        Limits.defaults().withMaxIterations(1 + random.nextInt(9)).withFurther(retries());
    List<Check> checks =
        Stream.of("unit", "lint").limit(random.nextInt(3)).map(n -> new Check(n, n)).toList();
    return Samples.settings()
        .withLimits(limits)
        .withChecks(checks)
        .withClaims(one(3) ? Claims.DENY : Claims.WARN)
        .withUnits(
            ImmutableMap.of(
                "gen",
                UnitAction.run("make gen"),
                "wait",
                UnitAction.until(
                    "./there",
                    new UnitAction.Poll(Duration.ofMinutes(1), 2, Duration.ofMinutes(9)))));
  }

  /** Lives it, and returns how it ended. */
  String live() {
    UnitResult result = loop.run(WorkLoopRequest.resolved(Samples.unit(node, settings)));

    assertThat(loop.status().phase()).isEqualTo(LoopPhase.DONE);
    withinLimits(result);
    heardOnce(result);
    boolean done = result.report().state() == UnitState.COMPLETED;
    if (done) {
      proven();
    } else {
      assertThat(world.branches).isEmpty();
    }
    assertThat(result.cancelled()).isEqualTo(cancelled && !done);
    return done ? "completed" : result.cancelled() ? "cancelled" : "failed";
  }

  private void proven() {
    Taken last = taken.get(taken.size() - 1);
    TurnResult turn = last.result();
    String tree = turn.state().tree();
    assertThat(world.branches).containsExactly(Map.entry("b/a", "#" + tree));
    assertThat(turn.failure()).isNull();
    assertThat(turn.saysComplete()).isTrue();
    assertThat(turn.findings().faults()).isEmpty();
    assertThat(open).isEmpty();
    assertThat(turn.outputs()).extracting(Artifact::name).containsAll(node.outputs());
    assertThat(node.rules().allowNoChange() || !tree.equals("base")).as("changed").isTrue();
    if (!settings.checks().isEmpty()) {
      assertThat(clean).containsKey(tree);
      assertThat(clean.get(tree).results())
          .extracting(CheckResult::name)
          .containsExactlyElementsOf(settings.checks().stream().map(Check::name).toList());
      assertThat(clean.get(tree).results()).allMatch(CheckResult::passed);
    }
  }

  private void withinLimits(UnitResult result) {
    Map<String, Integer> repeated = new HashMap<>();
    Set<Integer> attempts = new LinkedHashSet<>();
    Limits.Retries retries = settings.limits().further();
    for (Taken each : taken) {
      int attempt = each.asked().work().attempt();
      assertThat(each.asked().iteration()).isBetween(1, settings.limits().maxIterations());
      attempts.add(attempt);
      if (kind(each) != FailureKind.RATE_LIMITED) {
        repeated.merge(attempt + "/" + each.asked().iteration(), 1, Integer::sum);
      }
    }
    assertThat(repeated.values()).allMatch(times -> times <= 4);
    int most = retries.retries() + retries.retriesAfter().values().stream().mapToInt(n -> n).sum();
    assertThat(attempts.size()).isBetween(0, most + 1);
    attemptsByClass(retries, result);
    assertThat(result.report().tries().iterations()).isLessThanOrEqualTo(most());
  }

  /** No class has more than its number, and who has failed has used that of its last class up. */
  private void attemptsByClass(Limits.Retries retries, UnitResult result) {
    Map<Integer, FailureKind> ends = new LinkedHashMap<>();
    taken.forEach(each -> ends.put(each.asked().work().attempt(), kind(each)));
    ends.values().removeIf(kind -> !Limits.Retries.CLASSES.contains(kind));
    for (FailureKind kind : ends.values()) {
      long alike =
          ends.values().stream()
              .filter(each -> retries.apart(kind) ? each == kind : !retries.apart(each))
              .count();
      assertThat(alike).isBetween(1L, retries.after(kind) + 1L);
    }
    Failure error = result.report().error();
    if (error != null && error.kind() != FailureKind.CANCELLED) {
      UnitReport.Tries tries = result.report().tries();
      assertThat(tries.maxAttempts()).isIn(null, tries.attempts());
    }
  }

  private int most() {
    return settings.limits().maxIterations();
  }

  private static FailureKind kind(Taken taken) {
    Failure failure = taken.result().failure();
    return failure == null ? null : failure.kind();
  }

  /** In the prompt of exactly one turn whose work counts, or in exactly one warning. */
  private void heardOnce(UnitResult result) {
    for (String text : told) {
      long turns =
          taken.stream()
              .filter(each -> each.result().failure() == null)
              .flatMap(each -> each.asked().brief().instructions().stream())
              .filter(each -> each.text().equals(text))
              .count();
      long warnings =
          result.report().warnings().stream().filter(each -> each.contains(text)).count();
      assertThat(turns + warnings).as("ends of '%s'", text).isEqualTo(1);
    }
  }

  private TurnResult turn(TurnRequest asked) {
    assertThat(loop.status().paused() && !cancelled).as("a turn begins while paused").isFalse();
    people();
    if (asked.asked().agent().provider().equals(AgentChoice.STEP)) {
      return chosen(asked);
    }
    TurnResult result =
        taken.size() >= TROUBLED_TURNS
            ? world.works(asked).withTexts(texts(allDone(), null))
            : troubled(asked);
    taken.add(new Taken(asked, result));
    return result;
  }

  private TurnResult troubled(TurnRequest asked) {
    if (one(6)) {
      return TurnResult.failed(
          asked.state(), Failure.of(FAILURES.get(random.nextInt(FAILURES.size())), "drawn"));
    }
    TreeState state =
        switch (random.nextInt(6)) {
          case 0 -> asked.state();
          case 1 -> new TreeState("base", "#base");
          default -> World.with(asked.state(), "x" + random.nextInt(4));
        };
    TurnFindings found =
        new TurnFindings(
            one(8) ? List.of("a pipe") : List.of(), one(8) ? List.of("careful") : List.of());
    TurnResult all = world.works(asked);
    TurnResult.Texts texts =
        texts(notes(), one(8) ? List.of("gen", "wait", "none").get(random.nextInt(3)) : null);
    return new TurnResult(state, !one(3), texts, one(5) ? List.of() : all.outputs(), null)
        .finding(found);
  }

  /** What it has chosen to have done may fail, and may change something. */
  private TurnResult chosen(TurnRequest asked) {
    return one(3)
        ? TurnResult.failed(asked.state(), Failure.of(FailureKind.PERMANENT, "exit code 1"))
        : new TurnResult(
            one(2) ? asked.state() : World.with(asked.state(), "gen"),
            true,
            texts(List.of(), null),
            List.of(),
            null);
  }

  private static TurnResult.Texts texts(List<TaskNote> notes, String next) {
    return new TurnResult.Texts("reply", "tail", null, null, notes, null, next);
  }

  private List<TaskNote> allDone() {
    List<TaskNote> done = open.stream().map(task -> new TaskNote(task, TaskNote.DONE)).toList();
    open.clear();
    return done;
  }

  /** What is noted counts, as the turn does. */
  private List<TaskNote> notes() {
    if (one(8)) {
      open.add(++filed);
      return List.of(new TaskNote(null, "task " + filed));
    }
    List<TaskNote> done =
        open.stream().filter(task -> !one(3)).map(task -> new TaskNote(task, "done")).toList();
    done.forEach(note -> open.remove(note.task()));
    return done;
  }

  private CheckReport checks(ChecksRequest request) {
    boolean well = taken.size() >= TROUBLED_TURNS;
    String tree = request.state().tree();
    Random luck = flaky ? random : new Random(tree.hashCode() * 31L + request.where().ordinal());
    luck.nextInt();
    List<CheckResult> results =
        settings.checks().stream()
            .map(check -> result(check.name(), well || luck.nextInt(3) != 0))
            .toList();
    List<String> outside = !well && luck.nextInt(8) == 0 ? List.of("other.txt") : List.of();
    CheckReport report = new CheckReport(results, outside);
    if (request.where().clean()) {
      clean.put(tree, report);
    }
    return report;
  }

  private static CheckResult result(String name, boolean passed) {
    return new CheckResult(name, passed, passed ? 0 : 1, passed ? "" : "red", "ref", 1);
  }

  private void people() {
    while (one(3)) {
      say();
    }
    if (one(5)) {
      loop.pause();
      int sayings = random.nextInt(3);
      context.whenIdle(this::standsStill);
      for (int i = 0; i < sayings; i++) {
        context.whenIdle(this::sayWhilePaused);
        context.whenIdle(this::standsStill);
      }
      context.whenIdle(this::goOn);
    }
    if (one(60)) {
      cancel();
    }
  }

  private void sayWhilePaused() {
    standsStill();
    if (one(20)) {
      cancel();
    } else {
      say();
    }
  }

  private void cancel() {
    cancelled = true;
    loop.cancel();
  }

  private void goOn() {
    standsStill();
    stoodStill = -1;
    loop.resume();
  }

  /** A run that is paused takes no step. */
  private void standsStill() {
    if (loop.status().paused() && !cancelled) {
      int steps = context.keys().size();
      assertThat(stoodStill).as("steps before").isIn(-1, steps);
      stoodStill = steps;
    }
  }

  private void say() {
    String id = "i" + random.nextInt(30);
    String text = one(10) ? " " : "word %d of %s.".formatted(random.nextInt(100), id);
    boolean known =
        told.stream().anyMatch(each -> each.endsWith(" of " + id + ".")) || text.isBlank();
    if (!known) {
      told.add(text);
    }
    Priority[] priorities = Priority.values();
    loop.injectInstruction(
        new Instruction(id, text, priorities[random.nextInt(priorities.length)], null));
  }

  private boolean one(int of) {
    return random.nextInt(of) == 0;
  }
}
