package dev.aidp;

import com.google.common.collect.Lists;
import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.failure.Failure;
import dev.aidp.feature.AtomicUnitWorkflow;
import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeReport;
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
import dev.aidp.workflows.plan.UnitGraph;
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
    FeatureState last = root(engine, FeatureOrchestrationWorkflow::state);
    FeatureState from = last.withCommit(view.tip() == null ? replaced() : view.tip());
    return Wire.json(work().back(next(), from, unfinished(from), to(to)));
  }

  /** Returns what an earlier generation has left its result branch pointing to, or null. */
  private @Nullable String replaced() {
    return work().from() == null ? null : work().from().last().commit();
  }

  private static FeatureWork.Back to(Checkpoints.Chosen to) {
    return new FeatureWork.Back(to.shown().unit(), to.state());
  }

  private static List<String> unfinished(FeatureState state) {
    return state.units().stream()
        .filter(unit -> !unit.state().finished())
        .map(UnitReport::id)
        .toList();
  }

  @Override
  String named(Engine engine) {
    return super.named(engine) + Wire.json(root(engine, FeatureOrchestrationWorkflow::state));
  }

  @Override
  RunRequest asked(Engine engine, ArtifactStore artifacts, RunSettings settings) {
    PlanGraph graph = root(engine, FeatureOrchestrationWorkflow::state).graph();
    String text = new String(PlanTexts.bytes(artifacts, work().text()), StandardCharsets.UTF_8);
    return FeatureRequest.of(text)
        .plan(PlanSource.stored(Objects.requireNonNull(graph).plan()))
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
    FeatureState last = root(engine, FeatureOrchestrationWorkflow::state);
    List<String> kept = kept(last, from);
    List<UnitReport> units =
        last.units().stream()
            .map(
                unit ->
                    kept.contains(unit.id())
                        ? unit
                        : UnitReport.unstarted(
                            unit.id(),
                            UnitState.PENDING,
                            "aidp-units/" + made.id() + "/" + unit.id()))
            .toList();
    FeatureState start = last.withUnits(units).withMerge(null).withCommit(null);
    return Wire.json(next.back(1, start, List.of(), to(from)));
  }

  private static List<String> kept(FeatureState last, Checkpoints.Chosen from) {
    UnitGraph graph = UnitGraph.of(Objects.requireNonNull(last.graph()));
    String back = from.shown().unit();
    return last.units().stream()
        .filter(unit -> unit.state().finished())
        .map(UnitReport::id)
        .filter(unit -> !unit.equals(back) && !graph.needs(unit, back))
        .toList();
  }

  @Override
  List<String> keptCommits(Engine engine, Checkpoints.Chosen from) {
    FeatureState last = root(engine, FeatureOrchestrationWorkflow::state);
    List<String> kept = kept(last, from);
    return last.units().stream()
        .filter(unit -> kept.contains(unit.id()))
        .map(unit -> unit.head().commit())
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  String again(Engine engine, RunView view, List<String> units) {
    FeatureState last = root(engine, FeatureOrchestrationWorkflow::state);
    FeatureState from = view.rolledBack() ? last.withCommit(view.tip()) : last;
    return Wire.json(work().again(next(), from, units));
  }
}
