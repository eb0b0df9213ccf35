package dev.aidp.failure;

/** There is no such run, unit or checkpoint: exit code 4. The message says which. */
public final class NotFoundException extends AidpException {

  private static final long serialVersionUID = 1L;

  /** Makes one that says what there is not. */
  public NotFoundException(String message) {
    super(Failure.of(FailureKind.PERMANENT, message));
  }

  /** Returns the one for the run {@code id}. */
  public static NotFoundException run(String id) {
    return new NotFoundException("There is no run '" + id + "'.");
  }
}
