package dev.aidp.workflows.temporal;

import com.google.common.base.Throwables;
import dev.aidp.failure.AidpException;
import dev.aidp.failure.Failure;
import dev.aidp.failure.FailureKind;
import dev.aidp.failure.StepFailedException;
import dev.aidp.failure.UnusableException;
import dev.aidp.wire.WireNamed;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Failures on their way through the server: the kind is the type, the record travels as the detail.
 */
public final class Failures {

  /** So the SDK's workers begin what they say of an update that a workflow does not have. */
  private static final String UNKNOWN_UPDATE = "Unknown update name";

  /** The type of what says that a step has no outcome, as its process has let go of it. */
  public static final String GIVEN_BACK = "given_back";

  /** So the server calls it. */
  private static final String CUT_SHORT = "AcceptedUpdateCompletedWorkflow";

  private Failures() {}

  /**
   * Returns what an activity or a workflow throws so that the server records {@code e}, once and
   * for all.
   */
  static ApplicationFailure recorded(AidpException e) {
    return failure(e.failure(), true).build();
  }

  /** Returns why an update was not accepted, if {@code told} tells of that. */
  public static Optional<String> refused(@Nullable Throwable told) {
    return told instanceof ApplicationFailure failure
            && (RefusedUpdate.named(failure.getType())
                || UnreadableValue.named(failure.getType())
                || String.valueOf(failure.getOriginalMessage()).startsWith(UNKNOWN_UPDATE))
        ? Optional.of(String.valueOf(failure.getOriginalMessage()))
        : Optional.empty();
  }

  /** Returns whether {@code told} tells that a run has ended before its update had. */
  public static boolean cutShort(@Nullable Throwable told) {
    return told instanceof ApplicationFailure failure && CUT_SHORT.equals(failure.getType());
  }

  /**
   * Returns what an activity throws whose place cannot be used now: nothing is recorded, and the
   * server has it performed again by whoever works there next.
   */
  static ApplicationFailure.Builder unusable(UnusableException e) {
    return failure(e.failure(), false).setDetails(e.failure(), e.remedy());
  }

  /** Returns why a step could not be performed, if {@code told} tells of an unusable place. */
  public static Optional<UnusableException> unusable(Throwable told) {
    if (!(told instanceof ApplicationFailure failure) || failure.getDetails().getSize() < 2) {
      return Optional.empty();
    }
    return kind(failure.getType())
        .map(kind -> failure.getDetails().get(1, String.class))
        .map(remedy -> new UnusableException(of(told).message(), remedy));
  }

  /**
   * Sends something.
   *
   * @throws StepFailedException if it is such that nobody can send it
   */
  public static <T> T sending(Supplier<T> send) {
    try {
      return send.get();
    } catch (ApplicationFailure | WorkflowServiceException e) {
      Throwable why = e instanceof ApplicationFailure ? e : e.getCause();
      throw why instanceof ApplicationFailure ours && kind(ours.getType()).isPresent()
          ? new StepFailedException(of(ours), ours)
          : e;
    }
  }

  /** Returns the one of {@code e} and its causes that tells most: ours, else the SDK's, else it. */
  static Throwable telling(Throwable e) {
    for (Throwable cause : Throwables.getCausalChain(e)) {
      if (cause instanceof AidpException
          || cause instanceof TemporalFailure
          || cause instanceof ActivityCompletionException) {
        return cause;
      }
    }
    return e;
  }

  /** Returns what an activity says by a failure of the SDK's, which need not have a kind. */
  static Failure ofActivity(ApplicationFailure failure) {
    return kind(failure.getType()).isPresent() || failure.isNonRetryable()
        ? of(failure)
        : Failure.of(
            FailureKind.TRANSIENT, failure.getType() + ": " + failure.getOriginalMessage());
  }

  static ApplicationFailure.Builder failure(Failure failure, boolean last) {
    return ApplicationFailure.newBuilder()
        .setType(failure.kind().wireName())
        .setMessage(failure.message())
        .setDetails(failure)
        .setNonRetryable(last)
        .setCategory(ApplicationErrorCategory.BENIGN);
  }

  /** Returns what was recorded, from the exception by which the SDK tells it. */
  public static Failure of(Throwable told) {
    for (Throwable e = told; e != null; e = e.getCause()) {
      if (e instanceof AidpException ours) {
        return ours.failure();
      }
      if (e instanceof ApplicationFailure application) {
        return of(application);
      }
      if (e instanceof TimeoutFailure timeout) {
        return Failure.of(
            FailureKind.TIMEOUT, "It took longer than allowed: " + timeout.getTimeoutType());
      }
      if (e instanceof CanceledFailure) {
        return Failure.of(FailureKind.CANCELLED, "It was stopped.");
      }
      if (e instanceof TerminatedFailure) {
        return Failure.of(FailureKind.CANCELLED, "It was terminated on the server.");
      }
    }
    return Failure.of(FailureKind.PERMANENT, String.valueOf(told.getMessage()));
  }

  private static Failure of(ApplicationFailure failure) {
    String message = String.valueOf(failure.getOriginalMessage());
    return kind(failure.getType())
        .map(kind -> detail(failure).orElseGet(() -> Failure.of(kind, message)))
        .orElseGet(
            () ->
                Failure.of(
                    FailureKind.PERMANENT,
                    UnreadableValue.named(failure.getType())
                        ? message
                        : failure.getType() + ": " + message));
  }

  private static Optional<FailureKind> kind(@Nullable String type) {
    return WireNamed.of(FailureKind.class, type);
  }

  private static Optional<Failure> detail(ApplicationFailure failure) {
    try {
      return failure.getDetails().getSize() == 0
          ? Optional.empty()
          : Optional.ofNullable(failure.getDetails().get(0, Failure.class));
    } catch (DataConverterException e) {
      return Optional.empty(); // a worker of somebody else used our type with a detail of its own
    }
  }
}
