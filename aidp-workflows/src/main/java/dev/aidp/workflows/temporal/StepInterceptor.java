package dev.aidp.workflows.temporal;

import com.google.common.base.Throwables;
import dev.aidp.activity.StepInfo;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.failure.TemporalFailure;
import java.time.Duration;

/**
 * Gives activities their {@link StepInfo}, and turns our exceptions into recorded failures on both
 * sides.
 */
final class StepInterceptor extends WorkerInterceptorBase {

  private final StepWatch watch;

  StepInterceptor(StepWatch watch) {
    this.watch = watch;
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new Run(next);
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Activity(next, watch);
  }

  private static final class Run extends WorkflowInboundCallsInterceptorBase {

    Run(WorkflowInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
      super.init(new StepHeader(outbound));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
      try {
        return super.execute(input);
      } catch (AidpException e) {
        throw Failures.recorded(e);
      }
    }
  }

  private static final class Activity extends ActivityInboundCallsInterceptorBase {

    /** Another process shall take the step at once. */
    private static final Duration GIVEN_BACK_FOR = Duration.ofMillis(1);

    private final StepWatch watch;
    private ActivityExecutionContext context;

    @SuppressWarnings("NullAway.Init") // the SDK calls init before anything else
    Activity(ActivityInboundCallsInterceptor next, StepWatch watch) {
      super(next);
      this.watch = watch;
    }

    @Override
    public void init(ActivityExecutionContext context) {
      this.context = context;
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      ActivityStep step =
          new ActivityStep(context, StepHeader.key(input.getHeader(), context.getInfo()), watch);
      watch.began(context);
      try {
        return StepInfo.performing(step, () -> super.execute(input));
      } catch (Exception e) {
        throw told(e, step);
      } finally {
        watch.ended(context);
      }
    }

    private RuntimeException told(Exception e, ActivityStep step) {
      if (watch.released()) {
        Failure givenBack = Failure.of(FailureKind.TRANSIENT, "Its process gave the step back.");
        return Failures.failure(givenBack, false).setNextRetryDelay(GIVEN_BACK_FOR).build();
      }
      for (Throwable cause : Throwables.getCausalChain(e)) {
        ActivityCompletionException stopped = step.stopped();
        if (cause instanceof StepCancelledException && stopped != null) {
          return stopped;
        }
        if (cause instanceof AidpException ours) {
          return Failures.recorded(ours);
        }
        if (cause instanceof TemporalFailure || cause instanceof ActivityCompletionException) {
          return (RuntimeException) cause;
        }
      }
      return Failures.recorded(e);
    }
  }
}
