package dev.aidp.failure;

/**
 * A step or a child run that the workflow waited for has failed, or a workflow gives up with a
 * failure.
 */
public final class StepFailedException extends AidpException {

  private static final long serialVersionUID = 1L;

  /** Makes one that carries {@code failure}. */
  public StepFailedException(Failure failure) {
    super(failure);
  }

  /** Makes one with a cause that is only logged. */
  public StepFailedException(Failure failure, Throwable cause) {
    super(failure, cause);
  }
}
