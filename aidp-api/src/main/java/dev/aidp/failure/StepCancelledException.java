package dev.aidp.failure;

/** Thrown by a beat of a step that was asked to stop: end what was started and let it pass. */
public final class StepCancelledException extends AidpException {

  private static final long serialVersionUID = 1L;

  /** Makes one with the reason. */
  public StepCancelledException(String reason) {
    super(Failure.of(FailureKind.CANCELLED, reason));
  }
}
