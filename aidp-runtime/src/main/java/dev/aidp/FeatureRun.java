package dev.aidp;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.Failure;
import dev.aidp.feature.AtomicUnitWorkflow;
import dev.aidp.feature.FeatureCheckpoint;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.feature.RetryReach;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeReport;
import dev.aidp.plan.Plan;
import dev.aidp.plan.PlanGraph;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.AwaitedAgents;
import dev.aidp.run.RunRequest;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Steerable;
import dev.aidp.run.UnitReport;
import dev.aidp.run.UnitState;
import dev.aidp.run.Work;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.Views;
import dev.aidp.workflow.Outcome;
import dev.aidp.workflows.feature.FeatureCheckpoints;
import dev.aidp.workflows.feature.RetryRules;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workloop.LoopCheckpoint;
import dev.aidp.workloop.LoopStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A plan, its units, and their merge. */
final class FeatureRun extends TypedRun {

  private static final String MERGE = "_merge";

  private @Nullable Optional<PlanGraph> plan;

  FeatureRun(RunRecord run) {
    super(run);
  }

  private FeatureWork work() {
    return request(FeatureWork.class);
  }

  @Override
  void start(Engine engine) {
    FeatureRequest request = FeatureRequest.resolved(work());
    engine.start(
        engineId(), FeatureOrchestrationWorkflow.class, root -> root.run(request), startedWith());
  }

  @Override
  Class<?> result() {
    return FeatureState.class;
  }

  @Override
  Optional<RunSettings> settings() {
    return resolved() ? Optional.of(work().settings()) : Optional.empty();
  }

  @Override
  Map<String, Path> logs(Logs logs, Supplier<RunView> view) {
    return logs.of(
        Lists.transform(view.get().units(), RunView.UnitView::id),
        List.of(Work.PLANNER, Work.MERGE));
  }

  @Override
  RunView look(Engine engine, Views.Frame frame, Engine.Condition condition) {
    FeatureState state = root(engine, FeatureOrchestrationWorkflow::state);
    Map<String, LoopStatus> loops = new LinkedHashMap<>();
    for (UnitReport unit : state.units()) {
      if (unit.state() == UnitState.RUNNING) {
        ask(() ->
                engine.query(
                    childId(unit.id(), state),
                    AtomicUnitWorkflow.class,
                    AtomicUnitWorkflow::status))
            .ifPresent(loop -> loops.put(unit.id(), loop));
      }
    }
    Optional<MergeReport> merge =
        state.standing().phase().merges()
            ? merge(engine, state, MergeAtomicUnitsWorkflow::status)
            : Optional.empty();
    RunView view =
        Views.feature(
            frame,
            shown(state.state(), condition),
            state,
            loops,
            merge.orElseGet(() -> settled(state) ? nothingMerged() : null),
            parked(engine, state),
            parallel());
    return condition == Engine.Condition.OWNED
        ? view.at(unit -> engine.beats(childId(unit, state)))
        : view;
  }

  private int parallel() {
    return settings().map(settings -> settings.limits().maxParallel()).orElse(1);
  }

  /** Its units have ended, and no merge has told of itself. */
  private static boolean settled(FeatureState state) {
    return state.merge() == null
        && !state.units().isEmpty()
        && state.units().stream().allMatch(unit -> unit.state().settled());
  }

  /** The planner's and the merge's agents may have to be waited for too. */
  private @Nullable AwaitedAgents parked(Engine engine, FeatureState state) {
    return switch (state.standing().phase()) {
      case PLANNING -> root(engine, Steerable::parked);
      case MERGING, MERGING_AGAIN ->
          merge(engine, state, merge -> Optional.ofNullable(merge.parked()))
              .flatMap(parked -> parked)
              .orElse(null);
      default -> null;
    };
  }

  private <T> T root(Engine engine, Function<FeatureOrchestrationWorkflow, T> question) {
    return engine.query(engineId(), FeatureOrchestrationWorkflow.class, question);
  }

  private <T> Optional<T> merge(
      Engine engine, FeatureState state, Function<MergeAtomicUnitsWorkflow, T> question) {
    return ask(() -> engine.query(childId(MERGE, state), MergeAtomicUnitsWorkflow.class, question));
  }

  /** Where units went back to their agents, they and the merge are further runs. */
  private String childId(String child, FeatureState state) {
    int round = state.standing().round();
    return childId(child) + (round == 0 ? "" : ".r" + round) + begun(state.graph(), child);
  }

  /** A unit that was begun anew is a further run. */
  private static String begun(@Nullable PlanGraph plan, String unit) {
    return plan == null ? "" : PlanGraph.Begun.ending(plan.begun(unit));
  }

  @Override
  RunView failed(Views.Frame frame, Failure why) {
    return Views.failed(frame, why, nothingMerged());
  }

  @Override
  RunView returned(Views.Frame frame, @Nullable Object value) {
    FeatureState end = (FeatureState) Objects.requireNonNull(value);
    MergeReport none = end.merge() == null ? nothingMerged() : null;
    return Views.feature(frame, end.state(), end, Map.of(), none, null, parallel());
  }

  private MergeReport nothingMerged() {
    return MergeReport.empty(strategy());
  }

