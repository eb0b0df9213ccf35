package dev.aidp.runtime.flows;

import dev.aidp.activities.spending.Spending;
import dev.aidp.activity.StepInfo;
import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.HandOver;
import dev.aidp.artifact.HandOverActivities;
import dev.aidp.command.CheckReport;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.CommandActivities;
import dev.aidp.evidence.EvidenceActivities;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.evidence.Kept;
import dev.aidp.evidence.MergeClaim;
import dev.aidp.evidence.UnitClaim;
import dev.aidp.feature.FinishedWork;
import dev.aidp.feature.KnownResults;
import dev.aidp.feature.ReuseActivities;
import dev.aidp.git.Changes;
import dev.aidp.git.Clashing;
import dev.aidp.git.Commit;
import dev.aidp.git.Conflict;
import dev.aidp.git.GitActivities;
import dev.aidp.git.JoinRequest;
import dev.aidp.git.JoinResult;
import dev.aidp.git.Prediction;
import dev.aidp.git.Resolution;
import dev.aidp.git.ResolutionReading;
import dev.aidp.git.TreeState;
import dev.aidp.plan.PlanActivities;
import dev.aidp.plan.PlanEdit;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanReading;
import dev.aidp.plan.PlanText;
import dev.aidp.run.ResolverScope;
import dev.aidp.run.Usage;
import dev.aidp.run.Work;
import dev.aidp.workflows.workloop.UnitActivitiesImpl;
import dev.aidp.workloop.FinishRequest;
import dev.aidp.workloop.FinishedUnit;
import dev.aidp.workloop.IterationRequest;
import dev.aidp.workloop.IterationResult;
import dev.aidp.workloop.LeftWork;
import dev.aidp.workloop.UnitActivities;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A repository whose trees are sorted unit names; its agents do their work at once, or hang. */
final class SmallWorld
    implements GitActivities,
        AgentActivities,
        CommandActivities,
        UnitActivities,
        PlanActivities,
        EvidenceActivities,
        HandOverActivities,
        ReuseActivities {

  AgentActivities agents;
  final Set<String> hanging = new ConcurrentSkipListSet<>();
  final CountDownLatch hangs = new CountDownLatch(1);
  final TreeMap<String, PlanGraph> plans = new TreeMap<>();
  final ConcurrentSkipListMap<String, String> branches = new ConcurrentSkipListMap<>();

  @Override
  public JoinResult join(JoinRequest joining) {
    Set<String> tree = new TreeSet<>(List.of(joining.onto().split("\\+")));
    List<String> units = new ArrayList<>();
    List<TreeState> after = new ArrayList<>();
    for (JoinRequest.UnitHead tip : joining.joining()) {
      tree.addAll(List.of(tip.commit().split("\\+")));
      units.add(tip.unit());
      after.add(state(String.join("+", tree)));
    }
    return new JoinResult(state(String.join("+", tree)), units, List.of(), null, after);
  }

  /** Turns a unit needs, and what settles them; at first one that costs nothing. */
  volatile int iterations = 1;

  volatile Spending spending = Spending.unlimited();

  @Override
  public TurnResult turn(TurnRequest request) {
    return agents != null
        ? agents.turn(request)
        : spending.during(request, allowance -> turn(request, allowance.turn().microUsd()));
  }

  @Override
  public IterationResult iterate(IterationRequest request) {
    return new UnitActivitiesImpl(this, this, this, this, this).iterate(request);
  }

  @Override
  public FinishedUnit finish(FinishRequest request) {
    return new UnitActivitiesImpl(this, this, this, this, this).finish(request);
  }

  @Override
  public LeftWork leave(Work work, String start) {
    return new UnitActivitiesImpl(this, this, this, this, this).leave(work, start);
  }

  private TurnResult turn(TurnRequest request, @Nullable Long mostMicroUsd) {
    if (hanging.contains(request.work().unit())) {
      hangs.countDown();
      hang();
    }
    return worked(request).withUsage(cost(request, mostMicroUsd));
  }

  /** A turn that went well, and took this much. */
  TurnResult worked(TurnRequest request, long microUsd) {
    return worked(request).withUsage(new Usage(0, 0, 0, 10, microUsd, false));
  }

  private TurnResult worked(TurnRequest request) {
    return new TurnResult(
        after(request),
        request.iteration() >= iterations,
        new TurnResult.Texts("reply", "tail"),
        List.of(),
        null);
  }

  /** An honest agent: at most what it may, each turn something else. */
  private static Usage cost(TurnRequest request, @Nullable Long mostMicroUsd) {
    if (mostMicroUsd == null) {
      return Usage.NONE;
    }
    int kind = (request.work().unit().hashCode() + request.iteration()) & 3;
    return new Usage(0, 0, 0, 10, kind == 0 ? mostMicroUsd : mostMicroUsd * kind / 4, false);
  }

  /** Each turn adds something, or the unit would be stuck. */
  static TreeState after(TurnRequest request) {
    Set<String> tree = new TreeSet<>(List.of(request.state().tree().split("\\+")));
    String unit = request.work().unit();
    tree.add(request.iteration() == 1 ? unit : unit + "-" + request.iteration());
    return state(String.join("+", tree));
  }

  /** Until a beat says that it shall stop, as a real agent's supervisor does. */
  private static void hang() {
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      StepInfo.current().beat(null);
      try {
        never.await(10, java.util.concurrent.TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new dev.aidp.failure.StepCancelledException("interrupted");
      }
    }
  }

  @Override
  public CheckReport checks(ChecksRequest request) {
    return new CheckReport(List.of(), List.of());
  }

  @Override
  public ResolutionReading readResolution(
      Work work, Conflict conflict, TreeState state, ResolverScope scope) {
    throw new UnsupportedOperationException("nothing conflicts here");
  }

  @Override
  public Clashing predict(Prediction prediction) {
    return new Clashing(List.of(), true);
  }

  @Override
  public void remember(Work work, List<Resolution> resolutions) {}

  @Override
  public TreeState open(Work work, String commit) {
    return state(commit);
  }

  @Override
  public TreeState resume(Work work, String commit, TreeState from) {
    return open(work, commit);
  }

  @Override
  public Changes changes(Work work, String from, String to) {
    return Changes.NONE;
  }

  @Override
  public String commit(Commit commit) {
    branches.put(commit.branch(), commit.state().tree());
    return commit.state().tree();
  }

  @Override
  public void publish(Work work, String branch, String commit, String replaces) {
    branches.put(branch, commit);
  }

  @Override
  public @Nullable TreeState record(Work work) {
    return null;
  }

  @Override
  public void close(Work work) {}

  @Override
  public void tidy(Work work) {}

  @Override
  public PlanReading read(PlanText plan) {
    return new PlanReading(plans.get(plan.reference()), List.of());
  }

  @Override
  public PlanReading readReply(PlanText reply) {
    return new PlanReading(plans.get(reply.reference()), List.of());
  }

  @Override
  public PlanReading readParts(PlanText reply, PlanText whole, String unit) {
    return readReply(reply);
  }

  @Override
  public PlanReading edit(PlanText plan, PlanEdit edit) {
    return read(plan);
  }

  private static TreeState state(String tree) {
    return new TreeState(tree, tree);
  }

  @Override
  public String patch(Work work, String from, String to) {
    return "patch";
  }

  @Override
  public String report(Work work, String title, String text) {
    return "report";
  }

  @Override
  public String part(EvidencePart part) {
    return "part";
  }

  @Override
  public String unit(UnitClaim claim) {
    return "evidence";
  }

  @Override
  public Kept merge(MergeClaim claim) {
    return new Kept("evidence", "description");
  }

  @Override
  public KnownResults find(FinishedWork here) {
    return KnownResults.NONE;
  }

  @Override
  public KnownResults adopt(FinishedWork here, KnownResults chosen) {
    return chosen;
  }

  @Override
  public void keep(FinishedWork here) {}

  @Override
  public List<String> inputs(HandOver given) {
    return List.of();
  }

  @Override
  public List<String> outputs(HandOver left) {
    return List.of();
  }
}
