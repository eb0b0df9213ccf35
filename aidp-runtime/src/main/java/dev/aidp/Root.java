package dev.aidp;

import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.feature.FeatureRequest;
import dev.aidp.feature.FeatureState;
import dev.aidp.merge.MergeAtomicUnitsWorkflow;
import dev.aidp.merge.MergeRequest;
import dev.aidp.merge.MergeResult;
import dev.aidp.run.Steerable;
import dev.aidp.runtime.engine.Engine;
import dev.aidp.runtime.registry.RunRecord;
import dev.aidp.workflows.wire.Wire;
import dev.aidp.workloop.UnitResult;
import dev.aidp.workloop.UnitWork;
import dev.aidp.workloop.WorkLoopWorkflow;
import java.util.function.BiConsumer;

/**
 * What a kind of run is to an engine.
 *
 * @param workflow the workflow at its root
 * @param request what that is given
 * @param call how it is given
 * @param result what it returns
 */
record Root<W extends Steerable, A>(
    Class<W> workflow, Class<A> request, BiConsumer<W, A> call, Class<?> result) {

  private static final Root<FeatureOrchestrationWorkflow, FeatureRequest> FEATURE =
      new Root<>(
          FeatureOrchestrationWorkflow.class,
          FeatureRequest.class,
          FeatureOrchestrationWorkflow::run,
          FeatureState.class);
  private static final Root<WorkLoopWorkflow, UnitWork> LOOP =
      new Root<>(WorkLoopWorkflow.class, UnitWork.class, WorkLoopWorkflow::run, UnitResult.class);
  private static final Root<MergeAtomicUnitsWorkflow, MergeRequest> MERGE =
      new Root<>(
          MergeAtomicUnitsWorkflow.class,
          MergeRequest.class,
          MergeAtomicUnitsWorkflow::run,
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
  static RunStart.Kind kind(RunRecord run) {
    for (RunStart.Kind kind : RunStart.Kind.values()) {
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
