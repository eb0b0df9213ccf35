package dev.aidp.workflows.temporal;

import dev.aidp.activity.StepInfo;
import dev.aidp.failure.StepCancelledException;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.converter.DataConverterException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The step that an activity performs. */
final class ActivityStep implements StepInfo {

  private final ActivityExecutionContext context;
  private final String key;
  private final StepWatch watch;
  private volatile @Nullable ActivityCompletionException stopped;

  ActivityStep(ActivityExecutionContext context, String key, StepWatch watch) {
    this.context = context;
    this.key = key;
    this.watch = watch;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public int attempt() {
    return context.getInfo().getAttempt();
  }

  @Override
  public void beat(@Nullable Object details) {
    if (watch.released()) {
      throw new StepCancelledException("This process gives the step back.");
    }
    try {
      context.heartbeat(details);
    } catch (ActivityCompletionException e) {
      stopped = e;
      throw new StepCancelledException("The step was asked to stop.");
    }
  }

  @Override
  public <D> Optional<D> lastBeat(Class<D> type) {
    try {
      return context.getLastHeartbeatDetails(type);
    } catch (DataConverterException e) {
      return Optional.empty(); // of a start that never began
    }
  }

  /** Returns what the server wants to hear if the step ends because it was asked to stop. */
  @Nullable ActivityCompletionException stopped() {
    return stopped;
  }
}
