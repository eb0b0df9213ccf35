package dev.aidp.workflows.temporal;

import com.google.common.base.Throwables;
import dev.aidp.activity.StepInfo;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepCancelledException;
import dev.aidp.failure.UnusableException;
import dev.aidp.workflow.Retry;
import dev.aidp.workflows.wire.Wire;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives activities their {@link StepInfo}, and turns our exceptions into recorded failures on both
 * sides.
 */
final class StepInterceptor extends WorkerInterceptorBase {

  private final StepWatch watch;
  private final StepTransport transport;

  StepInterceptor(StepWatch watch, StepTransport transport) {
    this.watch = watch;
    this.transport = transport;
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new Run(next);
  }

  @Override
  public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
    return new Performing(next, watch, transport);
  }

  private static final class Run extends WorkflowInboundCallsInterceptorBase {

    private final Map<String, Integer> updates = new LinkedHashMap<>();

    Run(WorkflowInboundCallsInterceptor next) {
      super(next);
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor outbound) {
      super.init(new StepHeader(outbound));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
      Set<String> listeners = new LinkedHashSet<>();
      Workflow.registerListener((PartEnd.Telling) listeners::add);
      return recorded(
          () -> {
            try {
              WorkflowOutput output = super.execute(input);
              told(
                  listeners,
                  () -> new PartEnd(me(), Wire.tree(Wire.json(output.getResult())), null));
              return output;
            } catch (AidpException e) {
              told(listeners, () -> new PartEnd(me(), null, e.failure()));
              throw e;
            }
          });
    }

    private static String me() {
      return Workflow.getInfo().getWorkflowId();
    }

    /** The server tells only the run that has started it. */
    private static void told(Set<String> listeners, Supplier<PartEnd> end) {
      for (String listener : listeners) {
        try {
          Workflow.newUntypedExternalWorkflowStub(listener).signal(PartEnd.ENDED, end.get());
        } catch (SignalExternalWorkflowException | TemporalFailure e) {
          Workflow.getLogger(Run.class).debug("{} hears nothing: {}", listener, e.getMessage());
        }
      }
    }

    /** Whatever the validator throws is its word; a step that it asks for is refused by the SDK. */
    @Override
    public void validateUpdate(UpdateInput input) {
      try {
        super.validateUpdate(input);
      } catch (RuntimeException e) {
        throw new RefusedUpdate(e);
      }
    }

    @Override
    public UpdateOutput executeUpdate(UpdateInput input) {
      String name = "@" + input.getUpdateName();
      Branch.handle(name + "-" + updates.merge(name, 1, Integer::sum));
      return recorded(() -> super.executeUpdate(input));
    }

    private static <T> T recorded(Supplier<T> performed) {
      try {
        return performed.get();
      } catch (UnusableException e) {
        // No end of the run: it waits for a program that can go on with it.
        throw new IllegalStateException(e.getMessage() + " " + e.remedy(), e);
      } catch (AidpException e) {
        throw Failures.recorded(e);
      }
    }
  }

  private static final class Performing extends ActivityInboundCallsInterceptorBase {

    /** Another process shall take the step at once. */
    private static final Duration GIVEN_BACK_FOR = Duration.ofMillis(1);

    /** This process has stopped asking for steps by then. */
    private static final Duration NEXT_WORKER = Duration.ofSeconds(1);

    private StepWatch watch;
    private StepTransport transport;
    private StepTravel.Body body = super::execute;
    private ActivityExecutionContext context;

    @SuppressWarnings("NullAway.Init") // the SDK calls init before anything else
    Performing(ActivityInboundCallsInterceptor next, StepWatch watch, StepTransport transport) {
      super(next);
      this.watch = watch;
      this.transport = transport;
    }

    @Override
    public void init(ActivityExecutionContext context) {
      this.context = context;
      super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
      String key = StepHeader.key(input.getHeader(), context.getInfo());
      StepHeader.Place place = StepHeader.place(input.getHeader());
      handOver(StepHeader.repository(input.getHeader()));
      StepTravel travel =
          new StepTravel(transport, key, place, context.getInfo().getWorkflowRunId());
      ActivityStep step = new ActivityStep(context, key, place.starts(), watch, travel);
      StepHeader.Terms terms = StepHeader.terms(input.getHeader());
      watch.began(context);
      try {
        return StepInfo.performing(
            step,
            () -> {
              watch.admit(context, step);
              return performed(input, step, travel, terms);
            });
      } catch (Exception e) {
        throw told(e, step, travel, terms);
      } finally {
        watch.ended(context);
      }
    }

    /** Where several repositories share queues, a worker is handed what is not of its own. */
    private void handOver(String repository) {
      String here = watch.repository();
      if (repository.isEmpty() || here.isEmpty() || repository.equals(here)) {
        return;
      }
      Served whose = watch.neighbour(repository).orElseThrow(() -> foreign(here, repository));
      watch = whose.watchFor(watch);
      transport = whose.transport();
      body = input -> whose.perform(context.getInfo().getActivityType(), input, super::execute);
    }

    private static ApplicationFailure foreign(String here, String repository) {
      return ApplicationFailure.newBuilder()
          .setType(Failures.GIVEN_BACK)
          .setMessage(
              "This worker serves the repository %s, the run is of %s: give each repository queues"
                      .formatted(here, repository)
                  + " (temporal.queues) or a namespace of its own.")
          .setNextRetryDelay(NEXT_WORKER)
          .setCategory(ApplicationErrorCategory.BENIGN)
          .build();
    }

    private ActivityOutput performed(
        ActivityInput input, ActivityStep step, StepTravel travel, StepHeader.@Nullable Terms terms)
        throws Exception {
      try (AutoCloseable beats = terms == null ? () -> {} : step.alive(terms)) {
        ActivityOutput output =
            travel.during(input, step, each -> step.limited(terms, () -> body.perform(each)));
        if (step.givenBack() || travel.lost()) {
          throw givenBack(); // what it has come to since is not all that it would have
        }
        return output;
      }
    }

    private RuntimeException told(
        Exception e, ActivityStep step, StepTravel travel, StepHeader.@Nullable Terms terms) {
      Optional<UnusableException> unusable = unusable(e);
      if (unusable.isPresent()) {
        return unusable(unusable.get());
      }
      ActivityCompletionException stopped = step.stopped();
      if (watch.released() || travel.lost() && stopped == null && !step.late()) {
        return givenBack();
      }
      Throwable why = Failures.telling(e);
      boolean says = why instanceof AidpException && !(why instanceof StepCancelledException);
      if (!says && stopped != null) {
        return stopped;
      }
      if (!says && step.late() && terms != null) {
        String message = "longer than " + terms.timeout();
        return repeated(Failure.of(FailureKind.TIMEOUT, message), terms.retry(), e);
      }
      return told(why, terms, e);
    }

    private RuntimeException told(
        Throwable why, StepHeader.@Nullable Terms terms, Exception thrown) {
      if (why instanceof AidpException ours) {
        return repeated(ours.failure(), terms == null ? Retry.NEVER : terms.retry(), thrown);
      }
      if (terms == null) {
        return Activity.wrap(thrown); // an activity of somebody else keeps its own rules
      }
      if (why instanceof ApplicationFailure failure) {
        return repeated(Failures.ofActivity(failure), terms.retry(), thrown);
      }
      return why instanceof ActivityCompletionException asked
          ? asked
          : repeated(terms.retry().unclassified(why), terms.retry(), thrown);
    }

    private RuntimeException repeated(Failure failure, Retry retry, Exception thrown) {
      int attempt = context.getInfo().getAttempt();
      boolean repeats = retry.repeats(failure.kind(), attempt);
      ApplicationFailure.Builder told = Failures.failure(failure, !repeats).setCause(thrown);
      return repeats ? told.setNextRetryDelay(retry.pauseAfter(attempt)).build() : told.build();
    }

    private static Optional<UnusableException> unusable(Exception e) {
      return Throwables.getCausalChain(e).stream()
          .filter(UnusableException.class::isInstance)
          .map(UnusableException.class::cast)
          .findFirst();
    }

    /** It is not recorded: the step is performed by whoever works here next. */
    private ApplicationFailure unusable(UnusableException why) {
      ApplicationFailure.Builder failure = Failures.unusable(why);
      return watch.unusable(why) && !context.getInfo().isLocal()
          ? failure.setNextRetryDelay(NEXT_WORKER).build()
          : failure.build();
    }

    /** A quick step is tried again right here and only so often: at once would be too soon. */
    private ApplicationFailure givenBack() {
      Failure failure = Failure.of(FailureKind.TRANSIENT, "Its process gave the step back.");
      ApplicationFailure.Builder builder = Failures.failure(failure, false);
      return context.getInfo().isLocal()
          ? builder.build()
          : builder.setType(Failures.GIVEN_BACK).setNextRetryDelay(GIVEN_BACK_FOR).build();
    }
  }
}