  @Override
  List<Checkpoints.LoopId> loops(Engine engine, String unit) {
    PlanGraph plan = graph(engine);
    int begun = plan == null ? 0 : plan.begun(unit);
    int rounds = settings().map(all -> all.merging().rework()).orElse(0);
    return IntStream.rangeClosed(1, registered().generation())
        .boxed()
        .flatMap(
            generation ->
                IntStream.rangeClosed(0, begun)
                    .boxed()
                    .flatMap(
                        time ->
                            IntStream.rangeClosed(0, rounds)
                                .mapToObj(
                                    round ->
                                        childId(unit, generation, round)
                                            + PlanGraph.Begun.ending(time))))
        .map(id -> new Checkpoints.LoopId(id, AtomicUnitWorkflow.class))
        .toList();
  }

  @Override
  Optional<String> plan(Engine engine) {
    return Optional.ofNullable(graph(engine)).map(PlanGraph::plan);
  }

  /** Many units are asked about one after the other. */
  private @Nullable PlanGraph graph(Engine engine) {
    if (plan == null) {
      plan = ask(() -> root(engine, FeatureOrchestrationWorkflow::state)).map(FeatureState::graph);
    }
    return plan.orElse(null);
  }

  private String childId(String unit, int generation, int round) {
    return RunRegistry.engineId(registered().id(), generation)
        + "/"
        + RunRegistry.engineId(unit, generation)
        + (round == 0 ? "" : ".r" + round);
  }

  @Override
  String back(Engine engine, RunView view, Checkpoints.Chosen to) {
    return Wire.json(restarts(engine).back(next(), view.tip(), to));
  }

  /** What has ended is read as it was recorded: no program need know how it came about. */
  private FeatureState last(Engine engine) {
    return engine.ended(engineId()).isPresent()
            && engine.result(engineId(), FeatureState.class).join()
                instanceof Outcome.Ok<FeatureState> ok
        ? ok.value()
        : root(engine, FeatureOrchestrationWorkflow::state);
  }

  private FeatureRestarts restarts(Engine engine) {
    return new FeatureRestarts(work(), last(engine));
  }

  @Override
  String named(Engine engine) {
    return super.named(engine) + Wire.json(last(engine));
  }

  @Override
  RunRequest<?> asked(
      Engine engine, ArtifactStore artifacts, RunSettings settings, @Nullable PlanSource plan) {
    String text = new String(PlanTexts.bytes(artifacts, work().text()), StandardCharsets.UTF_8);
    PlanSource same = PlanSource.stored(Objects.requireNonNull(last(engine).graph()).plan());
    return FeatureRequest.of(text)
        .plan(plan == null ? same : plan)
        .from(work().base())
        .with(settings);
  }

  @Override
  Optional<LoopCheckpoint> goesOnFrom() {
    FeatureWork.Restart from = work().from();
    return Optional.ofNullable(from == null ? null : from.back()).map(FeatureWork.Back::to);
  }

  /** What is finished and needs nothing that goes back is done for the fork, too. */
  @Override
  String fork(Engine engine, RunRecord made, Checkpoints.Chosen from) {
    FeatureWork next = Wire.read(made.request(), FeatureWork.class);
    return Wire.json(restarts(engine).fork(next, from));
  }

  @Override
  List<String> keptCommits(Engine engine, Checkpoints.Chosen from) {
    FeatureRestarts restarts = restarts(engine);
    return restarts.commits(restarts.kept(from));
  }

  @Override
  List<FeatureCheckpoint> whole(Engine engine) {
    return resolved() ? new FeatureCheckpoints(last(engine)).all() : List.of();
  }

  @Override
  String undone(Engine engine, RunView view, FeatureCheckpoint to) {
    return Wire.json(restarts(engine).undone(next(), view.tip(), to.number()));
  }

  @Override
  String fork(Engine engine, RunRecord made, ArtifactStore artifacts, FeatureCheckpoint from) {
    FeatureWork next = Wire.read(made.request(), FeatureWork.class);
    FeatureRestarts restarts = restarts(engine);
    PlanTexts plans = new PlanTexts(artifacts);
    PlanGraph before = Objects.requireNonNull(restarts.last().graph());
    String plan = Objects.requireNonNull(next.plan());
    PlanGraph graph =
        plan.equals(before.plan())
            ? before
            : plans.whole(plan).graph(plan, next.settings().limits().capacities());
    ImmutableSet<Plan.Unit> same = ImmutableSet.copyOf(plans.whole(before.plan()).units());
    ImmutableMap<String, Plan.Unit> units =
        Maps.uniqueIndex(plans.whole(plan).units(), unit -> unit.node().id());
    return Wire.json(
        restarts.fork(
            next,
            graph,
            restarts.kept(from.number(), graph, unit -> same.contains(units.get(unit)))));
  }

  @Override
  List<String> doneBefore() {
    FeatureWork.Restart from = work().from();
    return from == null
        ? List.of()
        : from.last().units().stream()
            .filter(unit -> unit.state().finished())
            .map(unit -> unit.head().commit())
            .filter(Objects::nonNull)
            .toList();
  }

  @Override
  Optional<RetryReach> reach(Engine engine, List<String> units) {
    return Optional.of(RetryRules.reach(last(engine), units));
  }

  @Override
  String again(Engine engine, RunView view, List<String> units) {
    FeatureState last = last(engine);
    FeatureState from = view.rolledBack() ? last.withCommit(view.tip()) : last;
    return Wire.json(work().again(next(), from, units));
  }
}
