package dev.aidp.workflows.wire;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.aidp.activity.Printed;
import dev.aidp.agent.FiledTask;
import dev.aidp.agent.Handoff;
import dev.aidp.agent.PromptContext;
import dev.aidp.agent.TaskNote;
import dev.aidp.agent.TurnFindings;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.HandOver;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.GuardFindings;
import dev.aidp.command.TestFailure;
import dev.aidp.evidence.CheckRecord;
import dev.aidp.evidence.Evidence;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.evidence.Kept;
import dev.aidp.evidence.MergeClaim;
import dev.aidp.evidence.MergeFacts;
import dev.aidp.evidence.TurnRecord;
import dev.aidp.evidence.UnitClaim;
import dev.aidp.evidence.UnitRecord;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.UsageException;
import dev.aidp.feature.EarlierResult;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.feature.FinishedWork;
import dev.aidp.feature.KnownResults;
import dev.aidp.feature.OrchestrationStatus;
import dev.aidp.git.Changes;
import dev.aidp.git.Clashing;
import dev.aidp.git.Commit;
import dev.aidp.git.Conflict;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.JoinResult;
import dev.aidp.git.KnownConflicts;
import dev.aidp.git.Prediction;
import dev.aidp.git.Resolution;
import dev.aidp.git.ResolutionReading;
import dev.aidp.git.TreeState;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.merge.MergeWork;
import dev.aidp.plan.Parallelism;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanNode;
import dev.aidp.plan.PlanReading;
import dev.aidp.plan.PlanReceipt;
import dev.aidp.plan.PlanSource;
import dev.aidp.plan.PlanText;
import dev.aidp.plan.UnitChange;
import dev.aidp.run.AgentChain;
import dev.aidp.run.AgentChoice;
import dev.aidp.run.Approval;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.Baseline;
import dev.aidp.run.Budget;
import dev.aidp.run.Cap;
import dev.aidp.run.Check;
import dev.aidp.run.ChildWaiting;
import dev.aidp.run.Claims;
import dev.aidp.run.DiffGuards;
import dev.aidp.run.GuardUpdate;
import dev.aidp.run.Instruction;
import dev.aidp.run.InstructionReceipt;
import dev.aidp.run.Limits;
import dev.aidp.run.Merging;
import dev.aidp.run.MinSuccess;
import dev.aidp.run.Permission;
import dev.aidp.run.Priority;
import dev.aidp.run.QuestionAnswer;
import dev.aidp.run.ResolverScope;
import dev.aidp.run.Role;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.Severity;
import dev.aidp.run.Strategy;
import dev.aidp.run.Tier;
import dev.aidp.run.Tiers;
import dev.aidp.run.Tuning;
import dev.aidp.run.UnitAction;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.UnitTimes;
import dev.aidp.run.Usage;
import dev.aidp.run.Waiting;
import dev.aidp.run.Work;
import dev.aidp.workflow.Step;
import dev.aidp.workloop.Checkpoint;
import dev.aidp.workloop.Finding;
import dev.aidp.workloop.FinishRequest;
import dev.aidp.workloop.FinishedUnit;
import dev.aidp.workloop.IterationRequest;
import dev.aidp.workloop.IterationResult;
import dev.aidp.workloop.LeftWork;
import dev.aidp.workloop.LoopCheckpoint;
import dev.aidp.workloop.LoopMetrics;
import dev.aidp.workloop.LoopPhase;
import dev.aidp.workloop.LoopStatus;
import dev.aidp.workloop.ReviewReading;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One of each type that crosses the wire, with everything in it that may be. */
final class WireSamples {

  private static final Instant TIME = Instant.parse("2026-11-21T10:00:00.123Z");
  private static final Usage USAGE = new Usage(10, 200, 30, 4, 120_000, true);
  private static final Failure FAILURE =
      new Failure(FailureKind.RATE_LIMITED, "Too many requests", TIME);
  private static final Budget BUDGET =
      new Budget(new Cap(5_000_000L, 2_000_000L), new Cap(null, 500_000L), new Cap(400_000L, null));
  private static final DiffGuards GUARDS =
      new DiffGuards(
          List.of("src/**"),
          List.of("*.lock"),
          List.of("schema.sql"),
          List.of("pom.xml"),
          400,
          20,
          new DiffGuards.Forbidden(
              List.of(DiffGuards.Content.SECRETS), ImmutableMap.of("todo", "TODO")),
          2);
  private static final Work WORK = new Work("f-csv", 2, "model", 3);
  private static final TreeState STATE = new TreeState("tree", "head");
  private static final Commit COMMIT = new Commit(WORK, "start", STATE, "branch", "plan", "before");
  private static final EarlierResult EARLIER =
      new EarlierResult(
          "writer",
          "f-old",
          "commit",
          "base",
          List.of(new JoinRequest.UnitHead("model", "commit")),
          List.of(new Artifact("writer", "schema", "schema-ref")));

