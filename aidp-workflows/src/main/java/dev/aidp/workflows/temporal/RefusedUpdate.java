package dev.aidp.workflows.temporal;

/**
 * What a validator throws, as its sender is told. It is not one of the exceptions that fail a
 * workflow: of those the SDK's worker tells a sender the text alone.
 */
final class RefusedUpdate extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** So the SDK's worker calls those. */
  private static final String TEXT_ALONE = "io.temporal.internal.worker.WorkflowExecutionException";

  RefusedUpdate(RuntimeException why) {
    super(
        why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage(),
        null,
        false,
        false);
  }

  /** Returns whether the server knows a refusal by this name. */
  static boolean named(String name) {
    return name.equals(RefusedUpdate.class.getName()) || name.equals(TEXT_ALONE);
  }
}
