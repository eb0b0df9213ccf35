package dev.aidp.workflow;

import dev.aidp.failure.AidpException;
import dev.aidp.failure.UnusableException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What takes back, in reverse order, what was done before a failure; of use inside {@link
 * WorkflowContext#compensated}. What is to be taken back, and how far that is, is recorded like all
 * that a workflow does: it is gone on with after a crash.
 */
public final class Compensation {

  private final WorkflowContext context;
  private final Deque<Runnable> undo = new ArrayDeque<>();

  Compensation(WorkflowContext context) {
    this.context = context;
  }

  /**
   * Adds how to take back what follows or was just done. Add it before a step whose effect may be
   * there although the step has failed; it must then bear that there is none.
   *
   * @param body takes steps, whose keys begin with {@code undo-} and its number
   */
  public void add(Runnable body) {
    int number = undo.size() + 1;
    undo.push(
        () ->
            context.scope(
                "undo-" + number,
                () -> {
                  body.run();
                  return number;
                }));
  }

  /** Takes all back that was added, the last one first; what fails is kept with {@code cause}. */
  void run(AidpException cause) {
    while (!undo.isEmpty()) {
      try {
        undo.pop().run();
      } catch (UnusableException e) {
        throw e; // nothing is recorded of it
      } catch (AidpException e) {
        cause.addSuppressed(e);
        context.logger().warn("Something could not be taken back: {}", e.getMessage());
      }
    }
  }
}