  private static final JoinRequest.UnitHead TIP = new JoinRequest.UnitHead("model", "commit");
  private static final Artifact ARTIFACT = new Artifact("model", "schema", "ref");
  private static final Conflict CONFLICT =
      new Conflict(
          "b", List.of("a"), List.of("x y.txt"), "marked", "key", List.of(TIP), "fork", "entries");
  private static final Resolution RESOLUTION =
      new Resolution(
          "key",
          List.of(
              new Resolution.Settled("x y.txt", "blob", "100644"),
              new Resolution.Settled("gone", null, "100755"),
              new Resolution.Settled("beside", "blob", "100644", "before")));
  private static final Instruction INSTRUCTION =
      new Instruction("i1", "Use „UTF-8“\n", Priority.HIGH, "model", Instruction.Kind.CONSTRAINT);
  private static final InstructionReceipt RECEIPT = InstructionReceipt.pending(INSTRUCTION);
  private static final PlanNode NODE =
      new PlanNode(
          "model",
          List.of("a"),
          Step.Weight.HEAVYWEIGHT,
          new PlanNode.Rules(
              false,
              2,
              true,
              null,
              true,
              null,
              PlanNode.IfNeedsFail.WAIT,
              new PlanNode.Nesting(true, "whole", List.of("part"))),
          List.of("schema"),
          List.of("a/in"),
          List.of("c"));
  private static final PlanGraph GRAPH =
      new PlanGraph(
          "plan",
          List.of(NODE, PlanNode.of("a")),
          List.of("turns"),
          Map.of(),
          Map.of("a", new PlanGraph.Begun(1, 2, 3, "c")),
          Map.of("model", List.of("a")));
  private static final CheckResult CHECK =
      new CheckResult("model/unit", false, 1, "expected 3", "out", 12, true);
  private static final LoopMetrics METRICS =
      new LoopMetrics(
          4,
          1,
          6,
          2,
          USAGE,
          List.of(new LoopMetrics.Transition(LoopPhase.APPLY_PATCH, LoopPhase.TEST, 3)));
  private static final List<FiledTask> TASKS = List.of(new FiledTask("Write the docs", false));
  private static final LoopCheckpoint LAST =
      new LoopCheckpoint(1, 2, "start", STATE, "feedback", METRICS, TASKS);
  private static final MergeReport MERGE =
      new MergeReport(
          List.of("a"),
          Strategy.MERGE,
          2,
          List.of(
              new MergeReport.Conflict(
                  List.of("a", "b"), List.of("x.txt"), MergeReport.ResolvedBy.RESOLVER)),
          List.of(
              new MergeReport.LeftOut(
                  "b",
                  MergeReport.Reason.GATE,
                  List.of("a"),
                  List.of(),
                  List.of(new MergeReport.Red("test", 1, "out")))),
          List.of(new MergeReport.Flaky(List.of("c"), "tree", List.of("test"))),
          new MergeReport.Forecast(
              List.of(new MergeReport.ForecastConflict(List.of("a", "b"), List.of("x.txt:3-9"))),
              "Too many."),
          new MergeReport.Proof(List.of("turns"), "evidence", "description", "before", TIME));
  private static final UnitReport UNIT =
      new UnitReport(
          "model",
          UnitState.LEFT_OUT,
          new UnitReport.Tries(2, 1, 4),
          new UnitReport.Head("branch", "commit"),
          new UnitTimes(TIME, TIME, Duration.ofSeconds(3), TIME),
          FAILURE,
          USAGE,
          List.of("careful"));
  private static final FeatureState FEATURE =
      new FeatureState(
          new FeatureState.Standing(
              RunState.PARTIAL,
              dev.aidp.feature.FeaturePhase.DONE,
              1,
              FAILURE,
              new Waiting(Waiting.Reason.APPROVAL, "It waits.", "Approve it.", null, TIME),
              List.of(RECEIPT)),
          GRAPH,
          List.of(UNIT),
          List.of(ARTIFACT),
          new KnownConflicts(List.of(RESOLUTION), List.of("key")),
          MERGE,
          "commit",
          USAGE);

