package dev.aidp.failure;

/**
 * A step or a child run that the workflow waited for has failed, a workflow gives up with a
 * failure, or an activity says what its failure is: {@code throw StepFailedException.permanent("The
 * account is closed.")} is not repeated.
 */
public final class StepFailedException extends AidpException {

  private static final long serialVersionUID = 1L;

  /** Returns one that no repeat can help. */
  public static StepFailedException permanent(String message) {
    return new StepFailedException(Failure.of(FailureKind.PERMANENT, message));
  }

  /** Makes one that carries {@code failure}. */
  public StepFailedException(Failure failure) {
    super(failure);
  }

  /** Makes one with a cause that is only logged. */
  public StepFailedException(Failure failure, Throwable cause) {
    super(failure, cause);
  }
}
