package dev.aidp.failure;

/**
 * The engine, the server or the storage cannot be used now: exit code 5. A step that throws it is
 * not recorded; the run is left interrupted and goes on later.
 */
public final class UnusableException extends AidpException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  /** Makes one that says what cannot be used and what to do. */
  public UnusableException(String message, String remedy, Throwable cause) {
    super(Failure.of(FailureKind.TRANSIENT, message), cause);
    this.remedy = remedy;
  }

  /** Makes one that says what cannot be used and what to do. */
  public UnusableException(String message, String remedy) {
    super(Failure.of(FailureKind.TRANSIENT, message));
    this.remedy = remedy;
  }

  /** Returns what to do. */
  public String remedy() {
    return remedy;
  }
}