  private static final OrchestrationStatus.Completion COMPLETION =
      new OrchestrationStatus.Completion(TIME, TIME.plusSeconds(60));
  private static final OrchestrationStatus STATUS =
      new OrchestrationStatus(
          RunState.RUNNING,
          dev.aidp.feature.FeaturePhase.UNITS,
          new OrchestrationStatus.Count(2, 1, 1, 0, 50),
          List.of(
              new OrchestrationStatus.UnitDetail(
                  "model", "running", 40, "attempt 1", TIME, COMPLETION, "It failed.", "whole")),
          COMPLETION);

  private static final EvidencePart PART =
      new EvidencePart(
          List.of(new TurnRecord(1, 2, "agent", "prompt", "reply", "timeout", Role.RESOLVER)),
          List.of(TIP),
          MERGE.conflicts(),
          MERGE.leftOut(),
          List.of(CHECK));

  private WireSamples() {}

  static List<Object> all() {
    return ImmutableList.<Object>builder()
        .addAll(steps())
        .addAll(evidence())
        .addAll(workflows())
        .addAll(messages())
        .build();
  }

  private static List<Object> steps() {
    PromptContext brief =
        new PromptContext(
            "text",
            "feedback",
            List.of(INSTRUCTION),
            CONFLICT,
            new Handoff("codex (model-x)", "Too many requests", "start", "Half of it is there."),
            ResolverScope.ANY,
            new PromptContext.Notes(
                List.of("test"),
                ImmutableMap.of(
                    "ci",
                    UnitAction.until(
                        "./ci.sh",
                        new UnitAction.Poll(Duration.ofSeconds(5), 1.5, Duration.ofMinutes(1)))),
                TASKS),
            true);
    TurnRequest turn =
        new TurnRequest(
            WORK,
            Role.CODER,
            2,
            new TurnRequest.Asked(
                new AgentChoice(
                    "claude", null, Permission.EDIT, ImmutableMap.of(Tier.STANDARD, "model-s")),
                "model-s",
                "session-1",
                true),
            new TurnRequest.Bounds(Duration.ofMinutes(10), BUDGET, GUARDS),
            STATE,
            brief,
            new TurnRequest.Artifacts(List.of(ARTIFACT), List.of("schema")));
    TurnResult turned =
        new TurnResult(
            STATE,
            true,
            new TurnResult.Texts(
                "reply", "tail", "cafe", "transcript", List.of(), "Which?", "integration"),
            List.of(ARTIFACT),
            FAILURE,
            USAGE,
            "session-1",
            new TurnFindings(List.of("a pipe is no file"), List.of("careful")));
    ChecksRequest checks =
        new ChecksRequest(
            WORK,
            2,
            STATE,
            new ChecksRequest.Required(
                List.of(
                    new Check("test", "make test"),
                    new Check(
                        "lint",
                        "make lint",
                        true,
                        true,
                        Check.Phase.ON_COMPLETION,
                        "lint",
                        Duration.ofMinutes(3),
                        List.of("out/*.xml"))),
                "plan",
                List.of("model"),
                Check.Phase.ON_COMPLETION),
            new ChecksRequest.Bounds("start", Claims.DENY, GUARDS),
            Duration.ofSeconds(90),
            1,
            ChecksRequest.Where.CLEAN_AGAIN);
    CheckReport report =
        new CheckReport(
            List.of(
                CHECK,
                new CheckResult("late", false, null, "", "out", 1)
                    .withDetails(
                        new CheckResult.Details(
                            true,
                            true,
                            List.of(new TestFailure("a.ATest.adds", "ATest.java:3", "1 is not 2")),
                            "test"))),
            List.of("other.txt"),
            true,
            new GuardFindings(
                List.of(
                    new GuardFindings.Violation(
                        "guards.protected", "pom.xml (changed)", "Undo it.")),
                List.of("schema.sql")));
    return List.of(
        WORK,
        STATE,
        turn,
        turned,
        checks,
        report,
        new IterationRequest(turn, checks, NODE, STATE, IterationResult.of(STATE, turned), true),
        new IterationResult(STATE, turned, report, report, FAILURE, new Changes(2, 30, 4)),
        new Beat(Wire.tree("\"page 3\""), Wire.tree("{}"), new Printed("host", "log", "end")),
        new JoinRequest(
            WORK,
            "onto",
            List.of(TIP),
            List.of(TIP),
            List.of(RESOLUTION),
            Strategy.SEQUENTIAL_REBASE),
        new JoinResult(STATE, List.of("a"), List.of(CONFLICT), CONFLICT, List.of(STATE)),
        CONFLICT,
        RESOLUTION,
        new ResolutionReading(RESOLUTION, List.of("a marker")),
        new Prediction(WORK, "base", List.of(TIP), List.of(TIP), 50),
        new Clashing(List.of(new Clashing.Pair(List.of("a", "b"), List.of("x.txt:3-9"))), false),
        COMMIT,
        new TaskNote(3, TaskNote.DONE),
        UnitAction.until(
            "./up.sh", new UnitAction.Poll(Duration.ofSeconds(10), 1.5, Duration.ofHours(2))),
        new PlanText("plan", Map.of("gpu", 1), "base"),
        new HandOver(
            WORK,
            "plan",
            "base",
            List.of(new Artifact("model", "schema", "ref")),
            List.of(new Artifact("a", "rows", "ref"))),
        new UnitChange("a", Map.of("task", "Do it.", "depends_on", List.of("b"))),
        new PlanEdit(
            PlanEdit.Kind.REDO, new UnitChange("a", Map.of("task", "Do it well.")), null, "parts"),
        new Parallelism(8, Map.of("gpu", 2)),
        new PlanReceipt("The unit 'a' goes again.", List.of("a")),
        new PlanReading(GRAPH, List.of(new UsageException.Detail("plan.yml:1:2", "no id"))));
  }

