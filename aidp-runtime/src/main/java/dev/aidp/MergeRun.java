package dev.aidp;

import dev.aidp.failure.Failure;
import dev.aidp.git.JoinRequest;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeReport;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.merge.MergeWork;
import dev.aidp.run.RunSettings;
import dev.aidp.run.RunState;
import dev.aidp.run.Steerable;
import dev.aidp.run.Waiting;
import dev.aidp.run.Work;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.runtime.view.RunView;
import dev.aidp.runtime.view.Views;
import dev.aidp.workflows.wire.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Branches that are there, into one. */
final class MergeRun extends TypedRun {

  MergeRun(RunRecord run) {
    super(run);
  }

  private MergeWork work() {
    return request(MergeWork.class);
  }

  @Override
  void start(Engine engine) {
    MergeRequest request = MergeRequest.resolved(work());
    engine.start(
        engineId(), MergeAtomicUnitsWorkflow.class, root -> root.run(request), startedWith());
  }

  @Override
  Class<?> result() {
    return MergeResult.class;
  }

  @Override
  Optional<RunSettings> settings() {
    return resolved() ? Optional.of(work().settings()) : Optional.empty();
  }

  /** Its units have been worked on elsewhere. */
  @Override
  Map<String, Path> logs(Logs logs, Supplier<RunView> view) {
    return logs.of(List.of(), List.of(Work.MERGE));
  }

  @Override
  RunView look(Engine engine, Views.Frame frame, Engine.Condition condition) {
    MergeReport report = root(engine, MergeAtomicUnitsWorkflow::status);
    boolean paused = root(engine, MergeAtomicUnitsWorkflow::paused);
    Waiting waiting = root(engine, Steerable::waiting);
    RunState state = shown(state(paused, waiting), condition);
    return Views.merge(frame, state, branches(), report, waiting);
  }

  private List<JoinRequest.UnitHead> branches() {
    return resolved() ? work().finished() : List.of();
  }

  private <T> T root(Engine engine, Function<MergeAtomicUnitsWorkflow, T> question) {
    return engine.query(engineId(), MergeAtomicUnitsWorkflow.class, question);
  }

  @Override
  RunView failed(Views.Frame frame, Failure why) {
    return Views.failed(frame, why, MergeReport.empty(strategy()));
  }

  @Override
  RunView returned(Views.Frame frame, @Nullable Object value) {
    return Views.merge(frame, branches(), (MergeResult) Objects.requireNonNull(value));
  }

  @Override
  boolean joinsAnew() {
    return true;
  }

  @Override
  String again(Engine engine, RunView view, List<String> units) {
    return Wire.json(work().again(next(), view.tip()));
  }
}
