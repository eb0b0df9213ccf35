package dev.aidp.workflows.script;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import dev.aidp.agent.AgentActivities;
import dev.aidp.agent.TurnRequest;
import dev.aidp.agent.TurnResult;
import dev.aidp.artifact.Artifact;
import dev.aidp.artifact.HandOver;
import dev.aidp.artifact.HandOverActivities;
import dev.aidp.command.CheckReport;
import dev.aidp.command.CheckResult;
import dev.aidp.command.ChecksRequest;
import dev.aidp.command.CommandActivities;
import dev.aidp.evidence.EvidenceActivities;
import dev.aidp.evidence.EvidencePart;
import dev.aidp.evidence.Kept;
import dev.aidp.evidence.MergeClaim;
import dev.aidp.evidence.UnitClaim;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UsageException;
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
import dev.aidp.run.Role;
import dev.aidp.run.Work;
import dev.aidp.workflows.workloop.UnitActivitiesImpl;
import dev.aidp.workloop.FinishRequest;
import dev.aidp.workloop.FinishedUnit;
import dev.aidp.workloop.IterationRequest;
import dev.aidp.workloop.IterationResult;
import dev.aidp.workloop.LeftWork;
import dev.aidp.workloop.ReviewActivities;
import dev.aidp.workloop.ReviewReading;
import dev.aidp.workloop.UnitActivities;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A repository in which a tree is the sorted names of the units in it, such as {@code base+model},
 * and its commit the same with a {@code #}; with agents and checks that do as they are told.
 */
public final class World
    implements GitActivities,
        AgentActivities,
        CommandActivities,
        UnitActivities,
        PlanActivities,
        ReviewActivities,
        EvidenceActivities,
        HandOverActivities,
        ReuseActivities {

  /** The time; moved by whoever waits. */
  public Instant now = Instant.parse("2026-11-21T10:00:00Z");

  public final List<TurnRequest> turns = new ArrayList<>();
  public final List<ChecksRequest> checks = new ArrayList<>();
  public final Map<String, String> branches = new TreeMap<>();
  public final List<UnitClaim> claims = new ArrayList<>();
  public final List<String> reports = new ArrayList<>();
  public final List<MergeClaim> merged = new ArrayList<>();
  public final List<Resolution> remembered = new ArrayList<>();
  public final List<String> opened = new ArrayList<>();
  public final List<String> closed = new ArrayList<>();
  public final Set<String> alive = new LinkedHashSet<>();
  public final List<String> events = new ArrayList<>();

  /** What parts have said of themselves. */
  public final List<String> told = new ArrayList<>();

  private final Map<String, Set<String>> clashes = new LinkedHashMap<>();
  public final List<Set<String>> red = new ArrayList<>();
  private final List<String> messy = new ArrayList<>();
  private final Map<String, Function<TurnRequest, TurnResult>> agents = new LinkedHashMap<>();
  private final List<PlanReading> plans = new ArrayList<>();
  private PlanGraph current;
  private PlanGraph parts;
  private Function<TurnRequest, TurnResult> resolver = this::settles;
  private Function<TurnRequest, TurnResult> reviewer =
      request ->
          new TurnResult(
              request.state(), false, new TurnResult.Texts("review", "seen"), List.of(), null);
  private Function<ChecksRequest, CheckReport> checking = this::check;

  /** The two units change the same line. */
  public World clash(String one, String other) {
    clashes.computeIfAbsent(one, key -> new LinkedHashSet<>()).add(other);
    clashes.computeIfAbsent(other, key -> new LinkedHashSet<>()).add(one);
    return this;
  }

  /** A tree with all of these is red. */
  public World redWith(String... units) {
    red.add(Set.of(units));
    return this;
  }

  /**
   * The worktrees of these units, or what is left of {@code the run}, cannot be removed; no {@code
   * worktree} can be made, no {@code commit}.
   */
  public World messy(String... units) {
    messy.addAll(List.of(units));
    return this;
  }

  public World agent(String unit, Function<TurnRequest, TurnResult> agent) {
    agents.put(unit, agent);
    return this;
  }

  public World resolver(Function<TurnRequest, TurnResult> agent) {
    resolver = agent;
    return this;
  }

  public World reviewer(Function<TurnRequest, TurnResult> agent) {
    reviewer = agent;
    return this;
  }

  public World checking(Function<ChecksRequest, CheckReport> how) {
    checking = how;
    return this;
  }

  public World plan(PlanGraph graph) {
    plans.add(new PlanReading(graph, List.of()));
    return this;
  }

  public World badPlan(String fault) {
    plans.add(new PlanReading(null, List.of(new UsageException.Detail("plan:1:1", fault))));
    return this;
  }

  /** What reviewers' replies are read as, in order; with none left nothing was found. */
  public final List<HandOver> handed = new ArrayList<>();

  /** What is wrong with what units hand over. */
  public Function<HandOver, List<String>> unfit = handed -> List.of();

  public final Deque<ReviewReading> reviews = new ArrayDeque<>();

  @Override
  public ReviewReading read(String reply, String from, String to) {
    return reviews.isEmpty() ? new ReviewReading(List.of(), List.of()) : reviews.remove();
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

  /** A turn that adds the unit's work and says so. */
  public TurnResult works(TurnRequest request) {
    List<Artifact> outputs =
        request.artifacts().outputs().stream()
            .map(name -> new Artifact(request.work().unit(), name, "ref"))
            .toList();
    return new TurnResult(
        with(request.state(), request.work().unit()),
        true,
        new TurnResult.Texts("reply", "tail"),
        outputs,
        null);
  }

  public TurnResult fails(TurnRequest request, FailureKind kind) {
    return TurnResult.failed(request.state(), Failure.of(kind, "It is " + kind.wireName()));
  }

  public TurnResult settles(TurnRequest request) {
    String tree = request.state().tree().replaceAll("=.*", "");
    return new TurnResult(
        new TreeState(tree, request.state().head()), false, TurnResult.Texts.NONE, List.of(), null);
  }

  public static CheckReport report(String name, boolean passed, String digest) {
    return new CheckReport(
        List.of(new CheckResult(name, passed, passed ? 0 : 1, digest, "ref", 1)), List.of());
  }

  public static TreeState with(TreeState state, String unit) {
    Set<String> units = units(state.tree());
    units.add(unit);
    return state(units);
  }

  void childStarted(String run) {
    alive.add(run);
    events.add("started " + run);
  }

  void childEnded(String run) {
    alive.remove(run);
    events.add("ended " + run);
  }

  @Override
  public JoinResult join(JoinRequest joining) {
    Set<String> tree = units(joining.onto().substring(1));
    List<String> in = new ArrayList<>();
    List<Conflict> settled = new ArrayList<>();
    List<TreeState> after = new ArrayList<>();
    List<String> keys = joining.resolutions().stream().map(Resolution::key).toList();
    for (JoinRequest.UnitHead tip : joining.joining()) {
      Set<String> both = units(tip.commit().substring(1));
      for (String with : clashes.getOrDefault(tip.unit(), Set.of())) {
        if (tree.contains(with) && !both.contains(with)) {
          String key =
              with.compareTo(tip.unit()) < 0 ? with + "_" + tip.unit() : tip.unit() + "_" + with;
          String marked = state(union(tree, both)).tree() + "=" + key;
          Conflict conflict =
              new Conflict(tip.unit(), List.of(with), List.of("x.txt"), marked, key);
          if (!keys.contains(key)) {
            return new JoinResult(state(tree), in, settled, conflict, after);
          }
          settled.add(conflict);
        }
      }
      tree = union(tree, both);
      in.add(tip.unit());
      after.add(state(tree));
    }
    return new JoinResult(state(tree), in, settled, null, after);
  }

  @Override
  public ResolutionReading readResolution(
      Work work, Conflict conflict, TreeState state, ResolverScope scope) {
    return state.tree().contains("=")
        ? new ResolutionReading(null, List.of("x.txt still holds a marker"))
        : new ResolutionReading(new Resolution(conflict.key(), List.of()), List.of());
  }

  @Override
  public Clashing predict(Prediction prediction) {
    List<Clashing.Pair> pairs = new ArrayList<>();
    List<JoinRequest.UnitHead> tips = prediction.tips();
    for (int i = 0; i < tips.size(); i++) {
      for (JoinRequest.UnitHead other : tips.subList(i + 1, tips.size())) {
        if (clashes.getOrDefault(tips.get(i).unit(), Set.of()).contains(other.unit())) {
          List<String> units = List.of(tips.get(i).unit(), other.unit());
          pairs.add(new Clashing.Pair(units, List.of("x.txt:1-5")));
        }
      }
    }
    return new Clashing(pairs, true);
  }

  @Override
  public void remember(Work work, List<Resolution> resolutions) {
    remembered.addAll(resolutions);
  }

  @Override
  public TreeState open(Work work, String commit) {
    demandTidy("worktree");
    opened.add(commit);
    return state(units(commit.substring(1)));
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
    demandTidy("commit");
    String id = "#" + commit.state().tree();
    branches.put(commit.branch(), id);
    return id;
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
  public void close(Work work) {
    demandTidy(work.unit());
    if (!work.unit().equals(Work.CLEAN)) {
      closed.add(work.unit());
    }
  }

  @Override
  public void tidy(Work work) {
    demandTidy("the run");
    events.add("tidied");
  }

  private void demandTidy(String what) {
    if (messy.contains(what)) {
      throw new StepFailedException(Failure.of(FailureKind.PERMANENT, what + " cannot be removed"));
    }
  }

  @Override
  public TurnResult turn(TurnRequest request) {
    turns.add(request);
    if (request.role() == Role.REVIEWER) {
      return reviewer.apply(request);
    }
    return request.role() == Role.RESOLVER
        ? resolver.apply(request)
        : agents.getOrDefault(request.work().unit(), this::works).apply(request);
  }

  @Override
  public CheckReport checks(ChecksRequest request) {
    checks.add(request);
    return checking.apply(request);
  }

  private CheckReport check(ChecksRequest request) {
    Set<String> tree = units(request.state().tree());
    boolean green = red.stream().noneMatch(tree::containsAll);
    return report("test", green, green ? "" : "1 test red");
  }

  @Override
  public PlanReading read(PlanText plan) {
    return known(plans.remove(0));
  }

  @Override
  public PlanReading readReply(PlanText reply) {
    return known(plans.remove(0));
  }

  @Override
  public PlanReading readParts(PlanText reply, PlanText whole, String unit) {
    PlanReading reading = plans.remove(0);
    parts = reading.graph();
    return reading;
  }

  private PlanReading known(PlanReading reading) {
    current = reading.graph();
    return reading;
  }

  @Override
  public PlanReading edit(PlanText plan, PlanEdit edit) {
    PlanGraph next =
        edit.kind() == PlanEdit.Kind.DIVIDE
            ? Graphs.divided(current, edit.unit().id(), parts)
            : Graphs.edited(current, edit);
    return known(new PlanReading(next, List.of()));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }

  private static TreeState state(Set<String> units) {
    String tree = Joiner.on('+').join(units);
    return new TreeState(tree, "#" + tree);
  }

  private static Set<String> units(String tree) {
    return new TreeSet<>(Splitter.on('+').splitToList(tree));
  }

  @Override
  public String patch(Work work, String from, String to) {
    return "patch";
  }

  @Override
  public String report(Work work, String title, String text) {
    reports.add(title + "\n" + text);
    return "report";
  }

  @Override
  public String part(EvidencePart part) {
    return "part";
  }

  @Override
  public String unit(UnitClaim claim) {
    claims.add(claim);
    return "evidence";
  }

  @Override
  public Kept merge(MergeClaim claim) {
    merged.add(claim);
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
    handed.add(given);
    return unfit.apply(given);
  }

  @Override
  public List<String> outputs(HandOver left) {
    handed.add(left);
    return unfit.apply(left);
  }
}