  private static List<Object> evidence() {
    List<Check> checks = List.of(new Check("test", "make test"));
    List<String> parts = List.of("part");
    UnitClaim claim = new UnitClaim(WORK, "plan", "base", UNIT, checks, parts, PART);
    return List.of(
        PART,
        claim,
        new FinishRequest(COMMIT, claim),
        new FinishedUnit("commit", "evidence", "It stays."),
        new LeftWork(STATE, "patch", "It stays."),
        new MergeClaim(
            WORK,
            new MergeClaim.Source("plan", "text", "base", "branch"),
            STATE,
            Strategy.SQUASH,
            3,
            checks,
            parts,
            PART),
        new Kept("evidence", "description"),
        new Evidence(
            Evidence.SCHEMA,
            Evidence.Kind.MERGE,
            new Evidence.Subject("commit", "tree", "base", "f-csv", 1, "plan"),
            List.of(
                new UnitRecord(
                    "model",
                    "task",
                    "commit",
                    "tree",
                    new UnitReport.Tries(2, 1),
                    PART.turns(),
                    new UnitRecord.Spent(0.5, 1200),
                    "evidence")),
            List.of(
                new CheckRecord(
                    "test",
                    "make test",
                    true,
                    0,
                    "out",
                    12,
                    true,
                    new CheckRecord.Terms(false, true, true))),
            new MergeFacts(
                "branch",
                Strategy.MERGE,
                2,
                MERGE.conflicts(),
                MERGE.leftOut(),
                List.of("late"),
                "text",
                PART.turns()),
            List.of("careful")));
  }

