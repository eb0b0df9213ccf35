package dev.aidp.runtime.temporal;

import dev.aidp.workflows.temporal.Failures;
import dev.aidp.workflows.wire.CapturedCall;
import dev.aidp.workflows.wire.WireNames;
import io.grpc.StatusRuntimeException;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An update on its way to a {@link KeptWorkflow}, which is sent until it has an outcome: by its id
 * it is one however often that is.
 */
final class KeptUpdate {

  private final KeptWorkflow<?> to;
  private final CapturedCall made;
  private final UpdateOptions<?> options;
  private final long end;

  KeptUpdate(KeptWorkflow<?> to, CapturedCall made, String id, Duration patience) {
    this.to = to;
    this.made = made;
    this.end = System.nanoTime() + patience.toNanos();
    this.options =
        UpdateOptions.newBuilder(returned(made.method()))
            .setUpdateName(WireNames.update(made.method()))
            .setUpdateId(id)
            .setWaitForStage(WorkflowUpdateStage.COMPLETED)
            .build();
  }

  private static Class<?> returned(Method method) {
    return method.getReturnType() == void.class ? Void.class : method.getReturnType();
  }

  @Nullable Object outcome() throws KeptWorkflow.Refused {
    while (true) {
      try {
        return sent();
      } catch (WorkflowUpdateException e) {
        Optional<String> refusal = Failures.refused(e.getCause());
        if (refusal.isPresent()) {
          throw new KeptWorkflow.Refused(refusal.get());
        }
        if (!Failures.cutShort(e.getCause())) {
          throw to.unusable(e);
        }
        demandPatience(e); // it went on as new before this was performed
      } catch (WorkflowUpdateTimeoutOrCancelledException e) {
        demandPatience(e);
      } catch (WorkflowServiceException | StatusRuntimeException e) {
        throw to.unusable(e);
      }
    }
  }

  private @Nullable Object sent() {
    Object[] args = made.args().toArray();
    while (true) {
      try {
        return to.stub().startUpdate(options, args).getResult();
      } catch (WorkflowNotFoundException e) {
        KeptWorkflow.Before before = to.before();
        if (!before.open()) {
          return to.begun().startUpdateWithStart(options, args, before.start()).getResult();
        }
      }
    }
  }

  private void demandPatience(RuntimeException e) {
    if (Thread.currentThread().isInterrupted() || System.nanoTime() > end) {
      throw to.unusable(e);
    }
  }
}
