package dev.aidp;

import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.feature.FeatureWork;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.merge.MergeWork;
import dev.aidp.run.RunKind;
import dev.aidp.run.Steerable;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopRequest;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.util.function.BiConsumer;

/**
 * What a kind of run is to an engine.
 *
 * @param workflow the workflow at its root
 * @param request what it works on, as it is registered
 * @param call how it is given that
 * @param result what it returns
 */
record Root<W extends Steerable, A>(
    Class<W> workflow, Class<A> request, BiConsumer<W, A> call, Class<?> result) {

  private static final Root<FeatureOrchestrationWorkflow, FeatureWork> FEATURE =
      new Root<>(
          FeatureOrchestrationWorkflow.class,
          FeatureWork.class,
          (root, work) -> root.run(FeatureRequest.resolved(work)),
          FeatureState.class);
  private static final Root<WorkLoopWorkflow, UnitWork> LOOP =
      new Root<>(
          WorkLoopWorkflow.class,
          UnitWork.class,
          (root, work) -> root.run(WorkLoopRequest.resolved(work)),
          UnitResult.class);
  private static final Root<MergeAtomicUnitsWorkflow, MergeWork> MERGE =
      new Root<>(
          MergeAtomicUnitsWorkflow.class,
          MergeWork.class,
          (root, work) -> root.run(MergeRequest.resolved(work)),
          MergeResult.class);

  /** Returns that of {@code run}, which is none of an application's own. */
  static Root<?, ?> of(RunRecord run) {
    return switch (kind(run)) {
      case FEATURE -> FEATURE;
      case LOOP -> LOOP;
      case MERGE -> MERGE;
    };
  }

  /** Returns what kind of run it is; it is none of an application's own. */
  static RunKind kind(RunRecord run) {
    for (RunKind kind : RunKind.values()) {
      if (kind.wireName().equals(run.kind())) {
        return kind;
      }
    }
    throw new IllegalStateException(
        "The run " + run.id() + " is of a kind that only a newer aidp knows: " + run.kind());
  }

  void start(Engine engine, RunRecord run) {
    A given = Wire.read(run.request(), request);
    engine.start(run.engineId(), workflow, root -> call.accept(root, given));
  }
}