  private static List<Object> workflows() {
    return List.of(
        new UnitWork(
            "f-csv",
            1,
            "plan",
            NODE,
            settings(),
            new UnitWork.Into("base", "branch", "before"),
            new UnitWork.Given(List.of(TIP), List.of(RESOLUTION), List.of(ARTIFACT)),
            new UnitWork.Before(
                2, List.of("key"), "feedback", USAGE, List.of("test"), LAST, TASKS)),
        new UnitResult(
            UNIT,
            List.of(ARTIFACT),
            List.of(RESOLUTION),
            List.of(RECEIPT.consumed("model", 2, 3)),
            List.of(INSTRUCTION),
            true,
            List.of("key"),
            new UnitResult.Parts("plan", List.of("turns"))),
        new MergeWork(
            "f-csv",
            1,
            GRAPH,
            List.of(TIP),
            settings(),
            new MergeWork.Into("base", "branch", "before", true),
            "text",
            new MergeWork.Known(List.of(RESOLUTION), List.of("key"), MERGE, 1)),
        MergeRequest.of("release", "login", "export").from("main").check("unit", "make test"),
        WorkLoopRequest.of("Fix the flaky test")
            .from("main")
            .into("fix")
            .agentCommand("agent")
            .check("unit", "make test"),
        FeatureRequest.of("Add CSV export")
            .plan(PlanSource.text("feature: F"))
            .from("main")
            .into("csv")
            .with(settings())
            .agent("claude", "codex"),
        new MergeResult(
            RunState.FAILED,
            "commit",
            MERGE,
            List.of(RESOLUTION),
            FAILURE,
            List.of(new MergeResult.Rework("b", "head", "feedback")),
            USAGE),
        new KnownResults(List.of(EARLIER)),
        EARLIER,
        new FinishedWork(
            WORK,
            "plan-ref",
            settings(),
            "base",
            List.of("model"),
            List.of(TIP),
            List.of(new Artifact("model", "schema", "schema-ref"))),
        new FeatureWork(
            "f-csv",
            2,
            "text",
            "plan",
            settings(),
            "base",
            "branch",
            new FeatureWork.Restart(
                FEATURE,
                List.of("model"),
                new FeatureWork.Midway(
                    List.of("test"),
                    new dev.aidp.run.Tuning(7, null),
                    List.of(),
                    java.time.Duration.ofMinutes(3),
                    List.of(new GuardUpdate(ImmutableMap.of("max_files", 3), null))),
                new FeatureWork.Back("model", LAST))),
        FEATURE,
        STATUS);
  }

  private static List<Object> messages() {
    return List.of(
        INSTRUCTION,
        new Tuning(3, Duration.ofHours(2)),
        METRICS,
        MERGE,
        LAST,
        new Changes(2, 30, 4),
        new Checkpoint(
            "model",
            1,
            2,
            true,
            "start",
            "before",
            STATE,
            new Checkpoint.Metrics(
                new Changes(2, 30, 4),
                List.of("test"),
                List.of("lint"),
                List.of("test"),
                Checkpoint.Trend.LEVEL,
                USAGE)),
        new LoopStatus(
            LoopPhase.APPLY_PATCH,
            true,
            UNIT,
            List.of("unit"),
            new AwaitedAgents(
                List.of("claude"), TIME, FailureKind.RATE_LIMITED, new AwaitedAgents.Again(2, 3)),
            new Waiting(Waiting.Reason.BUDGET, "It is spent.", "Raise it.", "budget.usd", TIME),
            List.of(RECEIPT.rejected("It is empty.")),
            true),
        new ChildWaiting(
            "f/model",
            new Waiting(
                Waiting.Reason.QUESTION,
                "It asks.",
                "Answer it.",
                "questions.patience",
                TIME,
                new Waiting.Question("model", "Which?"))),
        new ReviewReading(
            List.of(new Finding(Severity.HIGH, "src/A.java", 12, "It is never closed.", false)),
            List.of(new UsageException.Detail("review:1:1", "it is empty"))),
        new QuestionAnswer("model", "This.", "i2"),
        RECEIPT.superseded("i2"),
        new Waiting(Waiting.Reason.APPROVAL, "It waits.", "Approve it.", null, TIME),
        new AwaitedAgents(List.of("claude", "codex"), TIME),
        new GuardUpdate(
            ImmutableMap.of("max_lines", 400, "protected", List.of("a", "b")), "model"));
  }

  private static RunSettings settings() {
    Map<Role, AgentChain> agents = new EnumMap<>(Role.class);
    agents.put(Role.CODER, AgentChain.command("code"));
    agents.put(
        Role.RESOLVER,
        new AgentChain(List.of(AgentChoice.provider("claude"), AgentChoice.provider("codex"))));
    Limits limits =
        Limits.defaults()
            .with(new Tuning(3, Duration.ofHours(2)))
            .withBudget(BUDGET)
            .withFurther(Limits.Retries.of(3).with(FailureKind.TIMEOUT, 1));
    List<Check> checks = List.of(new Check("test", "make test"));
    return RunSettings.of(agents, checks, limits)
        .withMerging(
            new Merging(Strategy.REBASE, new MinSuccess(3, false), 2, ResolverScope.ANY, true))
        .withUnits(ImmutableMap.of("integration", UnitAction.run("make it")))
        .withTiers(new Tiers(Tier.MINI, ImmutableMap.of(Tier.PRO, Duration.ofMinutes(30))))
        .withApprovals(List.of(Approval.MERGE))
        .withBaseline(Baseline.REQUIRE)
        .withDiff(GUARDS);
  }
}
