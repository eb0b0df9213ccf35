package dev.aidp.workflows.steering;

import dev.aidp.feature.FeatureOrchestrationWorkflow;
import dev.aidp.run.ChildWaiting;
import dev.aidp.run.Waiting;
import dev.aidp.workflow.WorkflowContext;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What a part of a run asks of a person, and lets the run know. */
public final class PartNews {

  private PartNews() {}

  /**
   * Asks a person something, and waits for the answer or for {@code other}, without counting the
   * time; while the run is paused, an answer waits too.
   *
   * @return empty if there is none
   */
  public static Optional<Answer> ask(
      WorkflowContext context, Steering steering, Waiting what, BooleanSupplier other) {
    steering.waitFor(what);
    tell(context, steering, what);
    BooleanSupplier answered = () -> steering.answer() != null || other.getAsBoolean();
    steering.await(
        context, () -> steering.cancelled() || !steering.paused() && answered.getAsBoolean());
    Optional<Answer> given =
        steering.cancelled() ? Optional.empty() : Optional.ofNullable(steering.answer());
    steering.goOn();
    tell(context, steering, null);
    return given;
  }

  /** Says what it waits for a person for, or null; whoever else started it does not listen. */
  public static void tell(WorkflowContext context, Steering steering, @Nullable Waiting what) {
    int parent = context.runId().lastIndexOf('/');
    if (parent > 0 && !steering.cancelled()) {
      context.signal(
          context.runId().substring(0, parent),
          FeatureOrchestrationWorkflow.class,
          feature -> feature.partWaits(new ChildWaiting(context.runId(), what)));
    }
  }
}
