package dev.aidp;

import dev.aidp.activities.plan.PlanTexts;
import dev.aidp.agent.FiledTask;
import dev.aidp.artifact.ArtifactStore;
import dev.aidp.plan.PlanSource;
import dev.aidp.run.RunRequest;
import dev.aidp.run.RunSettings;
import dev.aidp.run.Work;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.registry.RunRegistry;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.Views;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workloop.LoopCheckpoint;
import dev.aidp.workloop.LoopStatus;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopRequest;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One unit on a branch of its own. */
final class LoopRun extends TypedRun {

  LoopRun(RunRecord run) {
    super(run);
  }

  private UnitWork work() {
    return request(UnitWork.class);
  }

  @Override
  void start(Engine engine) {
    WorkLoopRequest request = WorkLoopRequest.resolved(work());
    engine.start(engineId(), WorkLoopWorkflow.class, root -> root.run(request), startedWith());
  }

  @Override
  Class<?> result() {
    return UnitResult.class;
  }

  @Override
  Optional<RunSettings> settings() {
    return resolved() ? Optional.of(work().settings()) : Optional.empty();
  }

  @Override
  Map<String, Path> logs(Logs logs, Supplier<RunView> view) {
    return logs.of(List.of(Work.LOOP), List.of());
  }

  @Override
  RunView look(Engine engine, Views.Frame frame, Engine.Condition condition) {
    LoopStatus loop = status(engine);
    return Views.loop(frame, shown(state(loop.paused(), loop.waiting()), condition), loop)
        .at(unit -> condition == Engine.Condition.OWNED ? engine.beats(engineId()) : List.of());
  }

  private LoopStatus status(Engine engine) {
    return engine.query(engineId(), WorkLoopWorkflow.class, WorkLoopWorkflow::status);
  }

  @Override
  RunView returned(Views.Frame frame, @Nullable Object value) {
    return Views.loop(frame, (UnitResult) Objects.requireNonNull(value));
  }

  @Override
  List<Checkpoints.LoopId> loops(Engine engine, String unit) {
    return IntStream.rangeClosed(1, registered().generation())
        .mapToObj(generation -> RunRegistry.engineId(registered().id(), generation))
        .map(id -> new Checkpoints.LoopId(id, WorkLoopWorkflow.class))
        .toList();
  }

  @Override
  String back(Engine engine, RunView view, Checkpoints.Chosen to) {
    UnitWork next = Wire.read(again(engine, view, List.of()), UnitWork.class);
    String tip = view.tip();
    return Wire.json(next.from(to.state()).replacing(tip == null ? next.into().replaces() : tip));
  }

  @Override
  RunRequest<?> asked(
      Engine engine, ArtifactStore artifacts, RunSettings settings, @Nullable PlanSource plan) {
    String text = new PlanTexts(artifacts).task(work().plan(), Work.LOOP);
    return WorkLoopRequest.of(text).from(work().base()).with(settings);
  }

  @Override
  Optional<LoopCheckpoint> goesOnFrom() {
    return Optional.ofNullable(work().before().from());
  }

  @Override
  String fork(Engine engine, RunRecord made, Checkpoints.Chosen from) {
    return Wire.json(Wire.<UnitWork>read(made.request(), UnitWork.class).from(from.state()));
  }

  @Override
  String again(Engine engine, RunView view, List<String> units) {
    int starts = view.units().stream().mapToInt(unit -> unit.tries().attempts()).sum();
    List<FiledTask> tasks =
        engine.query(engineId(), WorkLoopWorkflow.class, WorkLoopWorkflow::checkpoint).tasks();
    return Wire.json(work().inGeneration(next(), starts, status(engine).unit().usage(), tasks));
  }
}
