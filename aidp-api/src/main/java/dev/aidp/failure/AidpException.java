package dev.aidp.failure;

/**
 * The root of all exceptions of Aidp. Its leaves are final and their message says what to do next.
 * Thrown by an activity, it is recorded as a failure of its kind; thrown by a workflow, it fails
 * the run.
 */
public abstract class AidpException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  AidpException(Failure failure, Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  AidpException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /** Returns what is recorded of it. */
  public Failure failure() {
    return failure;
  }
}
